import type { EvidenceKind } from "@egress6/core/evidence/evidence";
import { CELLS } from "@egress6/core/verdict/cell";
import type { Sought } from "./filter-query.js";
import { UNKNOWN_CELL } from "./views.js";

export interface StateFilter {
  /** For each group, a service needs a cell in one of its states. */
  readonly groups: readonly (readonly Sought[])[];
  /** A service may have no cell in any of these. */
  readonly excluded: readonly Sought[];
  /** What the sources of evidence say, in their order. */
  readonly says?: readonly EvidenceKind[];
}

/** Of these services, those whose cells in these regions are as the filter wants them. */
export function filterByStates(
  services: readonly number[],
  regions: readonly number[],
  { cells, width }: { readonly cells: Uint8Array; readonly width: number },
  { groups, excluded, says = [] }: StateFilter,
): readonly number[] {
  if (groups.length === 0 && excluded.length === 0) return services;
  const maskOf = (words: readonly Sought[]) =>
    [...CELLS, ...says].reduce(
      (mask, word, code) => (words.includes(word) ? mask | (1 << code) : mask),
      words.includes("unknown") ? -1 << UNKNOWN_CELL : 0,
    );
  const wanted = groups.map(maskOf);
  const unwanted = maskOf(excluded);
  return services.filter((service) => {
    let mask = 0;
    for (const region of regions) mask |= 1 << (cells[service * width + region] ?? 0);
    return (mask & unwanted) === 0 && wanted.every((group) => (mask & group) !== 0);
  });
}
