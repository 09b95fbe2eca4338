import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import type { SharedSettingFacts } from "@egress6/core/facts/shared-setting-facts";
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
import { knownRegion, type OnUnlistedRegion } from "./known-region.js";

export interface ConfigRequest {
  readonly catalog: Catalog;
  readonly services: readonly Service[];
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
  /** Told that FIPS is on where the region comes from: the settings are for names without it. */
  readonly onFips: (fips: ResolvedFlag) => void;
  readonly onUnlistedRegion: OnUnlistedRegion;
  /** Told what the version that is named calls instead of today's names, or that it is not known. */
  readonly onVersionNote: (note: string) => void;
}

export interface ConfigResult {
  readonly written: WrittenSettings;
  /** The resolvers that were asked now. */
  readonly witnesses: readonly Witness[];
}

/**
 * Chooses the settings by which exactly these services are reached over IPv6, and writes them for one target.
 * @throws Egress6Error REGION_MISSING, REGION_UNKNOWN, and what finding support throws
 */
export async function runConfig(request: ConfigRequest): Promise<ConfigResult> {
  const { services, input, target, fact, settings, sdk } = request;
  const catalog = await catalogForSdk(request.catalog, sdk, request.loadVersions);
  const fips = resolveFips(input);
  if (fips.value) request.onFips(fips);
  const region = knownRegion(catalog, resolveRegion(input).value, request.onUnlistedRegion);
  for (const note of versionNotes(catalog, services, region)) request.onVersionNote(note);
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
  return { written, witnesses };
}
