import type { MapData } from "@egress6/core/map/map-data";
import type { ServiceOrder } from "./service-order.js";
import { countPackedCells, reachablePercent } from "./summary.js";

/** What the share of a service is of. */
export interface SortedCells {
  readonly cells: Uint8Array;
  readonly width: number;
  /** Positions of the regions that are shown. */
  readonly regions: readonly number[];
}

/** Positions of all services. Those without a share come last, and equals stay most used first. */
export function sortServices(
  { order, layout }: Pick<MapData, "order" | "layout">,
  by: ServiceOrder,
  { cells, width, regions }: SortedCells,
): readonly number[] {
  if (by === "popular") return order;
  if (by === "name") return [...layout.serviceIndex.values()];
  const shares = new Map(
    order.map((service) => [
      service,
      reachablePercent(countPackedCells(cells, width, [service], regions)),
    ]),
  );
  const rank = (service: number): number => {
    const share = shares.get(service) ?? null;
    if (share === null) return Number.POSITIVE_INFINITY;
    return by === "most" ? -share : share;
  };
  return [...order].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    return first === second ? 0 : first - second;
  });
}
