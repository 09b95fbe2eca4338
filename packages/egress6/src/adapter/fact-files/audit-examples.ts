import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { AuditExample, ExampleFile } from "@egress6/core/audit/audit-example";
import { DATA_FOLDER } from "../../data-folder.js";

/** The examples of a rule: `data/audit-examples/E6101/terraform/{bad,good}/`. */
export function loadAuditExamples(id: string, folder: URL = DATA_FOLDER): readonly AuditExample[] {
  const own = new URL(`audit-examples/${id}/`, folder);
  if (!existsSync(own)) return [];
  return readdirSync(own)
    .toSorted()
    .map((format) => ({
      format,
      bad: filesIn(new URL(`${format}/bad/`, own)),
      good: filesIn(new URL(`${format}/good/`, own)),
    }));
}

function filesIn(folder: URL): readonly ExampleFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => statSync(new URL(name, folder)).isFile())
    .toSorted()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
}
