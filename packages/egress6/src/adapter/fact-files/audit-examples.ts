import { existsSync, readdirSync, readFileSync } from "node:fs";
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
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath.replaceAll("\\", "/")}/${entry.name}`;
      const [, name = entry.name] = /\/(?:bad|good)\/(.+)$/.exec(path) ?? [];
      return { name, text: readFileSync(new URL(name, folder), "utf8") };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
