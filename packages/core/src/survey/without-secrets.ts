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

/** A copy without values of environments, user data and command lines. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (depth > MOST_DEPTH) return null;
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]): readonly (readonly [string, unknown])[] => {
      const name = key.toLowerCase().replaceAll("_", "");
      if (DROPPED.has(name)) return [];
      if (POLICIES.has(name) && (name === "policydocument" || isPolicy(each))) {
        const tests = addressTests(each);
        return tests === null ? [] : [[key, tests]];
      }
      if (name === "tags" || name === "tagset") return [[key, withoutTagValues(each)]];
      if (name === "environment") return [[key, withoutValues(each)]];
      if (name === "options" || name === "dockerlabels") return [[key, logOptions(each)]];
      return [[key, withoutSecrets(each, depth + 1)]];
    }),
  );
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
