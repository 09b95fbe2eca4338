import type { MapRegion } from "@egress6/core/map/map-layout";
import { chosenRegions, type RegionChoice, USUAL_CHOICES } from "./region-choice.js";

export interface RegionPreset {
  readonly choice: RegionChoice;
  readonly title: string;
}

/** Of the commercial partition, whose regions are too many for one preset. */
const AREAS: readonly RegionPreset[] = [
  { choice: "us-east-*,us-west-*", title: "United States" },
  { choice: "ca-*,mx-*,sa-*", title: "Other Americas" },
  { choice: "eu-*", title: "Europe" },
  { choice: "ap-*", title: "Asia Pacific" },
  { choice: "af-*,il-*,me-*", title: "Africa and Middle East" },
];

/** The presets that fit regions of this map: the areas, and each public partition of which no area has a region. */
export function presetsFor(regions: readonly MapRegion[]): readonly RegionPreset[] {
  const areas = AREAS.filter(({ choice }) => chosenRegions(choice, regions) !== null);
  const inAreas = new Set(
    areas.flatMap(({ choice }) => chosenRegions(choice, regions) ?? []).map(partitionOf),
  );
  const partitions = new Map(
    regions
      .filter((region) => region.isPublic && !inAreas.has(region.partition))
      .map((region) => [region.partition, region.partitionTitle]),
  );
  return [
    ...Object.entries(USUAL_CHOICES).map(([choice, title]) => ({ choice, title })),
    ...areas,
    ...[...partitions].map(([choice, title]) => ({ choice, title })),
  ];
}

const partitionOf = ({ partition }: MapRegion): string => partition;

/** `Europe (8)`; `3 regions` when it is no preset. */
export function regionChoiceTitle(choice: RegionChoice, regions: readonly MapRegion[]): string {
  const count = chosenRegions(choice, regions)?.length ?? 0;
  const preset = presetsFor(regions).find((each) => each.choice === choice);
  if (preset !== undefined) return `${preset.title} (${count})`;
  return count === 1 ? choice : `${count} regions`;
}
