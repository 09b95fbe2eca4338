import { isMap, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { projectFileFault, readProjectText } from "./read-project-text.js";

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
  const document = parseDocument(readProjectText(path), {
    lineCounter: lines,
    prettyErrors: false,
  });
  const at = (offset: number | undefined) =>
    offset === undefined ? path : `${path}:${lines.linePos(offset).line}`;
  const [fault] = document.errors;
  if (fault !== undefined) throw projectFileFault(at(fault.pos[0]), fault.message);
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
  throw projectFileFault(at(offset), wordsOf(key, problem?.code === "unrecognized_keys"));
}

function wordsOf(key: string | undefined, isUnknown: boolean): string {
  if (key === undefined) return "expected keys and values, for example `region: eu-central-1`";
  if (isUnknown) return `unknown key \`${key}\``;
  return key === "services" || key === "resolvers"
    ? `\`${key}\` takes a list, for example \`${key}: [${EXAMPLES[key]}]\``
    : `\`${key}\` takes a text`;
}

const EXAMPLES = { services: "s3, logs", resolvers: "1.1.1.1, 8.8.8.8" };
