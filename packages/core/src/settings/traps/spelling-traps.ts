import type { SdkFacts } from "../sdk-facts.js";
import { serviceIdentifiers } from "../service-identifiers.js";
import type { SettledSwitch, WrittenSwitch } from "../settle-settings.js";
import { readSwitch } from "../switch-value.js";
import { sdkNames } from "./situation.js";
import type { Trap, TrapSeverity } from "./trap.js";

/** `TRUE`, `1` or `yes` where only `true` is understood by all. */
export const booleanSpelling: Trap = ({ settled, sdk, sdks }) => {
  const switches: readonly SettledSwitch[] = [settled.dualstack, settled.fips, settled.ignoreUrls];
  const odd = switches
    .flatMap(({ written }) => written)
    .find(({ text }) => text !== "" && text !== "true" && text !== "false");
  if (odd === undefined) return null;
  const spelling = sdk?.sdk.booleanSpelling;
  const isKnown = spelling !== undefined && spelling.value !== "unknown";
  return {
    id: "boolean-spelling",
    severity: spellingSeverity(odd, isKnown),
    message: `${odd.name} is "${odd.text}". ${
      isKnown
        ? `${sdk?.sdk.name} ${READING_WORDS[odd.reading]}.`
        : `${readingsBySdk(odd.text, sdks)}; of other SDKs it is not known.`
    }`,
    remedy: `Write ${/^(true|1|yes|on)$/i.test(odd.text) ? "`true`" : "`true` or `false`"}, in lower case.`,
    place: odd.place ?? odd.name,
    source:
      spelling?.source ?? "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  };
};

const READING_WORDS: Readonly<Record<WrittenSwitch["reading"], string>> = {
  true: "reads it as true",
  false: "reads it as false",
  "not set": "counts it as not set",
  refused: "refuses to start with it",
  "not read": "does not read it at all",
};

function spellingSeverity({ reading, text }: WrittenSwitch, isKnown: boolean): TrapSeverity {
  if (reading === "refused") return "breaks";
  return isKnown && reading === text.toLowerCase() ? "caution" : "no-effect";
}

/** `boto3, go-v2: reads it as true; js-v3: counts it as not set`. */
function readingsBySdk(text: string, sdks: readonly SdkFacts[]): string {
  const known = sdks.filter(({ booleanSpelling }) => booleanSpelling.value !== "unknown");
  const readings = known.map((sdk) => readSwitch(text, sdk.booleanSpelling.value));
  return [...new Set(readings)]
    .map((reading) => {
      const ids = known.flatMap(({ id }, index) => (readings[index] === reading ? [id] : []));
      return `${ids.join(", ")}: ${READING_WORDS[reading]}`;
    })
    .join("; ");
}

const IMDS_VARIABLE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
const IMDS_KEY = "ec2_metadata_service_endpoint_mode";

/** The mode of the metadata service is `IPv4` or `IPv6`, to the letter. */
export const imdsModeSpelling: Trap = ({ env, settled, sdk, sdks }) => {
  const spelling = sdk?.sdk.imdsModeSpelling;
  if (spelling?.value === "any-case") return null;
  const entry = settled.profileEntries.get(IMDS_KEY);
  const variable = env[IMDS_VARIABLE];
  const value = variable || entry?.value;
  if (value === undefined || value === "" || value === "IPv4" || value === "IPv6") return null;
  const place = variable ? IMDS_VARIABLE : (entry?.place ?? IMDS_KEY);
  const exact = sdkNames(sdks, (each) => each.imdsModeSpelling.value === "exact");
  return {
    id: "imds-mode-spelling",
    severity: spelling?.value === "unknown" ? "caution" : "breaks",
    message: `The mode of the metadata service is "${value}": ${exact} throws on anything but IPv4 and IPv6 in exactly this spelling, and then there are no credentials.`,
    remedy: "Write `IPv6`, or remove the setting.",
    place,
    source:
      spelling?.value === "exact"
        ? spelling.source
        : "https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html",
  };
};

const COMMENTED_KEYS = [
  "endpoint_url",
  "region",
  "services",
  "use_dualstack_endpoint",
  "use_fips_endpoint",
];

/** A comment behind a value belongs to the value for some SDKs, and not for others. */
export const inlineComment: Trap = ({ settled, files }) => {
  const { profileEntries } = settled;
  const nested = files.config?.sections.flatMap((section) =>
    Array.from(section.entries.values(), (entry) => [...entry.nested]).flat(),
  );
  const own = COMMENTED_KEYS.flatMap((key) => {
    const entry = profileEntries.get(key);
    return entry === undefined ? [] : [{ key, value: entry.value, place: entry.place }];
  });
  const below = (nested ?? []).map(([key, { value, line }]) => ({
    key,
    value,
    place: `${files.config?.path}:${line}`,
  }));
  const found = [...own, ...below].find(({ value }) => /\s[#;]/.test(value));
  if (found === undefined) return null;
  return {
    id: "inline-comment",
    severity: "breaks",
    message: `There is a comment behind the value of ${found.key}: the AWS CLI and boto3 take it as part of the value, other SDKs cut it off.`,
    remedy: "Move the comment to a line of its own.",
    place: found.place,
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html",
  };
};

/** `AWS_ENDPOINT_URL_LOGS`: the CLI name, where the service id belongs. */
export const serviceIdentifier: Trap = ({ service, services, env, settled, files }) => {
  const { env: right, configKey } = serviceIdentifiers(service.serviceId);
  const bare = service.cliName.replaceAll("-", "_");
  const variable = `AWS_ENDPOINT_URL_${bare.toUpperCase()}`;
  if (variable === right) return null;
  const named = settled.profileEntries.get("services")?.value;
  const section = files.config?.sections.find(({ header }) => header === `services ${named}`);
  const key = [bare, service.cliName].find((each) => section?.entries.has(each));
  const isInEnvironment = Boolean(env[variable]);
  if (!isInEnvironment && key === undefined) return null;
  // What is wrong for this service may be right for another: `pinpoint` and its neighbours.
  const isOthers = services.some(
    (other) => other !== service && serviceIdentifiers(other.serviceId).env === variable,
  );
  if (isOthers) return null;
  const line = section?.entries.get(key ?? "")?.line;
  return {
    id: "service-identifier",
    severity: "no-effect",
    message: isInEnvironment
      ? `${variable} is set, and no SDK reads it: the service id of ${service.cliName} is "${service.serviceId}", so its variable is ${right}.`
      : `The section [services ${named}] has the key "${key}", and no SDK reads it: for ${service.cliName} it is "${configKey}".`,
    remedy: isInEnvironment ? `Rename it to ${right}.` : `Rename it to ${configKey}.`,
    place: isInEnvironment ? variable : `${files.config?.path}:${line}`,
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html",
  };
};
