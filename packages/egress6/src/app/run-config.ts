import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { SharedSettingFacts } from "@egress6/core/facts/shared-setting-facts";
import {
  fixedRegion,
  type MeantService,
  meantWords,
  type UnknownText,
  unknownWords,
} from "@egress6/core/identify/meant-service";
import type { Witness } from "@egress6/core/observation/witness";
import { witnessLines } from "@egress6/core/observation/witness-words";
import { choiceNames } from "@egress6/core/settings/choose/choose-settings";
import { versionNotes } from "@egress6/core/settings/choose/version-notes";
import type { SdkChoice } from "@egress6/core/settings/read/find-sdk";
import {
  type ResolvedFlag,
  resolveFips,
  resolveRegion,
} from "@egress6/core/settings/resolve/resolve-settings";
import type { SettingsInput } from "@egress6/core/settings/settings-input";
import type { ConfigTarget, TargetFact } from "@egress6/core/settings/write/target";
import { type WrittenSettings, writeSettings } from "@egress6/core/settings/write/write-settings";
import type { FindSupport } from "../ports.js";
import { catalogForSdk, type LoadVersions } from "./catalog-for-sdk.js";
import { knownRegion, type OnWarning } from "./known-region.js";

export interface ConfigRequest {
  readonly catalog: Catalog;
  readonly services: readonly MeantService[];
  /** What was asked for besides, and is no service: no settings are written for it. */
  readonly unknown?: readonly UnknownText[];
  /** For a version of this SDK; null: for today's. */
  readonly sdk: SdkChoice | null;
  readonly loadVersions: LoadVersions;
  /** What says the region. */
  readonly input: SettingsInput;
  readonly target: ConfigTarget;
  readonly fact: TargetFact;
  /** The settings that SDKs share. */
  readonly settings: readonly SharedSettingFacts[];
  readonly findSupport: FindSupport;
  /** Told of each warning of the result at once. */
  readonly onWarning?: OnWarning;
}

export interface ConfigResult {
  readonly written: WrittenSettings;
  /** What is to be known of the region, and of FIPS where the region comes from. */
  readonly warnings: readonly string[];
  /** The resolvers that were asked now. */
  readonly witnesses: readonly Witness[];
}

/**
 * Chooses the settings by which exactly these services are reached over IPv6, and writes them for one target.
 * @throws Egress6Error REGION_MISSING, REGION_UNKNOWN, and what finding support throws
 */
export async function runConfig(request: ConfigRequest): Promise<ConfigResult> {
  const { services: meant, unknown = [], target, fact, settings, sdk } = request;
  const services = [...new Set(meant.map(({ service }) => service))];
  const input = withFixedRegion(request.input, meant);
  const warnings: string[] = [];
  const onWarning = (warning: string) => {
    warnings.push(warning);
    request.onWarning?.(warning);
  };
  const catalog = await catalogForSdk(request.catalog, sdk, request.loadVersions);
  const fips = resolveFips(input);
  if (fips.value) onWarning(fipsWarning(fips));
  const region = knownRegion(catalog, resolveRegion(input).value, onWarning);
  for (const each of meant)
    for (const words of meantWords(each, [region], "asked")) onWarning(words);
  for (const text of unknown) onWarning(`${unknownWords(text)} The settings leave it out.`);
  for (const note of versionNotes(catalog, services, region)) onWarning(note);
  const names = choiceNames(catalog, services, region);
  const { support: observed, witnesses } = await request.findSupport(names);
  const doubts = witnessLines(witnesses);
  const written = writeSettings({
    catalog,
    services,
    region,
    observed,
    target,
    fact,
    settings,
    doubts,
  });
  const isComplete = written.isComplete && unknown.length === 0;
  return { written: { ...written, isComplete }, warnings, witnesses };
}

/** The region of a host counts where none is asked for in so many words, and all hosts agree. */
function withFixedRegion(input: SettingsInput, meant: readonly MeantService[]): SettingsInput {
  const [region, ...others] = new Set(meant.flatMap((each) => fixedRegion(each) ?? []));
  if (input.code.region !== undefined || region === undefined || others.length > 0) return input;
  return { ...input, code: { ...input.code, region } };
}

/** The settings are for names without it. */
function fipsWarning({ name, place }: ResolvedFlag): string {
  return `${name}${place === null ? "" : ` (${place})`} is on here, and these settings are for names without FIPS. SDKs refuse it together with an endpoint URL, and build other names with it: \`egress6 endpoint SERVICE --fips --dualstack\` shows them.`;
}
