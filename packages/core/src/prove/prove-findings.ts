import type { Level } from "../finding/finding.js";
import { type Findings, NO_FINDINGS, type ProvedChange } from "./proof.js";

/** A finding of an audit, a survey, a check or a doctor, as its document has it. */
export interface ProvedFinding {
  readonly ruleId: string;
  readonly level: Level;
  readonly fingerprint: string;
  readonly message: string;
  /** `infra/vpc.tf:12`, an ARN. */
  readonly place: string;
  /** Null: no file. */
  readonly file: string | null;
  readonly isSuppressed: boolean;
}

export interface FindingSet {
  readonly findings: readonly ProvedFinding[];
  /** Ids of the rules that ran; null: the document does not say. */
  readonly rules: ReadonlySet<string> | null;
  /** Files that were found and not read. */
  readonly unread: ReadonlySet<string>;
  /** Files that were read; null: the document does not say. */
  readonly files: ReadonlySet<string> | null;
  /** Whether all was looked at that there is. */
  readonly isComplete: boolean;
}

/** Why two audits cannot be compared; null: they can. */
export function whyFilesDiffer(before: FindingSet, after: FindingSet): string | null {
  if (before.files === null || after.files === null) return null;
  if (before.files.size === 0 || after.files.size === 0) {
    return `the ${before.files.size === 0 ? "first" : "second"} read no file`;
  }
  for (const file of before.files) if (after.files.has(file)) return null;
  return "they have no file in common; audit the same folder from the same place";
}

/** What two sets of findings have not in common. What the second could not have found is unknown, not fixed. */
export function proveFindings(before: FindingSet, after: FindingSet): Findings {
  const found = { better: list(), worse: list(), other: list(), unknown: list() };
  const [was, is] = [byFingerprint(before), byFingerprint(after)];
  for (const [fingerprint, finding] of was) {
    const now = is.get(fingerprint);
    if (now === undefined) {
      if (finding.isSuppressed) continue;
      const reason = whyUnknown(finding, after);
      if (reason === null) found.better.push(change(finding, "fixed", finding.level, null));
      else found.unknown.push(change(finding, reason, finding.level, null));
    } else if (now.isSuppressed !== finding.isSuppressed) {
      const what = now.isSuppressed ? "suppressed, not fixed" : "no longer suppressed";
      found.other.push(change(finding, what, stateOf(finding), stateOf(now)));
    } else if (now.level !== finding.level && !now.isSuppressed) {
      const isWorse = RANK[now.level] > RANK[finding.level];
      found[isWorse ? "worse" : "better"].push(
        change(finding, "of another level", finding.level, now.level),
      );
    }
  }
  for (const [fingerprint, finding] of is) {
    if (was.has(fingerprint) || finding.isSuppressed) continue;
    const isNewRule = before.rules !== null && !before.rules.has(finding.ruleId);
    const wasRead =
      finding.file === null || before.files === null || before.files.has(finding.file);
    if (isNewRule) {
      found.other.push(
        change(finding, "found by a rule that did not run before", null, finding.level),
      );
    } else if (finding.level === "note" || (!wasRead && before.unread.has(finding.file ?? ""))) {
      found.other.push(change(finding, "new", null, finding.level));
    } else found.worse.push(change(finding, "new", null, finding.level));
  }
  return {
    ...NO_FINDINGS,
    ...found,
    leaks: after.findings
      .filter(({ level, isSuppressed }) => level === "error" && !isSuppressed)
      .map(({ place, ruleId, message }) => ({
        name: place,
        why: `${ruleId}: ${message}`,
        traffic: null,
      })),
    isPartial: found.unknown.length > 0,
  };
}

const RANK: Readonly<Record<Level, number>> = { note: 0, warning: 1, error: 2 };

const list = (): ProvedChange[] => [];

const byFingerprint = ({ findings }: FindingSet): ReadonlyMap<string, ProvedFinding> =>
  new Map(findings.map((finding) => [finding.fingerprint, finding]));

const stateOf = ({ level, isSuppressed }: ProvedFinding): string =>
  isSuppressed ? "suppressed" : level;

const change = (
  { ruleId, place, message }: ProvedFinding,
  what: string,
  before: string | null,
  after: string | null,
): ProvedChange => ({ resource: place, what: `${ruleId} ${what}: ${message}`, before, after });

function whyUnknown({ ruleId, file }: ProvedFinding, after: FindingSet): string | null {
  if (!after.isComplete) return "unknown, the second document is not complete";
  if (after.rules !== null && !after.rules.has(ruleId)) return "unknown, its rule did not run";
  if (file !== null && after.unread.has(file)) return "unknown, its file was not read";
  return null;
}
