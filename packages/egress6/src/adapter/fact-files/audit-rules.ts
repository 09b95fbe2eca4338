import type { RetiredName } from "@egress6/core/audit/capability";
import { LEVEL_CASES, type RuleFacts } from "@egress6/core/audit/code-rule";
import { LEVELS } from "@egress6/core/finding/finding";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { fileHead, text } from "./provenance-schema.js";

const httpsUrl = z.url({ protocol: /^https$/ });

const rule = {
  id: z.string().regex(/^E6\d{3}$/),
  title: text,
  level: z.enum(LEVELS).describe("for the goal dual-stack"),
  detect: text.describe("what to look for in each format"),
  why: text,
  fix: text,
  date: z.iso.date().describe("when the rule was last held against its sources"),
};

const builtRule = z.strictObject({
  ...rule,
  v1: z.literal(true),
  formats: z
    .array(z.string().regex(/^[a-z-]+$/))
    .min(1)
    .describe("where the rule holds; each has a folder with an example in data/audit-examples"),
  levelWhen: z
    .partialRecord(z.enum(LEVEL_CASES), z.enum(LEVELS))
    .describe("the level in a case; see note"),
  sources: z.array(httpsUrl).min(1),
});

const plannedRule = z.strictObject({
  ...rule,
  v1: z.literal(false),
  levelNote: text.optional(),
  sources: z.array(text).min(1),
});

/** `data/audit-rules.json` */
export const auditRulesFile = z.strictObject({
  ...fileHead,
  confidence: z.literal("documented"),
  groups: z.record(z.string().regex(/^\d\d$/), text),
  retired: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z0-9-]+$/),
      date: z.iso.date(),
      use: text.describe("what to use instead"),
      source: httpsUrl,
      asOf: z.iso.date(),
    }),
  ),
  rules: z
    .array(z.discriminatedUnion("v1", [builtRule, plannedRule]))
    .min(32)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "an id stands twice"),
});

const read = factFile("audit-rules.json", auditRulesFile);

export interface AuditRuleFile {
  readonly rules: ReadonlyMap<string, RuleFacts>;
  readonly retired: readonly RetiredName[];
}

/**
 * The rules that are built in, by id, and names that AWS has retired.
 * @throws Egress6Error FACTS_INVALID
 */
export function loadAuditRules(folder?: URL): AuditRuleFile {
  const { rules, retired } = read(folder);
  const built = rules.flatMap((each) => (each.v1 ? [each] : []));
  return { rules: new Map(built.map((each) => [each.id, each])), retired };
}
