import { matchesGlob } from "../endpoint/matches-glob.js";
import type { Place, Suppression } from "../finding/finding.js";
import type { AuditMessage } from "./audit-words.js";
import type { AuditReading, IgnoreComment } from "./reading.js";
import type { Resource } from "./resource.js";
import type { AuditFinding } from "./run-rules.js";
import { auditValueAt, itemsOf, textOf } from "./value.js";

/** An entry of `.egress6.yaml`. */
export interface ProjectIgnore {
  /** A rule; null: all of them. */
  readonly id: string | null;
  /** Path globs; null: everywhere. */
  readonly paths: readonly string[] | null;
  /** Address of a resource, with or without instance keys; null: any. */
  readonly resource: string | null;
  readonly reason: string;
  readonly until: string | null;
}

/** Somebody wrote that a rule does not count there. */
interface Ignore {
  readonly ids: readonly string[];
  readonly reason: string;
  readonly until: string | null;
}

const COMMENT = /egress6:ignore\s+(E6\d{3}(?:\s*,\s*E6\d{3})*)\s*(.*)$/;
const UNTIL = /(?:^|\s)until=(\S+)/;

/** What a comment asks for, or what it lacks, in a sentence. */
export function parseIgnore({ file, line, text }: IgnoreComment): Ignore | string {
  const [, ids, rest = ""] = COMMENT.exec(text) ?? [];
  if (ids === undefined) {
    return `${file}:${line}: egress6:ignore needs the id of a rule, for example \`egress6:ignore E6301 reason\`.`;
  }
  const [, until = null] = UNTIL.exec(rest) ?? [];
  const reason = rest
    .replace(UNTIL, "")
    .replace(/(\*\/|-->|#\})\s*$/, "")
    .trim();
  if (until !== null && !isCalendarDay(until)) {
    return `${file}:${line}: until=${until} is not a day. Write until=2027-01-31.`;
  }
  if (!/[\p{L}\p{N}]/u.test(reason)) {
    return `${file}:${line}: egress6:ignore ${ids} needs a reason after the id.`;
  }
  return { ids: ids.split(/\s*,\s*/), reason, until };
}

export function isCalendarDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(at) &&
    new Date(at).toISOString().startsWith(text)
  );
}

export interface SuppressRequest {
  readonly reading: AuditReading;
  readonly project: readonly ProjectIgnore[];
  /** `2026-12-01`: after `until` a finding is back. */
  readonly today: string;
}

/** Findings with what suppresses them, and sentences about ignores that could not be heeded. */
export interface Suppressed {
  readonly findings: readonly AuditFinding[];
  readonly problems: readonly string[];
}

export function suppress(findings: readonly AuditFinding[], request: SuppressRequest): Suppressed {
  const problems: string[] = [];
  const byFile = new Map<string, Map<number, Ignore>>();
  for (const comment of request.reading.ignores) {
    const parsed = parseIgnore(comment);
    if (typeof parsed === "string") problems.push(parsed);
    else {
      const ofFile = byFile.get(comment.file) ?? new Map<number, Ignore>();
      byFile.set(comment.file, ofFile.set(comment.line, parsed));
    }
  }
  const resources = new Map(
    request.reading.resources.map((each) => [`${each.scope} ${each.address}`, each]),
  );
  const found = findings.map((whole) => {
    const finding = withoutIgnoredPlaces(whole, byFile, request.today);
    const suppressed =
      inSource(finding, byFile.get(finding.place?.file ?? "") ?? new Map(), request.today) ??
      inMetadata(finding, resources.get(`${finding.scope} ${finding.address}`), request.today) ??
      inProject(finding, request);
    return suppressed === null ? finding : { ...finding, suppressed };
  });
  return { findings: found, problems };
}

/** Findings that stand for several calls, each in a place of its own. */
const OF_CALLS: ReadonlySet<string> = new Set(["E6502", "E6504", "E6508"]);

/** A comment at one call says nothing of the others: what is left is reported, at the first place without one. */
function withoutIgnoredPlaces(
  finding: AuditFinding,
  ignores: ReadonlyMap<string, ReadonlyMap<number, Ignore>>,
  today: string,
): AuditFinding {
  const { place, related, ruleId, message } = finding;
  if (!OF_CALLS.has(ruleId) || place === null || related.length === 0) return finding;
  const isIgnored = (at: Place) =>
    inSource(
      { ...finding, place: at, startLine: null, endLine: null },
      ignores.get(at.file ?? "") ?? new Map(),
      today,
    ) !== null;
  const left = [place, ...related].filter((at) => !isIgnored(at));
  const [first, ...more] = left;
  if (first === undefined || left.length > related.length) return finding;
  const counted =
    "places" in message.args
      ? ({ ...message, args: { ...message.args, places: left.length } } as AuditMessage)
      : message;
  return { ...finding, place: first, related: more, message: counted };
}

const holds = ({ until }: Pick<Ignore, "until">, today: string) => until === null || until >= today;

/** On or above the block, or the line. */
function inSource(
  { ruleId, place, startLine, endLine }: AuditFinding,
  ignores: ReadonlyMap<number, Ignore>,
  today: string,
): Suppression | null {
  const line = place?.line ?? null;
  if (line === null || ignores.size === 0) return null;
  const first = startLine ?? line;
  const last = Math.max(endLine ?? line, line);
  let above = first - 1;
  while (ignores.has(above - 1) && ignores.has(above)) above--;
  const lines = [...ignores.keys()].filter((at) => at >= above && at <= last);
  for (const at of lines) {
    const ignore = ignores.get(at);
    if (ignore?.ids.includes(ruleId) && holds(ignore, today)) {
      return { kind: "in-source", reason: ignore.reason, until: ignore.until };
    }
  }
  return null;
}

/** CloudFormation's `Metadata`, annotations of Kubernetes. */
function inMetadata(
  { ruleId }: AuditFinding,
  resource: Resource | undefined,
  today: string,
): Suppression | null {
  const metadata = resource?.metadata ?? undefined;
  if (metadata === undefined) return null;
  for (const entry of itemsOf(auditValueAt(metadata, "egress6", "ignore")) ?? []) {
    const reason = textOf(auditValueAt(entry, "reason"));
    const until = textOf(auditValueAt(entry, "until"));
    if (textOf(auditValueAt(entry, "id")) !== ruleId || reason === null) continue;
    if (holds({ until }, today)) return { kind: "in-source", reason, until };
  }
  const annotation = textOf(auditValueAt(metadata, "egress6.dev/ignore"));
  for (const text of annotation?.split(/;|\n/) ?? []) {
    const parsed = parseIgnore({ file: "", line: 0, text: `egress6:ignore ${text.trim()}` });
    if (typeof parsed === "string" || !parsed.ids.includes(ruleId)) continue;
    if (holds(parsed, today)) {
      return { kind: "in-source", reason: parsed.reason, until: parsed.until };
    }
  }
  return null;
}

function inProject(
  { ruleId, place, address }: AuditFinding,
  { project, today }: SuppressRequest,
): Suppression | null {
  const plain = (text: string) => text.replace(/\[[^\]]*\]/g, "");
  const found = project.find(
    ({ id, paths, resource, until }) =>
      (id === null || id === ruleId) &&
      (paths === null ||
        (place?.file != null && paths.some((glob) => matchesGlob(glob, place.file ?? "")))) &&
      (resource === null ||
        (address !== null && (address === resource || plain(address) === plain(resource)))) &&
      holds({ until }, today),
  );
  return found === undefined
    ? null
    : { kind: "external", reason: found.reason, until: found.until };
}
