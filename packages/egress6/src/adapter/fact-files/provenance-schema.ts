import { CERTAINTIES, DOCUMENTED_SUPPORTS } from "@egress6/core/facts/provenance";
import { CONFIDENCES } from "@egress6/core/facts/sdk-facts";
import { z } from "zod";

export const text = z.string().min(1);

/** A year, a month or a day: `2020`, `2026-04`, `2026-09-17`. */
export const partialDate = z
  .string()
  .regex(/^20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/)
  .describe("a day, or a month or year where the source says no more");

/** The fields of every statement: no source or no date, no fact. */
export const provenance = {
  sources: z.array(text).min(1).describe("addresses, or words that find the document"),
  asOf: partialDate.describe("when the statement was made, not when it was read"),
  confidence: z
    .enum(CONFIDENCES)
    .describe(
      "measured: somebody tried it; documented: a document or offer says so; inferred: follows from others; unverified: nobody has confirmed it, so it corrects nothing",
    ),
  certainty: z.enum(CERTAINTIES).describe("low: look it up before relying on it"),
  note: text.optional(),
};

export const conflicts = z
  .array(z.strictObject({ statement: text, ...provenance }))
  .describe("what other sources say against it");

export const support = z.enum(DOCUMENTED_SUPPORTS).describe("unknown: no source says");

/** The fields of every file. */
export const fileHead = {
  $schema: z.string(),
  note: text.describe("how to read the file"),
  date: z.iso.date().describe("when the file was last gone through"),
};
