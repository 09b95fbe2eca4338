import { readFileSync, statSync } from "node:fs";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { isMap, LineCounter, parseDocument } from "yaml";
import { z } from "zod";

/** More is no file of defaults. */
const MOST_BYTES = 256 * 1024;

const name = z.string().min(1);

const projectSchema = z.strictObject({
  region: name.optional(),
  services: z.array(name).min(1).optional(),
  resolvers: z.array(name).min(1).optional(),
  sdk: name.optional(),
  /** For `audit` alone, which reads it itself. */
  audit: z.unknown().optional(),
});

/** What a project asks for, wherever a command takes it and nothing is typed. */
export type ProjectDefaults = Omit<z.infer<typeof projectSchema>, "audit">;

/** @throws Egress6Error PROJECT_FILE_INVALID, naming file, line and key */
export function readProjectFile(path: string): ProjectDefaults {
  const lines = new LineCounter();
  const document = parseDocument(textOf(path), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) =>
    offset === undefined ? path : `${path}:${lines.linePos(offset).line}`;
  const [fault] = document.errors;
  if (fault !== undefined) throw invalid(at(fault.pos[0]), fault.message);
  if (document.contents === null) return {};
  const parsed = projectSchema.safeParse(document.toJS({ maxAliasCount: 10 }));
  if (parsed.success) {
    const { audit: _, ...defaults } = parsed.data;
    return defaults;
  }
  const [problem] = parsed.error.issues;
  const key =
    problem?.code === "unrecognized_keys" ? problem.keys[0] : problem?.path[0]?.toString();
  const pair = isMap(document.contents)
    ? document.contents.items.find((item) => String(item.key) === key)
    : undefined;
  const offset = (pair?.key as { readonly range?: readonly number[] } | undefined)?.range?.[0];
  throw invalid(at(offset), wordsOf(key, problem?.code === "unrecognized_keys"));
}

function wordsOf(key: string | undefined, isUnknown: boolean): string {
  if (key === undefined) return "expected keys and values, for example `region: eu-central-1`";
  if (isUnknown) return `unknown key \`${key}\``;
  return key === "services" || key === "resolvers"
    ? `\`${key}\` takes a list, for example \`${key}: [${EXAMPLES[key]}]\``
    : `\`${key}\` takes a text`;
}

const EXAMPLES = { services: "s3, logs", resolvers: "1.1.1.1, 8.8.8.8" };

function textOf(path: string): string {
  try {
    const state = statSync(path);
    if (!state.isFile()) throw invalid(path, "this is not a file");
    if (state.size > MOST_BYTES) throw invalid(path, `larger than ${MOST_BYTES / 1024} KiB`);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Egress6Error) throw error;
    throw invalid(path, `cannot be read: ${reasonOf(error)}`);
  }
}

function invalid(place: string, what: string): Egress6Error {
  return new Egress6Error(
    "PROJECT_FILE_INVALID",
    "input",
    `${place}: ${what}. A project file has region, services, resolvers, sdk and audit: egress6 help project`,
  );
}
