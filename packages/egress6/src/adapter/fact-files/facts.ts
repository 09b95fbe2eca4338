import { CHANGES, type EgressFact } from "@egress6/core/facts/fact";
import { z } from "zod";
import { readFactFile } from "./fact-file.js";
import { conflicts, fileHead, partialDate, provenance, text } from "./provenance-schema.js";

const bound = partialDate.nullable().describe("null: no source dates it, or it still holds");

const fact = z.strictObject({
  id: z.string().regex(/^F\d\d$/),
  topic: text,
  article2024: text.describe("what the article of 2024-05-20 said"),
  now: text,
  changed: z.enum(CHANGES),
  validAs: z
    .array(z.strictObject({ statement: text, from: bound, to: bound }))
    .describe("what held when, oldest first; empty where nothing changed"),
  conflicts,
  ...provenance,
});

/** `data/facts.json`. */
export const factsFile = z.strictObject({ ...fileHead, facts: z.array(fact).min(40) });

/** @throws Egress6Error FACTS_INVALID */
export const loadFacts = (folder?: URL): readonly EgressFact[] =>
  readFactFile("facts.json", factsFile, folder).facts;
