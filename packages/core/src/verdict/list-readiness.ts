import type { Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import type { Cell } from "./cell.js";
import { type Readiness, reachOf, readinessOf } from "./readiness.js";
import type { NameSupport, Support } from "./support.js";

export interface ListQuestion {
  readonly catalog: Catalog;
  readonly services: readonly Service[];
  /** Region ids, listed or not. */
  readonly regions: readonly string[];
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  /** Whether the services must be called by their FIPS names. */
  readonly isFips?: boolean;
}

/** How ready one region is for a list of services over IPv6. All lists are in the order of the services. */
export interface RegionReadiness {
  readonly region: string;
  readonly services: readonly Readiness[];
  readonly cells: Readonly<Record<Cell, number>>;
  /** A name was observed to have AAAA, the one without a setting or the dual-stack one. */
  readonly ready: readonly Readiness[];
  /** No name has AAAA, and that was observed: IPv4 only, or not there at all. */
  readonly missing: readonly Readiness[];
  /** Not enough was observed to say. */
  readonly unknown: readonly Readiness[];
  /** `yes`: all are ready, as those of an empty list are · `no`: at least one is missing · `unknown`: none is missing, not all are known. */
  readonly isReady: Support;
  /** See `breaksWithSwitch`. */
  readonly switchBreaks: readonly Readiness[];
  /** What the switch does to these was not observed. */
  readonly switchUnknown: readonly Readiness[];
}

/** One entry per region, in the order given. Unknown stays unknown: it is neither ready nor missing. */
export function readinessOfList(question: ListQuestion): readonly RegionReadiness[] {
  return question.regions.map((region) =>
    regionReadiness(
      region,
      question.services.map((service) => readinessOf({ ...question, service, region })),
    ),
  );
}

/** @param services each in this region */
export function regionReadiness(region: string, services: readonly Readiness[]): RegionReadiness {
  const having = (reach: Support) => services.filter((each) => ipv6Reach(each) === reach);
  const [ready, missing, unknown] = [having("yes"), having("no"), having("unknown")];
  return {
    region,
    services,
    cells: countCells(services),
    ready,
    missing,
    unknown,
    isReady: missing.length > 0 ? "no" : unknown.length > 0 ? "unknown" : "yes",
    switchBreaks: services.filter(breaksWithSwitch),
    switchUnknown: services.filter(({ switchEffect }) => switchEffect === "unknown"),
  };
}

/** Whether any service of the list is offered there, for all that is known. */
export function offersAny({ cells, services }: RegionReadiness): boolean {
  return cells.none < services.length;
}

/** Whether the service is reached over IPv6 by any setting. A dual-stack name that works is enough. */
export function ipv6Reach({ cell, ipv6Name }: Readiness): Support {
  if (ipv6Name !== null) return "yes";
  return cell === "unknown" ? "unknown" : "no";
}

/**
 * Whether calls fail with the global dual-stack switch that may work without it: it leads to a name without
 * any address, or takes an IPv6-only host from a name with AAAA to one without. Where the service is not
 * offered at all there is nothing to break.
 */
export function breaksWithSwitch({ byDefault, byOptIn, switchEffect }: Readiness): boolean {
  if (switchEffect === "breaks") return reachOf(byDefault, "dual-stack") !== "no";
  return reachOf(byDefault, "ipv6-only") === "yes" && reachOf(byOptIn, "ipv6-only") === "no";
}

export function countCells(readiness: readonly Readiness[]): Readonly<Record<Cell, number>> {
  const counts = { ipv6: 0, "opt-in": 0, ipv4: 0, none: 0, unknown: 0 };
  for (const { cell } of readiness) counts[cell]++;
  return counts;
}
