import type { ExportDocument } from "./document.js";

/** One JSON document with one endpoint per line, so that two exports compare line by line. */
export function exportJson(document: ExportDocument): string {
  return [...exportJsonParts(document)].join("");
}

/** The same, piece by piece. */
export function* exportJsonParts({ meta, endpoints, hosts }: ExportDocument): Generator<string> {
  yield `{"meta":${JSON.stringify(meta)},\n"endpoints":`;
  yield* lines(endpoints);
  yield ',\n"hosts":';
  yield* lines(hosts);
  yield "}\n";
}

function* lines(items: readonly unknown[]): Generator<string> {
  let before = "[\n";
  for (const item of items) {
    yield before + JSON.stringify(item);
    before = ",\n";
  }
  yield items.length === 0 ? "[]" : "\n]";
}
