import type { ChangedSubject } from "@egress6/core/changes/change-groups";
import type { Variant } from "@egress6/core/endpoint/types";
import type { Family } from "@egress6/core/verdict/support";

/** What became of a service or host in one direction: its hostnames and both families in one. */
export interface FoldedChange {
  readonly isReachable: boolean;
  readonly families: readonly Family[];
  /** Empty for a host. */
  readonly variants: readonly Variant[];
  /** Whether additional endpoints are among them. */
  readonly hasAdditional: boolean;
  /** Sorted; empty for a host. */
  readonly regions: readonly string[];
  /** What it is made of. */
  readonly changes: readonly ChangedSubject[];
}

/** @param changes of one subject @returns at most two: what became reachable, and what stopped */
export function foldChanges(changes: readonly ChangedSubject[]): readonly FoldedChange[] {
  return [true, false].flatMap((isReachable) => {
    const alike = changes.filter((change) => change.isReachable === isReachable);
    if (alike.length === 0) return [];
    return [
      {
        isReachable,
        families: unique(alike.map(({ family }) => family)),
        variants: unique(alike.flatMap(({ variant }) => variant ?? [])),
        hasAdditional: alike.some(({ purpose }) => purpose !== null),
        regions: unique(alike.flatMap(({ regions }) => regions)).sort(),
        changes: alike,
      },
    ];
  });
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const FAMILY_WORDS: Readonly<Record<Family, string>> = { ipv6: "IPv6", ipv4: "IPv4" };

/** `reachable over IPv6 and IPv4`, `no longer reachable over IPv6`. */
export function foldedWords({ isReachable, families }: FoldedChange): string {
  const names = [...families].sort().reverse();
  const over = names.map((family) => FAMILY_WORDS[family]).join(" and ");
  return `${isReachable ? "reachable" : "no longer reachable"} over ${over}`;
}
