import type { MapRegion } from "@egress6/core/map/map-layout";
import { chosenRegions, type RegionChoice } from "./region-choice.js";

export interface RegionPreset {
  readonly choice: RegionChoice;
  readonly title: string;
}

const PRESETS: readonly RegionPreset[] = [
  { choice: "large", title: "Large regions" },
  { choice: "all", title: "All regions" },
  { choice: "us-east-*,us-west-*", title: "United States" },
  { choice: "ca-*,mx-*,sa-*", title: "Other Americas" },
  { choice: "eu-*", title: "Europe" },
  { choice: "ap-*", title: "Asia Pacific" },
  { choice: "af-*,il-*,me-*", title: "Africa and Middle East" },
  { choice: "aws-us-gov", title: "GovCloud" },
  { choice: "aws-cn", title: "China" },
  { choice: "aws-eusc", title: "European Sovereign Cloud" },
];

/** The presets that fit regions of this map. */
export function presetsFor(regions: readonly MapRegion[]): readonly RegionPreset[] {
  return PRESETS.filter(({ choice }) => chosenRegions(choice, regions) !== null);
}

/** `Europe (8)`; `3 regions` when it is no preset. */
export function regionChoiceTitle(choice: RegionChoice, count: number): string {
  const preset = PRESETS.find((each) => each.choice === choice);
  if (preset !== undefined) return `${preset.title} (${count})`;
  return count === 1 ? choice : `${count} regions`;
}
