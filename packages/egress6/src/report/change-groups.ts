import type { Variant } from "@egress6/core/endpoint/types";
import type { Family } from "@egress6/core/verdict/support";
import type { ChangesDocument } from "./changes-document.js";
import { isoTime } from "./iso-time.js";

/** What happened to one variant of a service, or to one host, on one day (UTC). */
export interface ChangeGroup {
  /** `2026-11-23`. */
  readonly day: string;
  /** CLI name of the service, or the host. */
  readonly subject: string;
  /** Null for a host. */
  readonly variant: Variant | null;
  readonly family: Family;
  readonly isReachable: boolean;
  /** Sorted; empty for a host. */
  readonly regions: readonly string[];
  /** Sorted. */
  readonly hostnames: readonly string[];
  /** Of the last of them; milliseconds since the epoch. */
  readonly at: number;
}

/** Newest day first, then by subject, services before hosts. */
export function groupChanges({ changes, hosts }: ChangesDocument): readonly ChangeGroup[] {
  const items = [
    ...changes.map((change) => ({
      ...change,
      subject: change.service,
      variant: change.variant,
      regions: [change.region],
    })),
    ...hosts.map((change) => ({
      ...change,
      subject: change.host,
      hostname: change.host,
      variant: null,
      regions: [],
    })),
  ];
  const groups = new Map<string, ChangeGroup>();
  for (const { at, subject, variant, family, to, regions, hostname } of items) {
    const day = isoTime(at).slice(0, 10);
    const key = [day, subject, variant, family, to].join(" ");
    const before = groups.get(key);
    groups.set(key, {
      day,
      subject,
      variant,
      family,
      isReachable: to === "yes",
      regions: withOthers(before?.regions, regions),
      hostnames: withOthers(before?.hostnames, [hostname]),
      at: Math.max(at, before?.at ?? at),
    });
  }
  return [...groups.values()].sort(
    (a, b) =>
      compare(b.day, a.day) ||
      Number(a.variant === null) - Number(b.variant === null) ||
      compare(a.subject, b.subject),
  );
}

function withOthers(before: readonly string[] = [], more: readonly string[]): readonly string[] {
  return [...new Set([...before, ...more])].sort();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `sqs dualstack: reachable over IPv6`, `github.com: no longer reachable over IPv6`. */
export function changeTitle({ subject, variant, family, isReachable }: ChangeGroup): string {
  const what = variant === null ? subject : `${subject} ${variant}`;
  const how = isReachable ? "reachable" : "no longer reachable";
  return `${what}: ${how} over ${family === "ipv6" ? "IPv6" : "IPv4"}`;
}
