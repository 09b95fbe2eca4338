import type { AuditReading, IgnoreComment, SkippedFile } from "@egress6/core/audit/reading";
import type { Resource } from "@egress6/core/audit/resource";
import { resourcesOfRoot } from "@egress6/core/audit/terraform/terraform-resources";
import { type TextFile, terraformProject } from "@egress6/core/hcl/project";
import { findFiles } from "./find-files.js";
import { readFileText } from "./read-text.js";
import { terraformEffects } from "./terraform/effects.js";

export interface AuditReadOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly variableFiles: readonly string[];
}

/**
 * Reads what is audited.
 * @throws Egress6Error AUDIT_PATH
 */
export function readAudit({ paths, cwd }: AuditReadOptions): AuditReading {
  const { root, files, skipped: notFound } = findFiles(paths, cwd);
  const skipped: SkippedFile[] = [...notFound];
  const terraform: TextFile[] = [];
  const ignores: IgnoreComment[] = [];
  const read: string[] = [];
  for (const file of files) {
    if (!/\.(tf|tfvars)(\.json)?$/.test(file.path)) continue;
    const content = readFileText(file);
    if (content.kind === "skipped") {
      skipped.push({ file: file.path, reason: content.reason });
      continue;
    }
    read.push(file.path);
    terraform.push({ path: file.path, text: content.text });
    ignores.push(...ignoresIn(file.path, content.text));
  }
  const project = terraformProject(terraform, { effects: terraformEffects(root) });
  const resources: Resource[] = project.roots.flatMap((each) => resourcesOfRoot(each).resources);
  for (const { file, line, message } of project.broken) {
    skipped.push({ file, reason: `Line ${line}: ${message}.` });
  }
  return {
    resources,
    calls: [],
    settings: [],
    packages: [],
    ignores,
    unresolved: [],
    files: read,
    skipped,
  };
}

export function ignoresIn(file: string, text: string): readonly IgnoreComment[] {
  if (!text.includes("egress6:ignore")) return [];
  return text
    .split("\n")
    .flatMap((line, index) =>
      line.includes("egress6:ignore") ? [{ file, line: index + 1, text: line.trim() }] : [],
    );
}
