import { awsEndpointFunctions, setPartitionInfo } from "@aws-sdk/core/client";
import {
  customEndpointFunctions,
  type EndpointParams,
  type RuleSetObject,
  resolveEndpoint,
} from "@smithy/core/endpoints";

export type { EndpointParams, RuleSetObject };

type EnginePartition = Parameters<typeof setPartitionInfo>[0]["partitions"][number];
/** The content of `partitions.json`. */
export interface PartitionsInfo {
  partitions: (EnginePartition & { outputs: { implicitGlobalRegion: string } })[];
}

export type Resolution = { readonly url: string } | { readonly error: string };

customEndpointFunctions["aws"] = awsEndpointFunctions;

/** Evaluates rules as the AWS SDKs do: this is AWS's engine, told the partitions of the same source. */
export function createRuleEngine(partitions: PartitionsInfo) {
  return (rules: PreparedRules, params: EndpointParams): Resolution => {
    setPartitionInfo(partitions, "");
    try {
      const endpoint = resolveEndpoint(rules.ruleSet, { endpointParams: { ...params } });
      return { url: String(endpoint.properties?.[URL_PROPERTY] ?? "") };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
}
export type RuleEngine = ReturnType<typeof createRuleEngine>;

/** A rule set made ready for `RuleEngine`. */
export interface PreparedRules {
  readonly ruleSet: RuleSetObject;
}

const URL_PROPERTY = "url";
const ANY_URL = "https://url.invalid";

/**
 * Makes the engine hand back the URL as the rules write it. It returns a WHATWG `URL`, which adds a
 * slash to an empty path, drops default ports and rewrites paths. So the rule's own template moves to
 * a property, which the engine fills in the same way and leaves alone.
 */
export function prepareRules(ruleSet: RuleSetObject): PreparedRules {
  return { ruleSet: { ...ruleSet, rules: ruleSet.rules.map(prepareRule) } };
}

type Rule = RuleSetObject["rules"][number];

function prepareRule(rule: Rule): Rule {
  if (rule.type === "tree") return { ...rule, rules: rule.rules.map(prepareRule) };
  if (rule.type === "error") return rule;
  const { url } = rule.endpoint;
  return {
    ...rule,
    endpoint: { url: ANY_URL, properties: { [URL_PROPERTY]: urlTemplate(url) } },
  };
}

function urlTemplate(url: unknown): string {
  if (typeof url === "string") return url;
  if (typeof url === "object" && url !== null && "ref" in url) return `{${String(url.ref)}}`;
  throw new TypeError(`A rule's URL is neither a template nor a reference: ${JSON.stringify(url)}`);
}

/** Whether the JSON has the shape of a rule set; what is in the rules is the engine's to say. */
export function isRuleSet(json: unknown): json is RuleSetObject {
  return (
    typeof json === "object" &&
    json !== null &&
    "parameters" in json &&
    typeof json.parameters === "object" &&
    "rules" in json &&
    Array.isArray(json.rules)
  );
}
