import { MOST_FILTER_WORDS } from "@egress6/core/endpoint/filter-limits";
import type { Badge } from "@egress6/core/map/readiness-badge";

export interface BadgeAddressQuestion {
  /** CLI names. */
  readonly list: readonly string[];
  readonly regions: readonly string[];
  readonly isOfAllRegions: boolean;
  readonly isFips: boolean;
  /** Whether a server stands behind the page, which makes any badge. */
  readonly isLive: boolean;
}

/** Where the site keeps or makes the badge, from the site's beginning. @returns null when it does not */
export function badgeAddress(question: BadgeAddressQuestion): string | null {
  const { list, regions, isOfAllRegions, isFips, isLive } = question;
  if (isFips) return null;
  if (list.length === 1 && isOfAllRegions) return `badges/${list[0]}.svg`;
  const isShort = list.length <= MOST_FILTER_WORDS && regions.length <= MOST_FILTER_WORDS;
  if (!isLive || !isShort) return null;
  const region = isOfAllRegions ? "" : `&region=${regions.join(",")}`;
  return `api/badge.svg?service=${list.join(",")}${region}`;
}

export function embedMarkdown({ label, value }: Badge, image: string, page: string): string {
  return `[![${label}: ${value}](${image})](${page})`;
}
