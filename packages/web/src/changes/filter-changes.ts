import type { ChangedSubject } from "@egress6/core/changes/change-groups";

export interface ChangesFilter {
  /** CLI names that are meant; null: whatever the service. */
  readonly services: ReadonlySet<string> | null;
  /** Whether a host outside AWS is meant. */
  readonly hasHost: (host: string) => boolean;
  /** Ids; null: whatever the region. */
  readonly regions: ReadonlySet<string> | null;
}

/** What the filter leaves of changes, each with the regions that it leaves of it. */
export function filterChanges<T extends ChangedSubject>(
  changes: readonly T[],
  { services, hasHost, regions }: ChangesFilter,
): readonly T[] {
  return changes.flatMap((change) => {
    if (change.variant === null) return hasHost(change.subject) ? [change] : [];
    if (services !== null && !services.has(change.subject)) return [];
    if (regions === null) return [change];
    const kept = change.regions.filter((id) => regions.has(id));
    return kept.length === 0 ? [] : [{ ...change, regions: kept }];
  });
}
