import { CONFIDENCES, TOOL_KINDS, type ToolFacts } from "@egress6/core/facts/sdk-facts";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { versionIntervals } from "./sdk-facts.js";

const call = z.strictObject({
  service: z.string().min(1).describe("CLI name"),
  name: z
    .string()
    .min(1)
    .optional()
    .describe("first label of an additional endpoint of that service; absent: its own endpoint"),
  when: z.string().min(1).optional().describe("when it is called; absent: always"),
  isElsewhere: z.boolean().optional().describe("whether it is called in another region"),
});

const optionForm = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  fileName: z.string().min(1),
  language: z.enum(["hcl", "ini", "properties", "sh", "toml", "yaml"]),
  blocks: z
    .array(
      z.strictObject({
        for: z
          .string()
          .min(1)
          .optional()
          .describe(
            "CLI name, or first label of an additional endpoint; absent: whenever there are others",
          ),
        lines: z
          .array(z.string())
          .min(1)
          .describe("{region}, {account}, and {host}, {url} of `for` are filled in"),
      }),
    )
    .min(1),
});

const environmentForm = z.union([
  z.strictObject({
    target: z.enum(["env", "dotenv", "aws-config", "systemd", "docker", "kubernetes", "ecs-task"]),
  }),
  z.strictObject({
    yaml: z.string().describe("the path below which the variables stand"),
    shape: z.enum(["list", "mapping"]),
    title: z.string().min(1),
    fileName: z.string().min(1),
  }),
]);

const writes = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("environment"), forms: z.array(environmentForm).min(1) }),
  z.strictObject({ by: z.literal("switch"), forms: z.array(optionForm).min(1) }),
  z.strictObject({
    by: z.literal("url"),
    forms: z.array(optionForm).min(1),
    signsByItself: z
      .boolean()
      .optional()
      .describe("whether it signs for the right region, whatever the URL"),
  }),
  z.strictObject({
    by: z.literal("itself"),
    forms: z.array(optionForm).describe("against a switch that is off; may be empty"),
  }),
  z.strictObject({
    by: z.literal("target"),
    target: z.string().min(1),
    form: z.string().min(1).optional(),
  }),
]);

const tool: z.ZodType<ToolFacts> = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).min(1).optional().describe("other words for it"),
  kind: z.enum(TOOL_KINDS),
  mechanism: z.string().min(1).describe("how it is told to use IPv6"),
  setting: z.string().min(1).nullable().describe("the exact key; null: there is none"),
  place: z.string().min(1).optional().describe("where the setting goes"),
  versions: versionIntervals,
  since: z.string().min(1).optional().describe("what the versions rest on"),
  limits: z.array(z.string().min(1)),
  calls: z.array(call).min(1).optional().describe("what it calls; absent: not known, or anything"),
  writes: writes
    .optional()
    .describe("how settings are written for it; absent: nothing is known that works"),
  wayOut: z.string().min(1).optional().describe("what does work where nothing can be written"),
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
