import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

const FOLDER = fileURLToPath(new URL("../../.github/workflows/", import.meta.url));

const step = z.object({
  id: z.string().optional(),
  if: z.string().optional(),
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const job = z.object({
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  uses: z.string().optional(),
  if: z.string().optional(),
  permissions: z.record(z.string(), z.string()),
  "timeout-minutes": z.number().optional(),
  strategy: z
    .object({ matrix: z.record(z.string(), z.array(z.unknown())) })
    .loose()
    .optional(),
  steps: z.array(step).default([]),
});
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  env: z.record(z.string(), z.string()).optional(),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
});

export type Job = z.infer<typeof job>;

/** A workflow of this repository, as far as tests look at it. */
export interface Workflow extends z.infer<typeof workflow> {
  readonly name: string;
  readonly text: string;
}

export function readWorkflow(name: string): Workflow {
  const text = readFileSync(`${FOLDER}${name}`, "utf8");
  return { ...workflow.parse(parse(text)), name, text };
}

export const workflowNames = (): readonly string[] => readdirSync(FOLDER).sort();

/** The commands of a job, in their order. */
export const commandsOf = (of: Job | undefined): readonly string[] =>
  of?.steps.flatMap(({ run }) => run ?? []) ?? [];
