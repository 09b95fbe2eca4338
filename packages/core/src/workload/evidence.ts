/** Who says something about a workload: three commands that look at code, account and flow logs, or a person. */
export const EVIDENCE_SOURCES = ["audit", "survey", "flows", "person"] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

/** As of facts: seen by measuring, read in a document, or concluded. */
export const EVIDENCE_CONFIDENCES = ["measured", "documented", "inferred"] as const;

/** Where a part of a workload comes from. */
export interface Evidence {
  readonly by: EvidenceSource;
  /** `2026-11-30`, or an instant; `null`: not said. */
  readonly at: string | null;
  /** A file and line, an ARN, a file of flows; `null`: not said. */
  readonly ref: string | null;
  readonly confidence: (typeof EVIDENCE_CONFIDENCES)[number] | null;
}
