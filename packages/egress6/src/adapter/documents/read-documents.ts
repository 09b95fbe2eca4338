import { existsSync, readdirSync, readFileSync } from "node:fs";
import { DATA_FOLDER } from "../../data-folder.js";
import { sectionsOf } from "../../markdown-sections.js";
import type { ShippedDocument } from "../../ports.js";

/** Beside the data in the package, and in the clone. */
const FOLDER = new URL("../docs/", DATA_FOLDER);

/** The documents that are shipped, by name. */
export function readDocuments(): readonly ShippedDocument[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => {
      const markdown = readFileSync(new URL(file, FOLDER), "utf8");
      return { name: file.slice(0, -".md".length), markdown, sections: sectionsOf(markdown) };
    });
}
