import { Egress6Error } from "../../errors.js";
import type { OwnEndpoint } from "../../facts/own-endpoint.js";
import {
  commentHint,
  findServices,
  type PlacedEntries,
  type PlacedValue,
  servicesUnknown,
} from "../read/aws-config.js";
import { isSettingRead } from "../read/is-setting-read.js";
import type { Reading } from "../read/reading.js";
import { serviceIdentifiers } from "../read/service-identifiers.js";
import { settingRow } from "../read/setting-table.js";
import type { SettingsInput } from "../settings-input.js";
import { hostOfUrl, redactUrl } from "./endpoint-url.js";

/** Where SDKs find an endpoint, in the order in which they look. */
export const ENDPOINT_SOURCES = [
  "code",
  "env-service",
  "env-global",
  "config-service",
  "config-global",
  "rules",
] as const;
/** `client`: a list that the client carries, which comes right after code. */
export type EndpointSource = (typeof ENDPOINT_SOURCES)[number] | "client";

/**
 * What became of a source: `used` it decides · `unset` nothing is there · `empty` counts as unset ·
 * `overridden` an earlier one decides · `ignored` by `ignore_configured_endpoint_urls` ·
 * `not-read` this SDK does not look there.
 */
export type StepOutcome = "used" | "unset" | "empty" | "overridden" | "ignored" | "not-read";

export interface TrailStep {
  readonly source: EndpointSource;
  /** The flag, the variable or the key. */
  readonly name: string;
  /** Without secrets; null when nothing is there. */
  readonly value: string | null;
  /** `file:line`, or `environment`, or `command line`. */
  readonly place: string | null;
  readonly outcome: StepOutcome;
}

interface TrailQuestion {
  readonly input: SettingsInput;
  /** Of the chosen profile. */
  readonly entries: PlacedEntries;
  readonly reading: Reading;
  readonly serviceId: string;
  readonly isIgnored: boolean;
  /** Null: the client has no endpoint of its own here. */
  readonly own: OwnEndpoint | null;
}

type ConfiguredSource = Exclude<EndpointSource, "rules">;

interface Found {
  readonly source: ConfiguredSource;
  readonly name: string;
  readonly value: string | undefined;
  readonly place: string | null;
  readonly isRead: boolean;
}

/**
 * Looks for an endpoint URL: code, `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the service's entry
 * in the profile's services section, the profile's own, else AWS's rules.
 * The step of the rules has no value yet: what they build depends on region and variant.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 * @throws Egress6Error SERVICES_SECTION_UNKNOWN when the search gets as far as a section that is missing,
 * ENDPOINT_URL_INVALID
 */
export function endpointTrail(question: TrailQuestion): {
  /** As written; null: the rules decide. */
  readonly endpointUrl: string | null;
  readonly trail: readonly TrailStep[];
} {
  const found = [...outsideOfFiles(question), ...inFiles(question)];
  const isCandidate = ({ source, value, isRead }: Found) =>
    isRead && value !== undefined && value !== "" && (isOutOfReach(source) || !question.isIgnored);
  const used = found.find(isCandidate);
  if (used !== undefined) refuseInvalid(used);
  const trail = found.map((step): TrailStep => {
    const { source, name, value, place } = step;
    return {
      source,
      name,
      value: value === undefined ? null : redactUrl(value),
      place: value === undefined ? null : place,
      outcome: outcomeOf(step, step === used, question.isIgnored),
    };
  });
  const rules: TrailStep = {
    source: "rules",
    name: "AWS's endpoint rules",
    value: null,
    place: null,
    outcome: used === undefined ? "used" : "overridden",
  };
  return { endpointUrl: used?.value ?? null, trail: [...trail, rules] };
}

/** Whether `ignore_configured_endpoint_urls` says nothing of it. */
function isOutOfReach(source: EndpointSource): boolean {
  return source === "code" || source === "client";
}

function outcomeOf(step: Found, isUsed: boolean, isIgnored: boolean): StepOutcome {
  if (isUsed) return "used";
  if (step.value === undefined) return "unset";
  if (step.value === "") return "empty";
  if (!step.isRead) return "not-read";
  return isIgnored && !isOutOfReach(step.source) ? "ignored" : "overridden";
}

const NAMES = settingRow("endpoint-url");

function outsideOfFiles({ input, serviceId, own }: TrailQuestion): readonly Found[] {
  const { code, env, sdk } = input;
  const variable = serviceIdentifiers(serviceId).env;
  const isRead = isSettingRead(sdk, "endpoint-url", "env");
  return [
    {
      source: "code",
      name: "--endpoint-url",
      value: code.endpointUrl,
      place: "command line",
      isRead: true,
    },
    ...(own === null ? [] : [ownStep(own, sdk)]),
    { source: "env-service", name: variable, value: env[variable], place: "environment", isRead },
    {
      source: "env-global",
      name: NAMES.variable,
      value: env[NAMES.variable],
      place: "environment",
      isRead,
    },
  ];
}

function ownStep({ hostname }: OwnEndpoint, sdk: SettingsInput["sdk"]): Found {
  return {
    source: "client",
    name: `the endpoint list of ${sdk?.sdk.name}`,
    value: `https://${hostname}`,
    place: null,
    isRead: true,
  };
}

function inFiles(question: TrailQuestion): readonly Found[] {
  const { input, entries, serviceId, isIgnored } = question;
  const isRead = isSettingRead(input.sdk, "endpoint-url", "config");
  const isReached =
    isRead &&
    !isIgnored &&
    !outsideOfFiles(question).some(
      ({ value, isRead }) => isRead && value !== undefined && value !== "",
    );
  const named = entries.get(settingRow("services").configKey);
  const { configKey } = serviceIdentifiers(serviceId);
  const inServices = urlInServices(question, named, configKey, isReached);
  const own = entries.get(NAMES.configKey);
  return [
    {
      source: "config-service",
      name:
        named === undefined
          ? "services"
          : `[services ${named.value}] ${configKey}.${NAMES.configKey}`,
      value: inServices === "no section" ? undefined : inServices?.value,
      place: inServices === "no section" ? null : (inServices?.place ?? null),
      isRead,
    },
    {
      source: "config-global",
      name: NAMES.configKey,
      value: own?.value,
      place: own?.place ?? null,
      isRead: isRead && !(inServices === "no section" && isPassedOver(question)),
    },
  ];
}

// A section that is missing is a fault only for an SDK that gets as far as to look for it.
function urlInServices(
  { input, reading }: TrailQuestion,
  named: PlacedValue | undefined,
  configKey: string,
  isReached: boolean,
): PlacedValue | "no section" | undefined {
  if (named === undefined || named.value === "") return undefined;
  const section = findServices(input.files, named.value, reading.dialect);
  if (section !== null) return section.get(configKey)?.nested.get(NAMES.configKey);
  if (isReached && input.sdk?.sdk.missingServices.value !== "urls-ignored") {
    throw servicesUnknown(input.files, named);
  }
  return "no section";
}

function isPassedOver({ input }: TrailQuestion): boolean {
  return input.sdk?.sdk.missingServices.value === "urls-ignored";
}

function refuseInvalid({ name, value = "", place }: Found): void {
  if (/^https?:\/\/(?=[^/?#])[^\s]+$/i.test(value) && hostOfUrl(value) !== null) return;
  throw new Egress6Error(
    "ENDPOINT_URL_INVALID",
    "input",
    `${name} (${place}) is "${redactUrl(value)}", which is not an endpoint URL. Give scheme and host, such as https://s3.eu-central-1.amazonaws.com.${place?.includes(":") ? commentHint(value) : ""}`,
  );
}
