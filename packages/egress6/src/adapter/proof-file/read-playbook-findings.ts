import { readFileSync } from "node:fs";
import type { PlaybookFinding } from "@egress6/core/playbook/finding-steps";
import { documentKind } from "@egress6/core/prove/document-kind";
import { playbookSchema } from "./document-schemas.js";

/** The findings of those files that are documents of an audit or a survey; other workload files have none. */
export function readPlaybookFindings(paths: readonly string[]): readonly PlaybookFinding[] {
  return paths.flatMap((path) => {
    const value = documentIn(path);
    const kind = documentKind(value);
    if (kind !== "audit" && kind !== "survey") return [];
    const read = playbookSchema.safeParse(value);
    if (!read.success) return [];
    return read.data.findings
      .filter((finding) => finding.suppressed === null && finding.kind === "fail")
      .map(({ ruleId, level, message, fix, file, line, resource, fingerprint }) => ({
        by: kind,
        ruleId,
        level,
        message,
        fix,
        file,
        line: line ?? null,
        resource,
        fingerprint,
      }));
  });
}

/** The file was read as a workload already, so that a fault in it has been named. */
function documentIn(path: string): unknown {
  const text = readFileSync(path, "utf8");
  if (!text.trimStart().startsWith("{")) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
