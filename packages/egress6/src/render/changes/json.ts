import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import { isoTime } from "@egress6/core/observation/iso-time";

/** One JSON document, one change per line. Times are ISO 8601, UTC. */
export function changesJson(document: ChangesDocument): string {
  return [...changesJsonParts(document)].join("");
}

/** The same, piece by piece. */
export function* changesJsonParts({ changes, hosts }: ChangesDocument): Generator<string> {
  yield '{"changes":';
  yield* lines(changes);
  yield ',\n"hosts":';
  yield* lines(hosts);
  yield "}\n";
}

function* lines(changes: readonly { readonly at: number }[]): Generator<string> {
  let before = "[\n";
  for (const change of changes) {
    yield before + JSON.stringify({ ...change, at: isoTime(change.at) });
    before = ",\n";
  }
  yield changes.length === 0 ? "[]" : "\n]";
}
