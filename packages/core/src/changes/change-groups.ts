import type { Variant } from "../endpoint/types.js";
import { isoDay } from "../observation/iso-time.js";
import type { Family } from "../verdict/support.js";
import type { ChangesDocument, EndpointChange, HostChange } from "./changes-document.js";

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
export function groupChanges(document: ChangesDocument): readonly ChangeGroup[] {
  return [...changeGroups(document)];
}

/** As `groupChanges`, made a day at a time: for who wants the newest only. */
export function* changeGroups({ changes, hosts }: ChangesDocument): Generator<ChangeGroup> {
  const days = new Map<string, { changes: EndpointChange[]; hosts: HostChange[] }>();
  const ofDay = (at: number) => {
    const day = isoDay(at);
    const known = days.get(day) ?? { changes: [], hosts: [] };
    days.set(day, known);
    return known;
  };
  for (const change of changes) ofDay(change.at).changes.push(change);
  for (const change of hosts) ofDay(change.at).hosts.push(change);
  for (const day of [...days.keys()].sort().reverse()) {
    const { changes = [], hosts = [] } = days.get(day) ?? {};
    yield* groupsOfDay(day, { changes, hosts });
  }
}

interface GrowingGroup extends Omit<ChangeGroup, "regions" | "hostnames"> {
  at: number;
  readonly regions: Set<string>;
  readonly hostnames: Set<string>;
}

function groupsOfDay(day: string, { changes, hosts }: ChangesDocument): readonly ChangeGroup[] {
  const groups = new Map<string, GrowingGroup>();
  const turns = new Map<string, number>();
  const add = (
    { at, family, to }: Pick<EndpointChange, "at" | "family" | "to">,
    subject: string,
    hostname: string,
    of: { variant: Variant | null; purpose: string | null; region: string | null },
  ) => {
    const { variant, purpose, region } = of;
    const subjectKey = [subject, variant, purpose, family].join(" ");
    const nameKey = [subjectKey, hostname, region].join(" ");
    const turn = turns.get(nameKey) ?? 0;
    turns.set(nameKey, turn + 1);
    const key = [subjectKey, to, turn].join(" ");
    const group: GrowingGroup = groups.get(key) ?? {
      day,
      turn,
      subject,
      variant,
      purpose,
      family,
      isReachable: to === "yes",
      regions: new Set(),
      hostnames: new Set(),
      at,
    };
    groups.set(key, group);
    if (region !== null) group.regions.add(region);
    group.hostnames.add(hostname);
    group.at = Math.max(group.at, at);
  };
  for (const change of changes) {
    const { service, hostname, variant, purpose = null, region } = change;
    add(change, service, hostname, { variant, purpose, region });
  }
  for (const change of hosts) {
    add(change, change.host, change.host, { variant: null, purpose: null, region: null });
  }
  return [...groups.values()]
    .map((group) => ({
      ...group,
      regions: [...group.regions].sort(),
      hostnames: [...group.hostnames].sort(),
    }))
    .sort((a, b) => compareSubjects(a, b) || a.turn - b.turn);
}

/** By subject, services before hosts. */
export function compareSubjects(a: ChangedSubject, b: ChangedSubject): number {
  return Number(a.variant === null) - Number(b.variant === null) || compare(a.subject, b.subject);
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
