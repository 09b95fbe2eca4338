import type { RegionReadiness } from "../verdict/list-readiness.js";
import type { Support } from "../verdict/support.js";

/** What a badge says: `eu-central-1 over IPv6`, `12/14 services, 1 unknown`. */
export interface Badge {
  readonly label: string;
  readonly value: string;
  /** `yes`: all are ready · `no`: some are not · `unknown`: none is known not to be, not all are known. */
  readonly state: Support;
}

interface BadgeCount {
  readonly ready: number;
  readonly unknown: number;
  readonly total: number;
  /** Of what is counted, in the plural. */
  readonly unit: "services" | "regions";
}

/** Services of a list, or all that there are, in one region. Unknown is said, and never counted as ready. */
export function regionBadge(subject: string, { ready, missing, unknown }: RegionReadiness): Badge {
  const total = ready.length + missing.length + unknown.length;
  return badge(subject, {
    ready: ready.length,
    unknown: unknown.length,
    total,
    unit: "services",
  });
}

/** Regions in which the whole list is ready, of those in which all of it is offered. */
export function regionsBadge(subject: string, regions: readonly RegionReadiness[]): Badge {
  const offered = regions.filter(({ cells }) => cells.none === 0);
  const having = (state: Support) => offered.filter(({ isReady }) => isReady === state).length;
  return badge(subject, {
    ready: having("yes"),
    unknown: having("unknown"),
    total: offered.length,
    unit: "regions",
  });
}

function badge(subject: string, { ready, unknown, total, unit }: BadgeCount): Badge {
  const doubt = unknown === 0 ? "" : `, ${unknown} unknown`;
  const isAnyMissing = ready + unknown < total;
  return {
    label: `${subject} over IPv6`,
    value: total === 0 || unknown === total ? "unknown" : `${ready}/${total} ${unit}${doubt}`,
    state: total === 0 ? "unknown" : isAnyMissing ? "no" : unknown > 0 ? "unknown" : "yes",
  };
}
