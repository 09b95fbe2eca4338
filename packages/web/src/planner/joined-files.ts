import type { EvidenceSource } from "@egress6/core/workload/evidence";
import { joinSources } from "@egress6/core/workload/join-sources";
import type { WorkloadSource } from "@egress6/core/workload/merge";
import {
  parseWorkload,
  parseWorkloadPart,
  type WorkloadNames,
  type WorkloadProblems,
  type WorkloadResult,
} from "@egress6/core/workload/parse-workload";
import type { WorkloadDocument } from "./edit-document.js";
import type { PlannerFile } from "./planner-file.js";

/** What files say together, with what a person typed on the page. */
export interface JoinedFiles {
  /** As a workload file. */
  readonly document: WorkloadDocument;
  readonly settled: readonly string[];
  /** Then there is no result. */
  readonly conflicts: readonly string[];
  readonly result: WorkloadResult | null;
}

/** How messages and evidence name what was typed. */
const TYPED = "typed on this page";

/**
 * As `egress6 plan FILE…` joins them; what was typed is one file more.
 * @param typed empty: nothing
 */
export function joinedFiles(
  files: readonly PlannerFile[],
  typed: WorkloadDocument,
  names: WorkloadNames,
  prefer: EvidenceSource | null,
): JoinedFiles | (WorkloadProblems & { readonly areTyped: true }) {
  const [first, ...others] = files;
  const isTyped = Object.keys(typed).length > 0;
  if (first !== undefined && others.length === 0 && !isTyped) {
    const result = parseWorkload(first.workload, names);
    return { document: first.workload, settled: [], conflicts: [], result };
  }
  const sources: WorkloadSource[] = files.flatMap(({ name, by, workload }) => {
    const read = parseWorkloadPart(workload, names);
    return "part" in read ? [{ place: name, part: read.part, ...(by === null ? {} : { by }) }] : [];
  });
  if (isTyped) {
    const read = parseWorkloadPart(typed, names);
    if ("problems" in read) return { ...read, areTyped: true };
    sources.push({ place: TYPED, part: read.part });
  }
  const { part, settled, conflicts, result } = joinSources(sources, names, prefer);
  // Without what is undefined.
  const document: WorkloadDocument = JSON.parse(JSON.stringify(part));
  return { document, settled, conflicts, result: conflicts.length > 0 ? null : result };
}
