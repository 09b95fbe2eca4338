import type {
  ChangesDocument,
  EndpointChange,
  HostChange,
} from "@egress6/core/changes/changes-document";
import { isoTime } from "@egress6/core/observation/iso-time";

/** What `egress6 changes --json` prints. Times are ISO 8601, UTC. */
export interface ChangesJson {
  readonly changes: readonly Dated<EndpointChange>[];
  readonly hosts: readonly Dated<HostChange>[];
}

type Dated<Change> = Omit<Change, "at"> & { readonly at: string };

export function datedChanges({ changes, hosts }: ChangesDocument): ChangesJson {
  return { changes: changes.map(dated), hosts: hosts.map(dated) };
}

const dated = <Change extends { readonly at: number }>(change: Change): Dated<Change> => ({
  ...change,
  at: isoTime(change.at),
});

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
    yield before + JSON.stringify(dated(change));
    before = ",\n";
  }
  yield changes.length === 0 ? "[]" : "\n]";
}
