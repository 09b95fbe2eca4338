import { documentKind } from "../prove/document-kind.js";
import type { EvidenceSource } from "./evidence.js";
import { withGaps } from "./gaps.js";
import { mergeWorkloads, type WorkloadSource } from "./merge.js";
import { parseWorkload, type WorkloadNames, type WorkloadResult } from "./parse-workload.js";
import type { WorkloadPartFile } from "./schema.js";

/** Commands whose documents hold a workload among other things. */
export type WorkloadWriter = "audit" | "survey" | "flows";

export interface WorkloadInDocument {
  readonly value: unknown;
  /** The command whose document it is; null: none of those that look. */
  readonly by: WorkloadWriter | null;
  /** Whether it stands below `workload`. */
  readonly isInner: boolean;
}

/** What a file says of a workload: of a document of `audit`, `survey` or `flows`, the workload in it. */
export function workloadInDocument(document: unknown): WorkloadInDocument {
  const inner =
    typeof document === "object" && document !== null && "workload" in document
      ? document.workload
      : null;
  const isInner = typeof inner === "object" && inner !== null;
  const kind = documentKind(document);
  const by = kind === "audit" || kind === "survey" || kind === "flows" ? kind : null;
  return { value: isInner ? inner : document, by, isInner };
}

export interface JoinedSources {
  /** What they say together, with what they leave open. */
  readonly part: WorkloadPartFile;
  /** Differences between the sources that a rule has settled, a sentence each. */
  readonly settled: readonly string[];
  /** Differences that no rule settles: then the workload is not to be used. */
  readonly conflicts: readonly string[];
  readonly result: WorkloadResult;
}

/**
 * One workload from several sources, such as code, account, flow logs and a person.
 * @param prefer whose word counts where they contradict each other
 */
export function joinSources(
  sources: readonly WorkloadSource[],
  names: WorkloadNames,
  prefer: EvidenceSource | null,
): JoinedSources {
  const merged = mergeWorkloads(sources, names, prefer);
  const part = withGaps(merged, sources);
  const { settled, conflicts } = merged;
  return { part, settled, conflicts, result: parseWorkload(part, names) };
}
