import { CHANGES, type EgressFact } from "@egress6/core/facts/egress-fact";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { conflicts, fileHead, partialDate, provenance, text } from "./provenance-schema.js";

const bound = partialDate.nullable().describe("null: no source dates it, or it still holds");

const fact = z.strictObject({
  id: z.string().regex(/^[CFN]\d\d$/),
  topic: text,
  aliases: z.array(text).min(1).optional().describe("other words by which it is found"),
  article2024: text
    .nullable()
    .describe("what the article of 2024-05-20 said; null: not held against it"),
  now: text,
  changed: z.enum(CHANGES).nullable().describe("null: not held against the article"),
  value: z
    .union([text, z.array(text).min(1)])
    .optional()
    .describe("what `now` comes down to"),
  replaces: text
    .optional()
    .describe("the entry that it corrects: F08, ecs-fargate-ipv6-only, tools:ecs-agent, …"),
  validAs: z
    .array(z.strictObject({ statement: text, from: bound, to: bound }))
    .describe("what held when, oldest first; empty where nothing changed"),
  conflicts,
  ...provenance,
});

const disposition = z.union([
  z.strictObject({ appliedIn: z.array(text).min(1).describe("`facts.json#N01`: file and entry") }),
  z.strictObject({ declined: text.describe("why nothing follows from it") }),
]);
export type RowDisposition = z.infer<typeof disposition>;

/** `data/facts.json`. */
export const factsFile = z.strictObject({
  ...fileHead,
  facts: z.array(fact).min(40),
  rows2026: z
    .record(z.string(), disposition)
    .describe("what became of each row of the review of 2026-11-30"),
});

const read = factFile("facts.json", factsFile);

/** @throws Egress6Error FACTS_INVALID */
export const loadFacts = (folder?: URL): readonly EgressFact[] => read(folder).facts;

/**
 * What became of each row of the review of 2026-11-30, by its id.
 * @throws Egress6Error FACTS_INVALID
 */
export const loadRowDispositions = (folder?: URL): ReadonlyMap<string, RowDisposition> =>
  new Map(Object.entries(read(folder).rows2026));
