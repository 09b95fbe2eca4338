import type { CodeSettings } from "@egress6/core/settings/settings-input";
import { usageFault } from "../usage-fault.js";
import type { EndpointOptions } from "./endpoint-options.js";

interface Typed {
  readonly code: CodeSettings;
  /** Parameters of AWS's rules that no flag stands for. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Takes flags and `--param` together: `--param UseDualStack=true` is `--dualstack`.
 * @throws Egress6Error USAGE when they contradict each other
 */
export function codeAndParameters(options: EndpointOptions): Typed {
  const { Region, UseDualStack, UseFIPS, Endpoint, ...parameters } = parsePairs(
    options.param ?? [],
  );
  return {
    parameters,
    code: {
      profile: options.profile,
      ignoreConfiguredUrls: options.ignoreConfiguredEndpointUrls,
      region: agreed("--region", options.region, "Region", Region),
      endpointUrl: agreed("--endpoint-url", options.endpointUrl, "Endpoint", Endpoint),
      dualstack: agreed(
        "--dualstack",
        options.dualstack,
        "UseDualStack",
        parseBoolean("UseDualStack", UseDualStack),
      ),
      fips: agreed("--fips", options.fips, "UseFIPS", parseBoolean("UseFIPS", UseFIPS)),
    },
  };
}

function parsePairs(pairs: readonly string[]): Readonly<Record<string, string>> {
  const parsed = new Map<string, string>();
  for (const pair of pairs) {
    const [, key, value] = /^(\w+)=(.+)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) {
      throw usageFault(
        `--param ${pair}: write it as NAME=VALUE, for example --param Bucket=my-bucket.`,
      );
    }
    const before = parsed.get(key);
    if (before !== undefined && before !== value) {
      throw usageFault(
        `--param ${key} is given twice, as ${before} and as ${value}. Leave one out.`,
      );
    }
    parsed.set(key, value);
  }
  return Object.fromEntries(parsed);
}

function parseBoolean(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === "true" || text === "false") return text === "true";
  throw usageFault(`--param ${name} is "${text}"; it must be true or false.`);
}

function agreed<T>(
  flag: string,
  typed: T | undefined,
  name: string,
  parameter: T | undefined,
): T | undefined {
  if (typed !== undefined && parameter !== undefined && typed !== parameter) {
    throw usageFault(
      `${flag} and --param ${name}=${String(parameter)} contradict each other. Leave one out.`,
    );
  }
  return typed ?? parameter;
}
