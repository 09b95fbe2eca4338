import type { AuditEdit } from "../audit-fix.js";
import type { Resource } from "../resource.js";

/**
 * Lines at the end of a Terraform block, or before the first property of a CloudFormation resource in YAML.
 * @returns null where no file has it, or a module makes it
 */
export function appendToBlock(
  { format, place, endLine, lines, fromModule }: Resource,
  added: { readonly hcl: readonly string[]; readonly cloudformation: readonly string[] },
): AuditEdit | null {
  const { file, line } = place;
  if (file === null || line === null || fromModule !== null) return null;
  if (format === "terraform" && file.endsWith(".tf") && endLine !== null && endLine > line) {
    return { file, before: endLine, indentOf: endLine, further: 2, lines: added.hcl };
  }
  if (format !== "cloudformation" || !/\.(ya?ml|template)$/.test(file)) return null;
  const first = Math.min(
    ...Object.entries(lines).flatMap(([path, at]) => (path.includes(".") ? [] : [at])),
  );
  if (!Number.isFinite(first) || first <= line) return null;
  return { file, before: first, indentOf: first, further: 0, lines: added.cloudformation };
}
