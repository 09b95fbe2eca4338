import type { AuditFormat, Resource } from "./resource.js";

/** What to do, in the format of the file. */
export interface AuditFix {
  /** A sentence. */
  readonly text: string;
  /** Lines of the file's format, as they would stand there; `+` what is new, `-` what goes, a blank what stays. */
  readonly patch: readonly string[];
  /** What `--fix` does; null: a person has to. */
  readonly edit: AuditEdit | null;
}

/** Lines that are added to a file, and nothing else. */
export interface AuditEdit {
  readonly file: string;
  /** They come before this line, 1-based; one more than the file has: at its end. */
  readonly before: number;
  /** They are indented as this line is, and by `further` spaces. */
  readonly indentOf: number;
  readonly further: number;
  readonly lines: readonly string[];
}

/** How a file is written. */
export type FixLanguage = "hcl" | "cloudformation" | "cdk" | "other";

export function languageOf(format: AuditFormat): FixLanguage {
  if (format === "terraform" || format === "plan-json") return "hcl";
  return format === "cloudformation" || format === "cdk" ? format : "other";
}

/** A fix in words, with the patch of the language that the resource is written in. */
export function fixFor(
  { format }: Pick<Resource, "format">,
  text: string,
  patches: Partial<Record<FixLanguage, readonly string[]>>,
  edit: AuditEdit | null = null,
): AuditFix {
  const language = languageOf(format);
  const patch = patches[language] ?? (language === "cdk" ? patches.cloudformation : undefined);
  return { text, patch: patch ?? patches.other ?? [], edit };
}

/** A fix in words alone. */
export const fixText = (text: string, patch: readonly string[] = []): AuditFix => ({
  text,
  patch,
  edit: null,
});

/** The sentence, and the patch below it. */
export function fixWords({ text, patch }: AuditFix): string {
  return [text, ...patch].join("\n");
}

/** What a block is called in its own format: `resource "aws_vpc" "main"`, a logical id, a module. */
export function blockHead({ type, subject, fromModule }: Resource): string {
  const [, call] = /(?:^|\.)module\.([^.[]+)$/.exec(subject) ?? [];
  if (call !== undefined || fromModule !== null) return `module "${call ?? subject}" {`;
  const name = subject.split(".").at(-1) ?? subject;
  return `resource "${type}" "${name}" {`;
}

/** A name for a new block beside a resource. */
export function blockName({ subject }: Resource): string {
  return (subject.split(".").at(-1) ?? subject).replace(/\W/g, "_");
}
