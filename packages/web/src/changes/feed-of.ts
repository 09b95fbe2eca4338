import type { ChangesFilter } from "./filter-changes.js";

interface FeedQuestion extends Pick<ChangesFilter, "services" | "regions"> {
  /** Whether a server stands behind the page, which makes a feed of any filter. */
  readonly isLive: boolean;
}

/** Longer lists make addresses that some feed readers cut. */
const MOST_SERVICES = 100;

/** The address of the feed of these changes, or of the smallest one that holds them all. */
export function feedOf({ services, regions, isLive }: FeedQuestion): string {
  const [service] = services ?? [];
  const [region] = regions ?? [];
  if (services === null && regions === null) return "feeds/all.atom";
  if (services?.size === 1 && (regions === null || !isLive)) {
    return `feeds/services/${service}.atom`;
  }
  if (regions?.size === 1 && (services === null || !isLive)) return `feeds/regions/${region}.atom`;
  const isShort = services === null || (services.size > 0 && services.size <= MOST_SERVICES);
  if (!isLive || !isShort) return "feeds/all.atom";
  const parts = [
    ...(services === null ? [] : [`service=${[...services].join(",")}`]),
    ...(regions === null ? [] : [`region=${[...regions].join(",")}`]),
  ];
  return `api/changes.atom?${parts.join("&")}`;
}
