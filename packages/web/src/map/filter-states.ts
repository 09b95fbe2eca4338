import { CELLS, type Cell } from "@egress6/core/verdict/cell";

export interface StateFilter {
  /** For each group, a service needs a cell in one of its states. */
  readonly groups: readonly (readonly Cell[])[];
  /** A service may have no cell in any of these. */
  readonly excluded: readonly Cell[];
}

/** Of these services, those whose cells in these regions are as the filter wants them. */
export function filterByStates(
  services: readonly number[],
  regions: readonly number[],
  { cells, width }: { readonly cells: Uint8Array; readonly width: number },
  { groups, excluded }: StateFilter,
): readonly number[] {
  if (groups.length === 0 && excluded.length === 0) return services;
  const wanted = groups.map(maskOf);
  const unwanted = maskOf(excluded);
  return services.filter((service) => {
    let mask = 0;
    for (const region of regions) mask |= 1 << (cells[service * width + region] ?? 0);
    return (mask & unwanted) === 0 && wanted.every((group) => (mask & group) !== 0);
  });
}

const maskOf = (states: readonly Cell[]) =>
  states.reduce((mask, state) => mask | (1 << CELLS.indexOf(state)), 0);
