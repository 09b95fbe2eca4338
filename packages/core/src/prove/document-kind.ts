/** Documents that commands write as JSON, and other commands read. */
export const DOCUMENT_KINDS = ["audit", "survey", "flows", "doctor", "check", "plan"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Keys that only this document has together. */
const MARKS: Readonly<Record<DocumentKind, readonly string[]>> = {
  audit: ["inventory", "findings"],
  survey: ["topology", "findings"],
  flows: ["nats", "classes", "totals"],
  doctor: ["verdict", "steps", "targets"],
  check: ["works", "services", "regions"],
  plan: ["designs", "headlines", "destinations"],
};

/** Which command wrote it; null: none of them. */
export function documentKind(value: unknown): DocumentKind | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return DOCUMENT_KINDS.find((kind) => MARKS[kind].every((key) => key in value)) ?? null;
}
