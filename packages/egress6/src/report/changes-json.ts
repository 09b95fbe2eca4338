import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import { isoTime } from "@egress6/core/observation/iso-time";

/** One JSON document, one change per line. Times are ISO 8601, UTC. */
export function changesJson({ changes, hosts }: ChangesDocument): string {
  return `{"changes":${lines(changes)},\n"hosts":${lines(hosts)}}\n`;
}

function lines(changes: readonly { readonly at: number }[]): string {
  if (changes.length === 0) return "[]";
  const texts = changes.map((change) => JSON.stringify({ ...change, at: isoTime(change.at) }));
  return `[\n${texts.join(",\n")}\n]`;
}
