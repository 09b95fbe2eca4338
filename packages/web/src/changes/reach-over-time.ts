import type { ChangeLog } from "@egress6/core/changes/change-log";
import type { MapData } from "@egress6/core/map/map-data";
import { statusMatrixAt } from "@egress6/core/map/status-matrix-at";
import { isoDay } from "@egress6/core/observation/iso-time";
import { countPackedCells, reachablePercent } from "../map/summary.js";
import { cellsOfView, type View } from "../map/views.js";

const DAY_MS = 86_400_000;
/** As many as a curve needs. */
const MOST_DAYS = 14;

/** What of some endpoints was reachable at the end of each day, in whole per cent; null: nothing was known. */
export type Shares = readonly (number | null)[];

export interface ReachOf {
  /** Of the region, or the CLI name of the service. */
  readonly id: string;
  readonly shares: Shares;
}

export interface ReachOverTime {
  /** As `2026-11-23`, the newest last. */
  readonly days: readonly string[];
  readonly all: Shares;
  readonly regions: readonly ReachOf[];
  readonly services: readonly ReachOf[];
}

interface ReachSource {
  readonly map: MapData;
  readonly log: ChangeLog;
  readonly view: View;
  /** Positions in the catalog. */
  readonly services: readonly number[];
  /** Positions in the layout. */
  readonly regions: readonly number[];
}

export interface ReachByDay {
  /** As `2026-11-23`, the newest last. */
  readonly days: readonly string[];
  /** Of the endpoints at the crossings of services and regions, as their positions. */
  sharesOf(services: readonly number[], regions: readonly number[]): Shares;
}

/** The map at the end of each day, from when observing began until now. */
export function reachByDay({
  map,
  log,
  view,
}: Pick<ReachSource, "map" | "log" | "view">): ReachByDay {
  const days = daysBetween(log.completeFrom ?? firstDay(log), lastDay(log));
  const width = map.layout.regions.length;
  const cells = days.map((day) =>
    cellsOfView({ ...map, statusMatrix: statusMatrixAt(map, log, day) }, view),
  );
  return {
    days,
    sharesOf: (services, regions) =>
      cells.map((each) => reachablePercent(countPackedCells(each, width, services, regions))),
  };
}

/** How much was reachable over IPv6 from when observing began until now: in all, by region, by service. */
export function reachOverTime({ map, log, view, services, regions }: ReachSource): ReachOverTime {
  const { days, sharesOf } = reachByDay({ map, log, view });
  return {
    days,
    all: sharesOf(services, regions),
    regions: regions.map((region) => ({
      id: map.layout.regions[region]?.id ?? "",
      shares: sharesOf(services, [region]),
    })),
    services: services.map((service) => ({
      id: map.catalog.services[service]?.cliName ?? "",
      shares: sharesOf([service], regions),
    })),
  };
}

/** By how many points it grew from the first day that is known; null: nothing is known. */
export function gainOf(shares: Shares): number | null {
  const known = shares.filter((share) => share !== null);
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined ? null : last - first;
}

const firstDay = ({ recordedFrom, recordedTo }: ChangeLog) =>
  isoDay(recordedFrom ?? recordedTo ?? 0);
const lastDay = ({ recordedTo, recordedFrom }: ChangeLog) =>
  isoDay(recordedTo ?? recordedFrom ?? 0);

/** The first and the last day, and others between them at equal distances. */
function daysBetween(first: string, last: string): readonly string[] {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  const distance = Math.round((to - from) / DAY_MS);
  const steps = Math.min(MOST_DAYS - 1, distance);
  return Array.from({ length: steps + 1 }, (_, step) =>
    isoDay(from + Math.round((step * distance) / Math.max(1, steps)) * DAY_MS),
  );
}
