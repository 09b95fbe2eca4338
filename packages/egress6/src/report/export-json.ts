import type { ExportDocument } from "./export-document.js";

/** One JSON document with one endpoint per line, so that two exports compare line by line. */
export function exportJson({ meta, endpoints, hosts }: ExportDocument): string {
  return `{"meta":${JSON.stringify(meta)},\n"endpoints":${lines(endpoints)},\n"hosts":${lines(hosts)}}\n`;
}

function lines(items: readonly unknown[]): string {
  if (items.length === 0) return "[]";
  return `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
}
