import { type Finding, type Message, worstFirst } from "../finding/finding.js";
import { fingerprintOf } from "../finding/fingerprint.js";
import { type AuditEdit, fixWords } from "./audit-fix.js";
import { AUDIT_RULES } from "./audit-rules.js";
import type { AuditMessage } from "./audit-words.js";
import type { AuditContext, CodeHit, CodePlace, CodeRule, RuleFacts } from "./code-rule.js";

type AuditFixMessage = Message<"audit-fix", { readonly text: string }>;

/** What `audit` reports. */
export interface AuditFinding extends Finding<string, AuditMessage, AuditFixMessage> {
  /** What `--fix` adds; null: a person has to. */
  readonly edit: AuditEdit | null;
  /** What a suppression speaks of besides the place: the address of the resource. */
  readonly address: string | null;
  readonly scope: string | null;
  /** The first line of the block; null: there is none. */
  readonly startLine: number | null;
  /** The last line of the block; null: there is none. */
  readonly endLine: number | null;
}

/** What findings need of a rule. */
export type RuleLevels = Pick<RuleFacts, "level" | "levelWhen">;

/**
 * What stands in the way of the goal. Worst first; in one level by file and line.
 * @param facts of every rule: the file of rules is held to that by a test
 * @param helpUri of a rule
 */
export function runRules(
  context: AuditContext,
  facts: ReadonlyMap<string, RuleLevels>,
  helpUri: (id: string) => string,
): readonly AuditFinding[] {
  const found = AUDIT_RULES.flatMap((rule) => {
    const own = facts.get(rule.id);
    if (own === undefined) throw new Error(`data/audit-rules.json has no ${rule.id}`);
    return oneForEachCause(rule.find(context)).map((hit) =>
      findingOf(hit, rule, own, context, helpUri(rule.id)),
    );
  });
  return worstFirst(withOwnFingerprints(found.toSorted(byPlace)));
}

/** A block of a module that is called twice is one cause, in one place. */
function oneForEachCause(hits: readonly CodeHit[]): readonly CodeHit[] {
  const causes = new Map<string, CodeHit>();
  for (const hit of hits) {
    const { file = null, line = null } = hit.place ?? hit.on?.place ?? {};
    const key =
      file === null || line === null || hit.on === null
        ? JSON.stringify([causes.size, hit.attribute])
        : JSON.stringify([file, line, hit.kind, hit.attribute]);
    const before = causes.get(key);
    if (before === undefined) causes.set(key, hit);
    else {
      const more = [hitPlace(hit), ...(hit.related ?? [])];
      causes.set(key, { ...before, related: [...(before.related ?? []), ...more] });
    }
  }
  return [...causes.values()];
}

function hitPlace({ place, on }: CodeHit): CodePlace {
  if (place !== undefined) return place;
  return {
    file: on?.place.file ?? null,
    line: on?.place.line ?? null,
    resource: on?.subject ?? null,
  };
}

function findingOf(
  hit: CodeHit,
  { id }: CodeRule,
  facts: RuleLevels,
  { goal }: AuditContext,
  helpUri: string,
): AuditFinding {
  const { kind, when, message, on, attribute, fix, evidence = [], related = [] } = hit;
  const place = hitPlace(hit);
  const level = kind === "review" ? "note" : ((when && facts.levelWhen[when]) ?? facts.level);
  return {
    ruleId: id,
    level,
    kind,
    message,
    place: { ...place, column: null },
    goal,
    fix: fix === null ? null : { code: "audit-fix", args: { text: fixWords(fix) } },
    evidence: evidence.map(({ text, place: at }) => ({
      text,
      place: at === null ? null : { ...at, column: null },
    })),
    related: related
      .filter((each) => !isSame(each, place))
      .map((each) => ({ ...each, column: null })),
    fingerprint: fingerprintOf({
      ruleId: id,
      format: on?.format ?? "files",
      resource: on === null ? [] : [on.scope, on.subject],
      attribute,
    }),
    suppressed: null,
    helpUri,
    edit: fix?.edit ?? null,
    address: on?.address ?? place.resource,
    scope: on?.scope ?? null,
    startLine: on !== null && place.file === on.place.file ? on.place.line : null,
    endLine: on !== null && place.file === on.place.file ? on.endLine : null,
  };
}

const isSame = (one: CodePlace, other: CodePlace): boolean =>
  one.file === other.file && one.line === other.line && one.resource === other.resource;

function byPlace({ place: one, ruleId }: AuditFinding, other: AuditFinding): number {
  const at = other.place;
  return (
    compareTexts(one?.file ?? "", at?.file ?? "") ||
    (one?.line ?? 0) - (at?.line ?? 0) ||
    compareTexts(ruleId, other.ruleId)
  );
}

const compareTexts = (one: string, other: string): number =>
  one < other ? -1 : one > other ? 1 : 0;

/** Of findings that nothing tells apart, the second gets a number, and so on. */
function withOwnFingerprints(findings: readonly AuditFinding[]): readonly AuditFinding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { fingerprint } = finding;
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return count === 1 ? finding : { ...finding, fingerprint: `${fingerprint}/${count}` };
  });
}
