import { CONFIDENCES, type ToolFacts } from "@egress6/core/facts/sdk-facts";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { versionIntervals } from "./sdk-facts.js";

const tool: z.ZodType<ToolFacts> = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).min(1).optional().describe("other words for it"),
  kind: z.enum([
    "agent",
    "kubernetes",
    "infrastructure",
    "container",
    "ci",
    "compute",
    "cli",
    "host",
  ]),
  mechanism: z.string().min(1).describe("how it is told to use IPv6"),
  setting: z.string().min(1).nullable().describe("the exact key; null: there is none"),
  place: z.string().min(1).optional().describe("where the setting goes"),
  versions: versionIntervals,
  since: z.string().min(1).optional().describe("what the versions rest on"),
  limits: z.array(z.string().min(1)),
  sources: z.array(z.url({ protocol: /^https$/ })).min(1),
  date: z.iso.date().describe("when the sources were read"),
  confidence: z.enum(CONFIDENCES),
});

const toolsFile = z.strictObject({
  $schema: z.string(),
  note: z.string(),
  date: z.iso.date().describe("when the file was last gone through"),
  tools: z.array(tool).min(1),
});

const read = factFile("tools.json", toolsFile);

/** The JSON Schema of `data/tools.json`, for editors. */
export const toolsSchema = () => z.toJSONSchema(toolsFile);

/**
 * Agents, drivers and tools with settings of their own, sorted by id.
 * @throws Egress6Error FACTS_INVALID
 */
export function loadToolFacts(folder?: URL): readonly ToolFacts[] {
  return read(folder).tools;
}
