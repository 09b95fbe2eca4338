import type { Service } from "@egress6/core/endpoint/types";
import { Egress6Error } from "@egress6/core/errors";
import { findService } from "@egress6/core/identify/find-service";
import type { BotocoreFolder } from "./botocore-folder.js";
import { loadCatalog } from "./load-catalog.js";
import type { BatchResolver } from "./resolve-batch.js";
import {
  createRuleEngine,
  type PreparedRules,
  prepareRules,
  type RuleParams,
} from "./rule-engine.js";
import { parseServiceModel } from "./service-model.js";

/** Answers with AWS's full rules, which take every parameter. */
export function rulesResolver(source: BotocoreFolder): BatchResolver {
  const engine = createRuleEngine(source.partitions);
  const findRules = rulesFinder(source);
  return (service, params) => {
    const rules = findRules(service);
    return engine(rules, checkParams(params, rules));
  };
}

/** Rule sets by any name of their service; each is read when first asked for. */
function rulesFinder(source: BotocoreFolder): (service: string) => PreparedRules {
  const folders = new Set(source.services);
  const known = new Map<string, PreparedRules>();
  const byFolder = new Map<string, PreparedRules>();
  let services: readonly Service[] | undefined;
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const folder = folders.has(text) ? text : findFolder(text);
    const rules = byFolder.get(folder) ?? prepareRules(source.readRuleSet(folder));
    byFolder.set(folder, rules);
    known.set(text, rules);
    return rules;
  };

  function findFolder(text: string): string {
    services ??= listServices(source);
    const match = findService({ services }, text);
    if ("found" in match) return match.found.cliName;
    const near = match.nearest.map(({ cliName }) => cliName).join(", ");
    throw new Egress6Error(
      "SERVICE_UNKNOWN",
      "input",
      `there are no rules for a service "${text}"${near === "" ? "" : `; nearest: ${near}`}`,
    );
  }
}

// The shipped catalog knows the other names of nearly all folders; models are large, so they are
// read for the rest only.
function listServices(source: BotocoreFolder): readonly Service[] {
  const shipped = new Map(loadCatalog().services.map((service) => [service.cliName, service]));
  return source.services.map(
    (folder) =>
      shipped.get(folder) ?? {
        ...parseServiceModel(source.readModel(folder), folder),
        cliName: folder,
      },
  );
}

function checkParams(params: object, { ruleSet }: PreparedRules): RuleParams {
  const checked: Record<string, RuleParams[string]> = {};
  for (const [name, value] of Object.entries(params)) {
    // What the rules do not know they ignore, and so do AWS's own test cases.
    if (!Object.hasOwn(ruleSet.parameters, name) || value === null) continue;
    const expected = ruleSet.parameters[name]?.type.toLowerCase() ?? "";
    if (!isOfType(value, expected)) {
      throw new Egress6Error(
        "PARAM_INVALID",
        "input",
        `the parameter "${name}" must be a ${TYPE_NAMES[expected] ?? expected}`,
      );
    }
    checked[name] = value;
  }
  return checked;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  stringarray: "list of texts",
};

function isOfType(value: unknown, type: string): value is string | boolean | string[] {
  if (type === "stringarray") {
    return Array.isArray(value) && value.every((item) => typeof item === "string");
  }
  return typeof value === type;
}
