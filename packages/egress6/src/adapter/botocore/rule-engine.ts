import { awsEndpointFunctions, setPartitionInfo } from "@aws-sdk/core/client";
import { reasonOf } from "@egress6/core/errors";
import {
  BinaryDecisionDiagram,
  customEndpointFunctions,
  decideEndpoint,
  type EndpointParams,
  type RuleSetObject,
  resolveEndpoint,
} from "@smithy/core/endpoints";
import type { RuleDiagram, RulesJson } from "../../ports.js";

export type { RuleSetObject };

type EnginePartition = Parameters<typeof setPartitionInfo>[0]["partitions"][number];
/** The content of `partitions.json`. */
export interface PartitionsInfo {
  partitions: (EnginePartition & { outputs: { implicitGlobalRegion: string } })[];
}

/** By the names that the rule set gives its parameters. */
export type RuleParams = Readonly<Record<string, string | boolean | readonly string[]>>;

export type Resolution = { readonly url: string } | { readonly error: string };

const PARSE_URL = "egress6.parseURL";

customEndpointFunctions["aws"] = awsEndpointFunctions;
customEndpointFunctions["egress6"] = { parseURL: parseEndpointUrl };

/** Evaluates rules as the AWS SDKs do: this is AWS's engine, told the partitions of the same source. */
export function createRuleEngine(partitions: PartitionsInfo) {
  return (rules: Rules, params: RuleParams): Resolution => {
    setPartitionInfo(partitions, "");
    try {
      return checkUrl(String(evaluate(rules, params).properties?.[URL_PROPERTY]));
    } catch (error) {
      return { error: reasonOf(error) };
    }
  };
}

/** @throws what the engine throws where the rules build no endpoint */
export function evaluate(rules: Rules, params: RuleParams): ReturnType<typeof resolveEndpoint> {
  // The engine takes lists too (DynamoDB's ResourceArnList); its type does not say so.
  const endpointParams = { ...params } as EndpointParams;
  return "diagram" in rules
    ? decideEndpoint(rules.diagram, { endpointParams })
    : resolveEndpoint(rules.ruleSet, { endpointParams });
}

const EMPTY_LABEL = /^https?:\/\/(\.|[^/]*\.\.)/;

// A rule that does not check its parameters puts them into the URL as they are, or nothing.
function checkUrl(url: string): Resolution {
  return URL.canParse(url) && !EMPTY_LABEL.test(url)
    ? { url }
    : { error: `The rules give ${JSON.stringify(url)} for these parameters, which is not a URL` };
}

/** A rule set made ready for the engine. */
export interface PreparedRules {
  readonly ruleSet: RuleSetObject;
}

/** A decision diagram made ready for the engine. */
interface PreparedDiagram {
  readonly diagram: BinaryDecisionDiagram;
}

export type Rules = PreparedRules | PreparedDiagram;

const URL_PROPERTY = "url";
const ANY_URL = "https://url.invalid";

/**
 * Makes the engine hand back the URL as the rules write it. It returns a WHATWG `URL`, which adds a
 * slash to an empty path, drops default ports and rewrites paths. So the rule's own template moves to
 * a property, which the engine fills in the same way and leaves alone.
 */
export function prepareRules(ruleSet: RuleSetObject): PreparedRules {
  const rules = structuredClone(ruleSet.rules);
  prepareNode(rules);
  return { ruleSet: { ...ruleSet, rules } };
}

/** As `prepareRules`. */
function prepareDiagram({ nodes, root, conditions, results }: RuleDiagram): PreparedDiagram {
  const prepared = structuredClone(conditions).map(([fn, ...rest]) => [
    fn === "parseURL" ? PARSE_URL : fn,
    ...rest,
  ]);
  prepareNode(prepared);
  const urls = results.map((result) =>
    result[0] === -1 ? result : [ANY_URL, { [URL_PROPERTY]: urlTemplate(result[0]) }],
  );
  return { diagram: engineDiagram({ nodes, root, conditions: prepared, results: urls }) };
}

function engineDiagram({ nodes, root, conditions, results }: RuleDiagram): BinaryDecisionDiagram {
  return BinaryDecisionDiagram.from(Int32Array.from(nodes), root, [...conditions], [...results]);
}

/**
 * The rules of a client, as the engine takes them: to be asked for URLs, and for what else they say.
 * @returns null when it is no rule set
 */
export function readRules(
  json: RulesJson,
): { readonly forUrls: Rules; readonly asWritten: Rules } | null {
  if ("diagram" in json) {
    return {
      forUrls: prepareDiagram(json.diagram),
      asWritten: { diagram: engineDiagram(json.diagram) },
    };
  }
  const { ruleSet } = json;
  return isRuleSet(ruleSet) ? { forUrls: prepareRules(ruleSet), asWritten: { ruleSet } } : null;
}

/** Rules of clients share objects. */
function prepareNode(node: unknown, seen: WeakSet<object> = new WeakSet()): void {
  if (typeof node !== "object" || node === null || seen.has(node)) return;
  seen.add(node);
  if ("fn" in node && node.fn === "parseURL") node.fn = PARSE_URL;
  if ("endpoint" in node && isEndpoint(node.endpoint)) {
    node.endpoint = {
      url: ANY_URL,
      properties: { [URL_PROPERTY]: urlTemplate(node.endpoint.url) },
    };
  }
  for (const child of Object.values(node)) prepareNode(child, seen);
}

function isEndpoint(value: unknown): value is { url: unknown } {
  return typeof value === "object" && value !== null && "url" in value;
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

/** What the rules' `parseURL` gives. */
type EndpointUrl = {
  scheme: string;
  authority: string;
  path: string;
  normalizedPath: string;
  isIp: boolean;
};

const URL_PARTS = /^(https?):\/\/([^/?#]+)([^?#]*)$/i;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * `parseURL` of the rules language, in place of the engine's: that one gives the path `/` for a URL
 * without a path, so that names built from it end in a slash which AWS's own expectations lack, and
 * it writes to the console when a text is not a URL.
 * @returns null for what is not an http(s) URL, or has a query
 */
function parseEndpointUrl(value: unknown): EndpointUrl | null {
  if (typeof value !== "string" || !URL.canParse(value)) return null;
  const [, scheme, authority, path] = URL_PARTS.exec(value) ?? [];
  if (scheme === undefined || authority === undefined || path === undefined) return null;
  const host = authority.replace(/:\d+$/, "");
  return {
    scheme: scheme.toLowerCase(),
    authority,
    path,
    normalizedPath: path.endsWith("/") ? path : `${path}/`,
    isIp: IPV4.test(host) || host.startsWith("["),
  };
}
