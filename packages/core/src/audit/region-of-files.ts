import type { AuditReading } from "./reading.js";
import { auditValueAt, textOf } from "./value.js";

/**
 * The region that the files are for: of Terraform's provider, else the one that most calls name. Null: they do not
 * say, or speak of several alike.
 */
export function regionOfFiles({
  resources,
  calls,
}: Pick<AuditReading, "resources" | "calls">): string | null {
  const providers = resources.flatMap(({ kind, type, attributes }) => {
    if (kind !== "provider" || type !== "provider.aws" || attributes["alias"] !== undefined)
      return [];
    return textOf(auditValueAt({ kind: "map", entries: attributes }, "region")) ?? [];
  });
  const named = providers.length > 0 ? providers : calls.flatMap(({ region }) => region ?? []);
  const counts = new Map<string, number>();
  for (const region of named) counts.set(region, (counts.get(region) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  if (first === undefined || (second !== undefined && second[1] === first[1])) return null;
  return first[0];
}
