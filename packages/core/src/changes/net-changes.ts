import { type ChangedSubject, compareSubjects } from "./change-groups.js";

/** A change on one day; of several on one day, `turn` says which came first. */
export interface DatedChange extends ChangedSubject {
  /** `2026-11-23`. */
  readonly day: string;
  readonly turn: number;
}

/**
 * What is different at the end of day `to` from the end of day `from`: what changed and changed back in
 * between is left out. In days as `2026-11-23`; the other way round where `to` is the earlier one.
 * By subject, services before hosts.
 */
export function netChanges(
  changes: readonly DatedChange[],
  from: string,
  to: string,
): readonly ChangedSubject[] {
  const [earlier, later] = from <= to ? [from, to] : [to, from];
  const inOrder = changes
    .filter(({ day }) => day > earlier && day <= later)
    .sort((a, b) => (a.day === b.day ? a.turn - b.turn : a.day < b.day ? -1 : 1));
  const names = new Map<string, { first: DatedChange; last: DatedChange; region: string | null }>();
  for (const change of inOrder) {
    const { subject, variant, purpose, family } = change;
    for (const region of change.regions.length === 0 ? [null] : change.regions) {
      const key = [subject, variant, purpose, family, region].join("\n");
      const first = names.get(key)?.first ?? change;
      names.set(key, { first, last: change, region });
    }
  }
  const groups = new Map<string, ChangedSubject>();
  for (const { first, last, region } of names.values()) {
    // A name changes to and fro: the last one is as the first one unless it came back.
    if (first.isReachable !== last.isReachable) continue;
    const { subject, variant, purpose, family } = last;
    const isReachable = from <= to ? last.isReachable : !last.isReachable;
    const key = [subject, variant, purpose, family, isReachable].join("\n");
    const regions = [...(groups.get(key)?.regions ?? []), ...(region === null ? [] : [region])];
    groups.set(key, { subject, variant, purpose, family, isReachable, regions: regions.sort() });
  }
  return [...groups.values()].sort(compareSubjects);
}
