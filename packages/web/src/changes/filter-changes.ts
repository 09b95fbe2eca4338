import type { ChangedSubject } from "@egress6/core/changes/change-groups";
import type { Variant } from "@egress6/core/endpoint/types";

export interface ChangesFilter {
  /** CLI names that are meant; null: whatever the service. */
  readonly services: ReadonlySet<string> | null;
  /** Whether a host outside AWS is meant. */
  readonly hasHost: (host: string) => boolean;
  /** Ids; null: whatever the region. */
  readonly regions: ReadonlySet<string> | null;
  /** Null: whatever the variant. */
  readonly variant: Variant | null;
}

/** What the filter leaves of changes, each with the regions that it leaves of it. */
export function filterChanges<T extends ChangedSubject>(
  changes: readonly T[],
  { services, hasHost, regions, variant }: ChangesFilter,
): readonly T[] {
  return changes.flatMap((change) => {
    if (change.variant === null) return hasHost(change.subject) ? [change] : [];
    if (variant !== null && change.variant !== variant) return [];
    if (services !== null && !services.has(change.subject)) return [];
    if (regions === null) return [change];
    const kept = change.regions.filter((id) => regions.has(id));
    return kept.length === 0 ? [] : [{ ...change, regions: kept }];
  });
}
