import type { SdkFacts } from "../facts/sdk-facts.js";
import { findServices, valueIn } from "../settings/read/aws-config.js";
import { serviceIdentifiers } from "../settings/read/service-identifiers.js";
import { settingRow } from "../settings/read/setting-table.js";
import { readSwitch } from "../settings/read/switch-value.js";
import type { ResolvedFlag, WrittenSwitch } from "../settings/resolve/resolve-settings.js";
import { sdkNames } from "./situation.js";
import type { Trap, TrapSeverity } from "./trap.js";

/** `TRUE`, `1` or `yes` where only `true` is understood by all. */
export const booleanSpelling: Trap = ({ settled, sdk, sdks }) => {
  const switches: readonly ResolvedFlag[] = [settled.dualstack, settled.fips, settled.ignoreUrls];
  const odd = switches.flatMap(({ written }) => written.find(isOdd) ?? [])[0];
  if (odd === undefined) return null;
  const spelling = sdk?.sdk.booleanSpelling;
  const isKnown = spelling !== undefined && spelling.value !== "unknown";
  return {
    id: "boolean-spelling",
    severity: spellingSeverity(odd, isKnown),
    message: `${odd.name} is "${odd.text}". ${
      isKnown
        ? `${sdk?.sdk.name} ${READING_WORDS[odd.reading]}.`
        : `${readingsBySdk(odd, sdks)}; of other SDKs it is not known.`
    }`,
    remedy: `Write ${/^(true|1|yes|on)$/i.test(odd.text) ? "`true`" : "`true` or `false`"}, in lower case.`,
    place: odd.place ?? odd.name,
    source:
      spelling?.source ?? "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  };
};

/** An empty text is odd only where it hides another. */
function isOdd({ text }: WrittenSwitch, index: number, written: readonly WrittenSwitch[]): boolean {
  // What is behind a comment sign, the trap of comments speaks of.
  const bare = valueIn({ inlineComments: "cut" }, text);
  const isHiding = text === "" && index < written.length - 1;
  return isHiding || !["", "true", "false"].includes(bare);
}

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
function readingsBySdk({ text, place }: WrittenSwitch, sdks: readonly SdkFacts[]): string {
  const isInFile = place !== null;
  const known = sdks.filter(({ booleanSpelling }) => booleanSpelling.value !== "unknown");
  const readings = known.map(({ booleanSpelling: { value, inConfig } }) =>
    readSwitch(text, isInFile ? (inConfig ?? value) : value),
  );
  return [...new Set(readings)]
    .map((reading) => {
      const ids = known.flatMap(({ id }, index) => (readings[index] === reading ? [id] : []));
      return `${ids.join(", ")}: ${READING_WORDS[reading]}`;
    })
    .join("; ");
}

const { variable: IMDS_VARIABLE, configKey: IMDS_KEY } = settingRow("imds-mode");

/** The mode of the metadata service is `IPv4` or `IPv6`, to the letter. */
export const imdsModeSpelling: Trap = ({ env, settled, sdk, sdks }) => {
  const spelling = sdk?.sdk.imdsModeSpelling;
  const isAnyCase = spelling?.value === "any-case" || spelling?.value === "any-case-or-error";
  const entry = settled.profileEntries.get(IMDS_KEY);
  const variable = env[IMDS_VARIABLE];
  const value = variable || entry?.value;
  if (value === undefined || value === "" || value === "IPv4" || value === "IPv6") return null;
  const isReadable = isAnyCase && /^ipv[46]$/i.test(value);
  if (isReadable || spelling?.value === "any-case") return null;
  const place = variable ? IMDS_VARIABLE : (entry?.place ?? IMDS_KEY);
  const exact = sdkNames(sdks, (each) => each.imdsModeSpelling.value === "exact");
  return {
    id: "imds-mode-spelling",
    severity: spelling?.value === "unknown" ? "caution" : "breaks",
    message: isAnyCase
      ? `The mode of the metadata service is "${value}": ${sdk?.sdk.name} throws on anything but IPv4 and IPv6, in any case, and then there are no credentials.`
      : `The mode of the metadata service is "${value}": ${exact} throws on anything but IPv4 and IPv6 in exactly this spelling, and then there are no credentials.`,
    remedy: "Write `IPv6`, or remove the setting.",
    place,
    source:
      spelling !== undefined && spelling.value !== "unknown"
        ? spelling.source
        : "https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html",
  };
};

/** `AWS_ENDPOINT_URL_LOGS`: the CLI name, where the service id belongs. */
export const serviceIdentifier: Trap = ({ service, services, env, settled, files }) => {
  const { env: right, configKey } = serviceIdentifiers(service.serviceId);
  const bare = service.cliName.replaceAll("-", "_");
  const variable = `AWS_ENDPOINT_URL_${bare.toUpperCase()}`;
  if (variable === right) return null;
  const named = settled.profileEntries.get("services")?.value;
  const section = findServices(files, named ?? "", settled.reading.dialect);
  const key = [bare, service.cliName].find((each) => section?.has(each));
  const isInEnvironment = Boolean(env[variable]);
  if (!isInEnvironment && key === undefined) return null;
  // What is wrong for this service may be right for another: `pinpoint` and its neighbours.
  const isOthers = services.some(
    (other) => other !== service && serviceIdentifiers(other.serviceId).env === variable,
  );
  if (isOthers) return null;
  return {
    id: "service-identifier",
    severity: "no-effect",
    message: isInEnvironment
      ? `${variable} is set, and no SDK reads it: the service id of ${service.cliName} is "${service.serviceId}", so its variable is ${right}.`
      : `The section [services ${named}] has the key "${key}", and no SDK reads it: for ${service.cliName} it is "${configKey}".`,
    remedy: isInEnvironment ? `Rename it to ${right}.` : `Rename it to ${configKey}.`,
    place: isInEnvironment ? variable : (section?.get(key ?? "")?.place ?? null),
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html",
  };
};
