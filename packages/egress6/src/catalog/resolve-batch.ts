import type { Readable } from "node:stream";
import { findService } from "@egress6/core/endpoint/find-service";
import type { Service } from "@egress6/core/endpoint/types";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import type { BotocoreFolder } from "./botocore-folder.js";
import { loadCatalog } from "./load-catalog.js";
import { readLines } from "./read-lines.js";
import {
  createRuleEngine,
  type PreparedRules,
  prepareRules,
  type Resolution,
  type RuleParams,
} from "./rule-engine.js";
import { parseServiceModel } from "./service-model.js";

export interface BatchSummary {
  readonly lines: number;
  /** Lines that could not be understood; each was answered with an error that names it. */
  readonly badLines: number;
}

/** Output is handed on in pieces of about this many characters. */
const CHUNK = 64 * 1024;

/**
 * Resolves `{"service", "params"}` lines with the full rules: one `{"url"}` or `{"error"}` line for
 * each, in the same order.
 * @param write resolves when more may be written
 */
export async function resolveBatch(
  source: BotocoreFolder,
  input: Readable,
  write: (text: string) => Promise<void>,
): Promise<BatchSummary> {
  const resolveLine = lineResolver(source);
  let output = "";
  let lines = 0;
  let badLines = 0;
  for await (const line of readLines(input)) {
    lines++;
    let answer: Resolution;
    try {
      answer = resolveLine(line);
    } catch (error) {
      if (!(error instanceof BadLine || error instanceof Egress6Error)) throw error;
      badLines++;
      answer = { error: `line ${lines}: ${error.message}` };
    }
    output += `${JSON.stringify(answer)}\n`;
    if (output.length >= CHUNK) {
      await write(output);
      output = "";
    }
  }
  if (output !== "") await write(output);
  return { lines, badLines };
}

class BadLine extends Error {}

function lineResolver(source: BotocoreFolder): (line: string | null) => Resolution {
  const engine = createRuleEngine(source.partitions);
  const findRules = rulesFinder(source);
  return (line) => {
    const { service, params } = parseLine(line);
    const rules = findRules(service);
    return engine(rules, checkParams(params, rules));
  };
}

function parseLine(line: string | null): { service: string; params: object } {
  if (line === null) throw new BadLine("longer than 1 MiB");
  const json = parseJson(line);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new BadLine('not an object such as {"service":"s3","params":{"Region":"eu-west-1"}}');
  }
  if (!("service" in json) || typeof json.service !== "string") {
    throw new BadLine('"service" is missing or not a text');
  }
  const params = "params" in json ? json.params : {};
  if (typeof params !== "object" || params === null || Array.isArray(params)) {
    throw new BadLine('"params" is not an object');
  }
  return { service: json.service, params };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new BadLine(`not JSON (${reasonOf(error)})`);
  }
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
    throw new BadLine(`there are no rules for a service "${text}"; nearest: ${near}`);
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
      throw new BadLine(`the parameter "${name}" must be a ${TYPE_NAMES[expected] ?? expected}`);
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
