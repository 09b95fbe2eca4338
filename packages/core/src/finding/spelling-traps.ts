import type { SdkFacts } from "../facts/sdk-facts.js";
import { findServices, valueIn } from "../settings/read/aws-config.js";
import { serviceIdentifiers } from "../settings/read/service-identifiers.js";
import { readSwitch } from "../settings/read/switch-value.js";
import type { ResolvedFlag, WrittenSwitch } from "../settings/resolve/resolve-settings.js";
import type { Level } from "./finding.js";
import { placeOf } from "./place.js";
import type { Situation } from "./situation.js";
import { trap } from "./trap.js";

/** `TRUE`, `1` or `yes` where only `true` is understood by all. */
export const booleanSpelling = trap({
  id: "boolean-spelling",
  title: "A switch spelt so that SDKs read it differently",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  applies: ({ resolved }) => oddSwitch(resolved) !== undefined,
  find: ({ resolved, sdk, sdks }) => {
    const odd = oddSwitch(resolved);
    if (odd === undefined) return null;
    const { name: setting, text, reading } = odd;
    const isKnown = sdk !== null && sdk.sdk.booleanSpelling.value !== "unknown";
    return {
      level: spellingLevel(odd, isKnown),
      message: isKnown
        ? { code: "boolean-spelling", args: { setting, text, sdk: sdk.sdk.name, reading } }
        : {
            code: "boolean-spelling.by-sdk",
            args: { setting, text, readings: readingsBySdk(odd, sdks) },
          },
      fix: { code: "boolean-spelling", args: { isOn: /^(true|1|yes|on)$/i.test(text) } },
      place: placeOf(odd),
      source: sdk?.sdk.booleanSpelling.source,
    };
  },
});

function oddSwitch({ dualstack, fips, ignoreUrls }: Situation["resolved"]) {
  const switches: readonly ResolvedFlag[] = [dualstack, fips, ignoreUrls];
  return switches.flatMap(({ written }) => written.find(isOdd) ?? [])[0];
}

/** An empty text is odd only where it hides another. */
function isOdd({ text }: WrittenSwitch, index: number, written: readonly WrittenSwitch[]): boolean {
  // What is behind a comment sign, the trap of comments speaks of.
  const bare = valueIn({ inlineComments: "cut" }, text);
  const isHiding = text === "" && index < written.length - 1;
  return isHiding || !["", "true", "false"].includes(bare);
}

function spellingLevel({ reading, text }: WrittenSwitch, isKnown: boolean): Level {
  if (reading === "refused") return "error";
  return isKnown && reading === text.toLowerCase() ? "note" : "warning";
}

function readingsBySdk({ text, place }: WrittenSwitch, sdks: readonly SdkFacts[]) {
  const isInFile = place !== null;
  const known = sdks.filter(({ booleanSpelling }) => booleanSpelling.value !== "unknown");
  const readings = known.map(({ booleanSpelling: { value, inConfig } }) =>
    readSwitch(text, isInFile ? (inConfig ?? value) : value),
  );
  return [...new Set(readings)].map((reading) => ({
    reading,
    sdks: known.flatMap(({ id }, index) => (readings[index] === reading ? [id] : [])),
  }));
}

/** `AWS_ENDPOINT_URL_LOGS`: the CLI name, where the service id belongs. */
export const serviceIdentifier = trap({
  id: "service-identifier",
  title: "An endpoint URL under a name that no SDK reads",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html",
  applies: ({ service: { cliName, serviceId } }) =>
    variableByCliName(cliName) !== serviceIdentifiers(serviceId).env,
  find: ({ service, services, env, resolved, files }) => {
    const { cliName, serviceId } = service;
    const { env: right, configKey } = serviceIdentifiers(serviceId);
    const variable = variableByCliName(cliName);
    const named = resolved.profileEntries.get("services")?.value;
    const section = findServices(files, named ?? "", resolved.reading.dialect);
    const key = [cliName.replaceAll("-", "_"), cliName].find((each) => section?.has(each));
    // What is wrong for this service may be right for another: `pinpoint` and its neighbours.
    const isOthers = services.some(
      (other) => other !== service && serviceIdentifiers(other.serviceId).env === variable,
    );
    if (isOthers) return null;
    if (env[variable]) {
      return {
        level: "warning",
        message: {
          code: "service-identifier.variable",
          args: { variable, service: cliName, serviceId, right },
        },
        fix: { code: "service-identifier", args: { right } },
        place: placeOf({ name: variable, place: null }),
      };
    }
    if (key === undefined) return null;
    return {
      level: "warning",
      message: {
        code: "service-identifier.key",
        args: { section: named ?? null, key, service: cliName, right: configKey },
      },
      fix: { code: "service-identifier", args: { right: configKey } },
      place: placeOf({ name: key, place: section?.get(key)?.place ?? null }),
    };
  },
});

function variableByCliName(cliName: string): string {
  return `AWS_ENDPOINT_URL_${cliName.replaceAll("-", "_").toUpperCase()}`;
}
