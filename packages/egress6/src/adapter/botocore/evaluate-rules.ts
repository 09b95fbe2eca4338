import { Egress6Error } from "@egress6/core/errors";
import type { BotocoreFolder } from "./botocore-folder.js";
import { createRuleEngine, prepareRules, type RuleParams } from "./rule-engine.js";

/**
 * Evaluates AWS's full rules for parameters as a person types them: all texts.
 * @returns the URL
 * @throws Egress6Error PARAM_UNKNOWN, PARAM_INVALID, RULES_REFUSE
 */
export function ruleEvaluator(source: BotocoreFolder) {
  const engine = createRuleEngine(source.partitions);
  return (service: string, typed: Readonly<Record<string, string | boolean>>): string => {
    const rules = prepareRules(source.readRuleSet(service));
    const answer = engine(rules, typedParameters(service, typed, rules.ruleSet.parameters));
    if ("url" in answer) return answer.url;
    throw new Egress6Error(
      "RULES_REFUSE",
      "input",
      `AWS's rules for ${service} refuse these parameters: ${answer.error}`,
    );
  };
}

function typedParameters(
  service: string,
  typed: Readonly<Record<string, string | boolean>>,
  known: Readonly<Record<string, { readonly type: string }>>,
): RuleParams {
  return Object.fromEntries(
    Object.entries(typed)
      // What every client has, some rule sets do not ask for.
      .filter(([name]) => Object.hasOwn(known, name) || !COMMON.has(name))
      .map(([name, value]) => [name, parse(service, name, value, known[name]?.type, known)]),
  );
}

const COMMON: ReadonlySet<string> = new Set(["Region", "UseDualStack", "UseFIPS"]);

function parse(
  service: string,
  name: string,
  value: string | boolean,
  type: string | undefined,
  known: Readonly<Record<string, unknown>>,
): RuleParams[string] {
  if (typeof value === "boolean") return value;
  switch (type?.toLowerCase()) {
    case undefined:
      throw new Egress6Error(
        "PARAM_UNKNOWN",
        "input",
        `AWS's rules for ${service} have no parameter ${name}. They have ${Object.keys(known).join(", ")}.`,
      );
    case "boolean":
      if (value === "true" || value === "false") return value === "true";
      throw new Egress6Error(
        "PARAM_INVALID",
        "input",
        `--param ${name} is "${value}"; it must be true or false.`,
      );
    case "stringarray":
      return value.split(",");
    default:
      return value;
  }
}
