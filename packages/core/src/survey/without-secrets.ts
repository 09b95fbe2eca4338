import { addressTests, isPolicy } from "./address-policies.js";

/** What starts something holds passwords as often as not: it is dropped before anything else looks at it. */
const DROPPED = new Set([
  "userdata",
  "userdatabase64",
  "command",
  "entrypoint",
  "secretoptions",
  "dockersecurityoptions",
  "password",
  "masteruserpassword",
]);

/** Policies: of them, only what looks at addresses is kept. */
const POLICIES = new Set([
  "policy",
  "policydocument",
  "policytext",
  "document",
  "assumerolepolicydocument",
]);

/** Tags whose values say who uses something. */
const KEPT_TAGS =
  /^(?:Name|aws:autoscaling:groupName|aws:ecs:serviceName|(?:aws:)?eks:cluster-name)$/;

/** Settings of the SDKs' endpoints: they say which hosts are called. */
const KEPT_VARIABLES =
  /^AWS_(ENDPOINT_URL(_[A-Z0-9_]+)?|USE_DUALSTACK_ENDPOINT|USE_FIPS_ENDPOINT|REGION|DEFAULT_REGION|IGNORE_CONFIGURED_ENDPOINT_URLS|EC2_METADATA_SERVICE_ENDPOINT_MODE)$/;

const MOST_DEPTH = 40;

/** What becomes of a value, by the name of its key. */
type Handling = "dropped" | "policy" | "tags" | "environment" | "log-options" | "kept";

/** The same few names come ten thousand times. */
const handlings = new Map<string, Handling>();
const MOST_NAMES = 10_000;

function handlingOf(key: string): Handling {
  const known = handlings.get(key);
  if (known !== undefined) return known;
  const name = key.toLowerCase().replaceAll("_", "");
  const handling: Handling = DROPPED.has(name)
    ? "dropped"
    : POLICIES.has(name)
      ? "policy"
      : name === "tags" || name === "tagset"
        ? "tags"
        : name === "environment"
          ? "environment"
          : name === "options" || name === "dockerlabels"
            ? "log-options"
            : "kept";
  if (handlings.size < MOST_NAMES) handlings.set(key, handling);
  return handling;
}

/** A copy without values of environments, user data and command lines. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MOST_DEPTH) return null;
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, depth + 1));
  if (value instanceof Date) return value.toISOString();
  const copy: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    // An object has no such key of its own, and setting it is no harmless thing.
    if (key === "__proto__") continue;
    switch (handlingOf(key)) {
      case "dropped":
        break;
      case "policy":
        if (isPolicy(each) || key.toLowerCase() === "policydocument") {
          const tests = addressTests(each);
          if (tests !== null) copy[key] = tests;
        } else copy[key] = withoutSecrets(each, depth + 1);
        break;
      case "tags":
        copy[key] = withoutTagValues(each);
        break;
      case "environment":
        copy[key] = withoutValues(each);
        break;
      case "log-options":
        copy[key] = logOptions(each);
        break;
      case "kept":
        copy[key] = withoutSecrets(each, depth + 1);
    }
  }
  return copy;
}

/** Names of tags stay. */
function withoutTagValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutTagValue(each));
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, KEPT_TAGS.test(key) ? each : ""]),
  );
}

function withoutTagValue(tag: unknown): unknown {
  if (typeof tag !== "object" || tag === null) return null;
  const entries = Object.entries(tag);
  const name = entries.find(([key]) => key.toLowerCase() === "key")?.[1];
  const isKept = typeof name === "string" && KEPT_TAGS.test(name);
  return Object.fromEntries(
    entries.map(([key, each]) => [key, key.toLowerCase() === "value" && !isKept ? "" : each]),
  );
}

/** Names stay; values only of what says which endpoint is called. */
function withoutValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutValues(each));
  if (typeof value !== "object" || value === null) return null;
  const named = Object.entries(value);
  const name = named.find(([key]) => key.toLowerCase() === "name")?.[1];
  if (typeof name === "string") {
    const given = named.find(([key]) => key.toLowerCase() === "value")?.[1];
    return Object.fromEntries(
      named.flatMap(([key]): [string, unknown][] => {
        if (key.toLowerCase() === "name") return [[key, name]];
        return key.toLowerCase() === "value" ? [[key, keptValue(name, given)]] : [];
      }),
    );
  }
  return Object.fromEntries(
    named.flatMap(([key, each]): [string, unknown][] => {
      if (key.toLowerCase() === "variables") return [[key, withoutValues(each)]];
      if (key.toLowerCase() === "error") return [];
      return [[key, keptValue(key, each)]];
    }),
  );
}

function keptValue(name: string, value: unknown): string | null {
  if (typeof value !== "string" || !KEPT_VARIABLES.test(name)) return null;
  return value.replace(/\/\/[^/@]*@/, "//").replace(/[?#].*$/, "");
}

/** Of log drivers, where they lead; tokens stand beside that. */
function logOptions(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      /^awslogs-(group|region|endpoint|stream-prefix)$/.test(key) && typeof each === "string"
        ? each
        : null,
    ]),
  );
}
