import type { ModuleFacts } from "@egress6/core/audit/terraform/known-modules";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { text } from "./provenance-schema.js";

const version = z.string().regex(/^\d+\.\d+\.\d+$/);

const effect = z.strictObject({
  if: text,
  effect: text,
  ruleId: z
    .string()
    .regex(/^E\d{4}$/)
    .nullable()
    .optional()
    .describe("null: a statement that makes no finding"),
  at: text.optional().describe("file and lines in the source that was read"),
  confidence: text.optional(),
});

const module = z.strictObject({
  source: text.describe("in registry form"),
  git: text,
  read: z.strictObject({ first: version, last: version, count: z.int().min(1) }),
  sourceOfFacts: text.describe("repository, commit and file"),
  provides: z.array(text),
  inputs: z.record(
    text,
    z.strictObject({
      type: text,
      defaults: z
        .array(z.strictObject({ from: version, value: z.string() }))
        .min(1)
        .describe("in Terraform's language, by the version from which they hold"),
      since: version
        .optional()
        .describe("the first release that has it, where that is not the first read"),
      lastIn: version.optional().describe("the last release that has it"),
    }),
  ),
  effects: z.array(effect),
  renamed: z
    .record(version, z.record(text, text))
    .optional()
    .describe("inputs that have another name from a version on"),
  outputs: z.array(text).optional(),
  sketch: z
    .array(z.string())
    .describe("what it makes, as far as egress is concerned, in Terraform's language"),
});

/** `data/terraform-modules.json`. */
export const terraformModulesFile = z.strictObject({
  $schema: z.string(),
  note: text,
  date: z.iso.date(),
  confidence: text,
  nameForms: z.array(text),
  modules: z.array(module).min(15),
});

/** @throws Egress6Error FACTS_INVALID */
export const loadTerraformModules: (folder?: URL) => { readonly modules: readonly ModuleFacts[] } =
  factFile("terraform-modules.json", terraformModulesFile);
