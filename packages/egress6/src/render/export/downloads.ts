import { EXPORT_SCHEMA_VERSION } from "./document.js";

/** Where the downloads of a site are. A version stays readable by the same program for as long as it is there. */
export const DOWNLOADS_FOLDER = `data/v${EXPORT_SCHEMA_VERSION}`;

/** What is in the folder, for programs that look before they load. */
export function downloadsIndexJson(): string {
  return `${JSON.stringify(
    {
      version: EXPORT_SCHEMA_VERSION,
      files: [
        ["export.json", "application/json", "all endpoints, as `egress6 export --format json`"],
        ["export.schema.json", "application/schema+json", "JSON Schema of export.json"],
        ["export.csv", "text/csv", "a row per service, region and variant"],
        ["export.sqlite", "application/vnd.sqlite3", "the same in tables, and all changes"],
        ["changes.json", "application/json", "all changes, as `egress6 changes --json`"],
      ].map(([file, type, holds]) => ({ file, type, holds })),
    },
    null,
    2,
  )}\n`;
}
