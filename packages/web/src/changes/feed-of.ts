import { MOST_FILTER_WORDS } from "@egress6/core/endpoint/filter-limits";
import type { ChangesFilter } from "./filter-changes.js";

interface FeedQuestion extends Pick<ChangesFilter, "services" | "regions" | "variant"> {
  /** Whether a server stands behind the page, which makes a feed of any filter. */
  readonly isLive: boolean;
}

/** The address of the feed of these changes, or of the smallest one that holds them all. */
export function feedOf({ services, regions, variant, isLive }: FeedQuestion): string {
  const [service] = services ?? [];
  const [region] = regions ?? [];
  const isOnly = (others: unknown) => (others === null && variant === null) || !isLive;
  if (services === null && isOnly(regions) && regions === null) return "feeds/all.atom";
  if (services?.size === 1 && isOnly(regions)) return `feeds/services/${service}.atom`;
  if (regions?.size === 1 && isOnly(services)) return `feeds/regions/${region}.atom`;
  const isShort =
    (services === null || (services.size > 0 && services.size <= MOST_FILTER_WORDS)) &&
    (regions === null || regions.size <= MOST_FILTER_WORDS);
  if (!isLive || !isShort) return "feeds/all.atom";
  const parts = [
    ...(services === null ? [] : [`service=${[...services].join(",")}`]),
    ...(regions === null ? [] : [`region=${[...regions].join(",")}`]),
    ...(variant === null ? [] : [`variant=${variant}`]),
  ];
  return `api/changes.atom?${parts.join("&")}`;
}
