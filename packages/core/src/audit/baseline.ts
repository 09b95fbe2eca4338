import { Egress6Error } from "../errors.js";
import type { AuditFinding } from "./run-rules.js";

const FORMAT = "egress6-baseline-1";

/** What was there when the baseline was written. */
export interface AuditBaseline {
  readonly fingerprints: ReadonlySet<string>;
}

/** One line for each finding, sorted, so that merges and reviews are easy. */
export function baselineText(findings: readonly AuditFinding[]): string {
  const entries = findings
    .filter(({ suppressed }) => suppressed === null)
    .map(({ fingerprint, level, kind }) => [fingerprint, kind === "fail" ? level : kind] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  const lines = entries.map(([key, word]) => `    ${JSON.stringify(key)}: ${JSON.stringify(word)}`);
  return `{\n  "format": "${FORMAT}",\n  "findings": {\n${lines.join(",\n")}\n  }\n}\n`;
}

/**
 * @param name of the file, for the message
 * @throws Egress6Error BASELINE_INVALID
 */
export function parseBaseline(text: string, name: string): AuditBaseline {
  const entries = entriesIn(text);
  if (entries === null) {
    throw new Egress6Error(
      "BASELINE_INVALID",
      "input",
      `${name} is not a baseline of egress6. Write one with \`egress6 audit PATHS --write-baseline ${name}\`.`,
    );
  }
  return { fingerprints: new Set(Object.keys(entries)) };
}

function entriesIn(text: string): object | null {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (typeof json !== "object" || json === null || !("format" in json)) return null;
    if (json.format !== FORMAT || !("findings" in json)) return null;
    const { findings } = json;
    return typeof findings === "object" && findings !== null && !Array.isArray(findings)
      ? findings
      : null;
  } catch {
    return null;
  }
}

/** Findings with those of the baseline suppressed, and what of the baseline no longer fits. */
export function applyBaseline(
  findings: readonly AuditFinding[],
  { fingerprints }: AuditBaseline,
  name: string,
): { readonly findings: readonly AuditFinding[]; readonly gone: readonly string[] } {
  const there = new Set(findings.map(({ fingerprint }) => fingerprint));
  return {
    findings: findings.map((each) =>
      each.suppressed === null && fingerprints.has(each.fingerprint)
        ? {
            ...each,
            suppressed: { kind: "external", reason: `in the baseline ${name}`, until: null },
          }
        : each,
    ),
    gone: [...fingerprints].filter((each) => !there.has(each)).toSorted(),
  };
}

/** Findings that were not there before, or were not as bad. */
export function newSince(
  findings: readonly AuditFinding[],
  before: readonly AuditFinding[],
): readonly AuditFinding[] {
  const known = new Map(before.map((each) => [each.fingerprint, each]));
  return findings.filter((each) => {
    const old = known.get(each.fingerprint);
    return old === undefined || weight(each) > weight(old);
  });
}

/** As gates count: what is suppressed or has to be looked at counts for nothing. */
function weight({ kind, level, suppressed }: AuditFinding): number {
  if (kind === "review" || suppressed !== null) return 0;
  return level === "note" ? 1 : level === "warning" ? 2 : 3;
}
