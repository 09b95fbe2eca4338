import type { Ipv6Options } from "./options.js";
import { Egress6Error, isSupport } from "./vocabulary.js";

interface Rule {
  readonly isValid: (value: unknown) => boolean;
  readonly wanted: string;
}

const isFunction = (value: unknown) => typeof value === "function";

const RULES: Readonly<Record<keyof Ipv6Options, Rule>> = {
  ipv6: {
    isValid: (value) => value === "prefer" || value === "require",
    wanted: '"prefer" or "require"',
  },
  resolver: {
    isValid: isFunction,
    wanted: 'a function such as nodeLookUp(["127.0.0.1:53"])',
  },
  lookUpTimeoutMs: {
    isValid: (value) => Number.isFinite(value) && (value as number) > 0,
    wanted: "a number of milliseconds, such as 2000",
  },
  seed: {
    isValid: (value) => isRecord(value) && Object.values(value).every(isSupport),
    wanted: 'names with "yes", "no" or "unknown" each, such as what seedFromExport returns',
  },
  onChoice: { isValid: isFunction, wanted: "a function" },
};

/**
 * Where no compiler looks, a misspelt option would do nothing, without a word.
 * @throws Egress6Error OPTION_INVALID
 */
export function checkedOptions(options: unknown): Ipv6Options {
  if (!isRecord(options)) throw invalid(`The options are ${shown(options)}`, "an object");
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name as keyof Ipv6Options] : undefined;
    if (rule === undefined) {
      throw invalid(`There is no option "${name}"`, Object.keys(RULES).join(", "));
    }
    if (value !== undefined && !rule.isValid(value)) {
      throw invalid(`The option "${name}" is ${shown(value)}`, rule.wanted);
    }
  }
  return options;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  return typeof value === "object" && value !== null ? "something else" : String(value);
}

function invalid(what: string, wanted: string): Egress6Error {
  return new Egress6Error(
    "OPTION_INVALID",
    "input",
    `ipv6(client, options): ${what}. Give ${wanted}.`,
  );
}
