import type { RegionReadiness } from "@egress6/core/verdict/list-readiness";
import type { Readiness } from "@egress6/core/verdict/readiness";

/** One service with the regions of which something holds for it. */
export interface ServiceRegions<Kind extends string> {
  readonly service: string;
  readonly kind: Kind;
  readonly regions: readonly string[];
}

/**
 * Turns lists by region into lists by service, those of most regions first.
 * @param kindOf of one service in one region, what sets it apart: each kind gets a line of its own
 */
export function byService<Kind extends string>(
  regions: readonly RegionReadiness[],
  choose: (region: RegionReadiness) => readonly Readiness[],
  kindOf: (readiness: Readiness) => Kind,
): readonly ServiceRegions<Kind>[] {
  const lines = new Map<string, { service: string; kind: Kind; regions: string[] }>();
  for (const region of regions) {
    for (const readiness of choose(region)) {
      const service = readiness.service.cliName;
      const kind = kindOf(readiness);
      const line = lines.get(`${service} ${kind}`);
      if (line === undefined) {
        lines.set(`${service} ${kind}`, { service, kind, regions: [region.region] });
      } else line.regions.push(region.region);
    }
  }
  return [...lines.values()].sort(
    (a, b) => b.regions.length - a.regions.length || (a.service < b.service ? -1 : 1),
  );
}
