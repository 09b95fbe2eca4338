import type { DatedChange } from "@egress6/core/changes/net-changes";
import type { Variant } from "@egress6/core/endpoint/types";

/** A service that became reachable over IPv6 on a day. */
export interface Gain {
  readonly day: string;
  /** CLI name. */
  readonly service: string;
  readonly variants: readonly Variant[];
  readonly regions: readonly string[];
}

/** The newest services that became reachable over IPv6, by the names that SDKs use without FIPS. */
export function recentGains(changes: readonly DatedChange[], count: number): readonly Gain[] {
  const gains = new Map<string, Gain>();
  for (const { day, subject, variant, purpose, family, isReachable, regions } of changes) {
    if (variant !== "default" && variant !== "dualstack") continue;
    if (!isReachable || family !== "ipv6" || purpose !== null) continue;
    const key = `${day} ${subject}`;
    const before = gains.get(key);
    if (before === undefined && gains.size === count) break;
    gains.set(key, {
      day,
      service: subject,
      variants: [...new Set([...(before?.variants ?? []), variant])],
      regions: [...new Set([...(before?.regions ?? []), ...regions])].sort(),
    });
  }
  return [...gains.values()];
}

/** `by default in 4 more regions`, `with the dual-stack setting in eu-west-1`. */
export function gainWords({ variants, regions }: Gain): string {
  const how = variants.includes("default") ? "by default" : "with the dual-stack setting";
  const where = regions.length === 1 ? `in ${regions[0]}` : `in ${regions.length} more regions`;
  return `${how} ${where}`;
}
