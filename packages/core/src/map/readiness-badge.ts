import type { Service } from "../endpoint/types.js";
import { offersAny, type RegionReadiness } from "../verdict/list-readiness.js";
import type { Support } from "../verdict/support.js";

/** What a badge says: `s3, sqs in eu-central-1 over IPv6`, `1/2 services, 1 unknown`. */
export interface Badge {
  readonly label: string;
  readonly value: string;
  /** `yes`: all are ready · `no`: some are not · `unknown`: none is known not to be, not all are known. */
  readonly state: Support;
}

export interface BadgeQuestion {
  /** Null: all services there are. */
  readonly services: readonly Service[] | null;
  /** Readiness of these services, in the regions that the badge is about. */
  readonly regions: readonly RegionReadiness[];
  /** Whether the readiness is of FIPS names. */
  readonly isFips?: boolean;
}

interface Count {
  readonly ready: number;
  readonly unknown: number;
  readonly total: number;
  readonly unit: "services" | "regions" | "endpoints";
}

const MOST_NAMES = 3;

/**
 * A list in one region counts services; in several it counts the regions where all of the list is ready, of
 * those that offer any of it. Without a list every service offered in a region counts. Unknown is said, and
 * never counted as ready.
 */
export function readinessBadge({ services, regions, isFips = false }: BadgeQuestion): Badge {
  const [first] = regions;
  const only = regions.length === 1 && first !== undefined ? first.region : null;
  if (services === null) {
    return badge(
      only ?? "AWS",
      isFips,
      countOffered(regions, only === null ? "endpoints" : "services"),
    );
  }
  const names = services.map(({ cliName }) => cliName);
  const list = names.length > MOST_NAMES ? `${names.length} services` : names.join(", ");
  if (only !== null) return badge(`${list} in ${only}`, isFips, countServices(regions));
  return badge(list, isFips, countRegions(regions));
}

function countServices(regions: readonly RegionReadiness[]): Count {
  const sum = (of: "services" | "ready" | "unknown") =>
    regions.reduce((total, region) => total + region[of].length, 0);
  return { ready: sum("ready"), unknown: sum("unknown"), total: sum("services"), unit: "services" };
}

function countOffered(regions: readonly RegionReadiness[], unit: Count["unit"]): Count {
  const all = countServices(regions);
  const notThere = regions.reduce((total, { cells }) => total + cells.none, 0);
  return { ...all, total: all.total - notThere, unit };
}

function countRegions(regions: readonly RegionReadiness[]): Count {
  const offering = regions.filter(offersAny);
  const having = (state: Support) => offering.filter(({ isReady }) => isReady === state).length;
  return {
    ready: having("yes"),
    unknown: having("unknown"),
    total: offering.length,
    unit: "regions",
  };
}

function badge(subject: string, isFips: boolean, { ready, unknown, total, unit }: Count): Badge {
  const doubt = unknown === 0 ? "" : `, ${unknown} unknown`;
  const isAnyMissing = ready + unknown < total;
  return {
    label: `${subject} over IPv6${isFips ? " by FIPS names" : ""}`,
    value: unknown === total ? "unknown" : `${ready}/${total} ${unit}${doubt}`,
    state: isAnyMissing ? "no" : unknown > 0 || total === 0 ? "unknown" : "yes",
  };
}
