import type { ExportDocument } from "./document.js";
import { ENDPOINT_COLUMNS, endpointRows } from "./rows.js";

/** RFC 4180, with a header; one row per service, region and variant. Unknown times are empty. */
export function exportCsv(document: ExportDocument): string {
  return [...exportCsvParts(document)].join("");
}

/** The same, piece by piece. */
export function* exportCsvParts(document: ExportDocument): Generator<string> {
  yield csvLine(ENDPOINT_COLUMNS);
  for (const row of endpointRows(document)) yield csvLine(row);
}

function csvLine(values: readonly (string | null)[]): string {
  return `${values.map((value) => csvValue(value ?? "")).join(",")}\r\n`;
}

function csvValue(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
