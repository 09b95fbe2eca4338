import { Egress6Error } from "@egress6/core/errors";
import { CONFIDENCES, type ToolFacts } from "@egress6/core/facts/sdk-facts";
import type { TargetFact } from "@egress6/core/settings/write/target";
import { toolFact } from "@egress6/core/settings/write/tool-target";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { loadToolFacts } from "./tool-facts.js";

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const provenance = {
  source: z.string().min(1).describe("where the list is from"),
  date: z.iso.date().describe("when that was read"),
  confidence: z.enum(CONFIDENCES),
};

const lists = {
  calls: z
    .strictObject({ value: z.array(z.string()).min(1), ...provenance })
    .optional()
    .describe(
      "CLI names of all services that it calls; absent: any service, or those its form is for",
    ),
  serviceNames: z
    .strictObject({ value: z.record(z.string(), z.string()), ...provenance })
    .optional()
    .describe("by CLI name, what it calls a service where that does not follow from its names"),
};

const ownTarget = z.strictObject({
  id,
  ...lists,
  source: z.url({ protocol: /^https$/ }).describe("where the setting is described"),
  since: z.string().min(1).optional().describe("the first version that has it"),
  notes: z.array(z.string().min(1)).describe("what is to be known beside the setting"),
  notesFor: z
    .record(z.string(), z.array(z.string().min(1)).min(1))
    .optional()
    .describe("by CLI name, what is to be known where that service is called"),
  date: z.iso.date().describe("when the source was read, or the measurement made"),
  confidence: z.enum(CONFIDENCES),
});

const toolTarget = z.strictObject({
  id,
  ...lists,
  tool: z.string().describe("the entry of tools.json that says it all"),
});

const targetsFile = z.strictObject({
  $schema: z.string(),
  note: z.string(),
  date: z.iso.date().describe("when the file was last gone through"),
  targets: z.array(z.union([ownTarget, toolTarget])).min(1),
});

const read = factFile("config-targets.json", targetsFile);

/** The JSON Schema of `data/config-targets.json`, for editors. */
export const configTargetsSchema = () => z.toJSONSchema(targetsFile);

/**
 * Where the settings of each target are described, by the target's id.
 * @throws Egress6Error FACTS_INVALID
 */
export function loadTargetFacts(folder?: URL): ReadonlyMap<string, TargetFact> {
  const tools = loadToolFacts(folder);
  const { targets } = read(folder);
  return new Map(
    targets.map(({ calls, serviceNames, ...target }) => [
      target.id,
      {
        ...("tool" in target ? factOfTool(target.id, findTool(tools, target.tool)) : target),
        ...(calls && { calls: calls.value }),
        ...(serviceNames && { serviceNames: serviceNames.value }),
      },
    ]),
  );
}

/** @throws Egress6Error FACTS_INVALID, also when the target is not among them */
export function targetFact(target: string): TargetFact {
  const fact = loadTargetFacts().get(target);
  if (fact !== undefined) return fact;
  throw new Egress6Error("FACTS_INVALID", "input", `config-targets.json lacks ${target}.`);
}

function findTool(tools: readonly ToolFacts[], tool: string): ToolFacts {
  const found = tools.find((each) => each.id === tool);
  if (found !== undefined) return found;
  throw new Egress6Error(
    "FACTS_INVALID",
    "input",
    `config-targets.json names the tool ${tool}, which tools.json does not have.`,
  );
}

/** @throws Egress6Error FACTS_INVALID */
function factOfTool(target: string, tool: ToolFacts): TargetFact {
  if (tool.sources.length === 0) {
    throw new Egress6Error("FACTS_INVALID", "input", `tools.json has no source for ${target}.`);
  }
  const { about: _, hopeless: __, ...fact } = toolFact(tool);
  return fact;
}

/**
 * @param ids of the targets that can be written for
 * @param services CLI names of the catalog
 * @param today `YYYY-MM-DD`
 * @returns one sentence for each thing wrong; empty when clean
 */
export function lintTargetFacts(
  facts: ReadonlyMap<string, TargetFact>,
  ids: readonly string[],
  services: ReadonlySet<string>,
  today: string,
): readonly string[] {
  return [
    ...ids.filter((each) => !facts.has(each)).map((each) => `${each}: has no source yet`),
    ...[...facts.keys()]
      .filter((each) => !ids.includes(each))
      .map((each) => `${each}: there is no such target`),
    ...[...facts].flatMap(([each, { calls = [], serviceNames = {}, notesFor = {} }]) =>
      [...calls, ...Object.keys(serviceNames), ...Object.keys(notesFor)]
        .filter((service) => !services.has(service))
        .map((service) => `${each}: ${service} is not a service of the catalog`),
    ),
    ...[...facts].flatMap(([each, { date }]) =>
      date > today ? [`${each}: the date ${date} is after today, ${today}`] : [],
    ),
  ];
}
