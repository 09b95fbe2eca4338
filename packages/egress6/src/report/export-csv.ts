import type { ExportDocument } from "./export-document.js";
import { ENDPOINT_COLUMNS, endpointRows } from "./export-rows.js";

/** RFC 4180, with a header; one row per service, region and variant. Unknown times are empty. */
export function exportCsv(document: ExportDocument): string {
  const lines = [csvLine(ENDPOINT_COLUMNS)];
  for (const row of endpointRows(document)) lines.push(csvLine(row));
  return lines.join("");
}

function csvLine(values: readonly (string | null)[]): string {
  return `${values.map((value) => csvValue(value ?? "")).join(",")}\r\n`;
}

function csvValue(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
