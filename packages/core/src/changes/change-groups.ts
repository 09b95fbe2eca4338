import type { Variant } from "../endpoint/types.js";
import { isoDay } from "../observation/iso-time.js";
import type { Family } from "../verdict/support.js";
import type { ChangesDocument } from "./changes-document.js";

/** What became of one variant of a service, or of one host. */
export interface ChangedSubject {
  /** CLI name of the service, or the host. */
  readonly subject: string;
  /** Null for a host. */
  readonly variant: Variant | null;
  /** What an additional name is for; null for the four that SDKs use, and for a host. */
  readonly purpose: string | null;
  readonly family: Family;
  readonly isReachable: boolean;
  /** Sorted; empty for a host. */
  readonly regions: readonly string[];
}

/** What happened to a subject on one day (UTC). */
export interface ChangeGroup extends ChangedSubject {
  /** `2026-11-23`. */
  readonly day: string;
  /** 0; 1, 2 and so on where the same names had already changed that often on that day. */
  readonly turn: number;
  /** Sorted. */
  readonly hostnames: readonly string[];
  /** Of the last of them; milliseconds since the epoch. */
  readonly at: number;
}

/** Newest day first, then by subject, services before hosts; of one subject what came first is first. */
export function groupChanges({ changes, hosts }: ChangesDocument): readonly ChangeGroup[] {
  const items = [
    ...changes.map(({ service, region, purpose, ...change }) => ({
      ...change,
      subject: service,
      purpose: purpose ?? null,
      regions: [region],
    })),
    ...hosts.map(({ host, ...change }) => ({
      ...change,
      subject: host,
      hostname: host,
      variant: null,
      purpose: null,
      regions: [],
    })),
  ];
  const groups = new Map<string, ChangeGroup>();
  const turns = new Map<string, number>();
  for (const { at, subject, variant, purpose, family, to, regions, hostname } of items) {
    const day = isoDay(at);
    const subjectKey = [day, subject, variant, purpose, family].join(" ");
    const nameKey = [subjectKey, hostname, ...regions].join(" ");
    const turn = turns.get(nameKey) ?? 0;
    turns.set(nameKey, turn + 1);
    const key = [subjectKey, to, turn].join(" ");
    const before = groups.get(key);
    groups.set(key, {
      day,
      turn,
      subject,
      variant,
      purpose,
      family,
      isReachable: to === "yes",
      regions: withOthers(before?.regions, regions),
      hostnames: withOthers(before?.hostnames, [hostname]),
      at: Math.max(at, before?.at ?? at),
    });
  }
  return [...groups.values()].sort(
    (a, b) => compare(b.day, a.day) || compareSubjects(a, b) || a.turn - b.turn,
  );
}

/** By subject, services before hosts. */
export function compareSubjects(a: ChangedSubject, b: ChangedSubject): number {
  return Number(a.variant === null) - Number(b.variant === null) || compare(a.subject, b.subject);
}

function withOthers(before: readonly string[] = [], more: readonly string[]): readonly string[] {
  return [...new Set([...before, ...more])].sort();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `sqs dualstack: reachable over IPv6`, `github.com: no longer reachable over IPv6`. */
export function changeTitle(change: ChangedSubject): string {
  return `${changedNames(change)}: ${changeWords(change)}`;
}

/** `sqs dualstack`, `s3 default (account)`, `github.com`. */
function changedNames({ subject, variant, purpose }: ChangedSubject): string {
  const what = variant === null ? subject : `${subject} ${variant}`;
  return purpose === null ? what : `${what} (${purpose})`;
}

/** `reachable over IPv6`, `no longer reachable over IPv4`. */
export function changeWords({ family, isReachable }: ChangedSubject): string {
  const how = isReachable ? "reachable" : "no longer reachable";
  return `${how} over ${family === "ipv6" ? "IPv6" : "IPv4"}`;
}
