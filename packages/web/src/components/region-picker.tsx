import type { MapData } from "@egress6/core/map/map-data";
import { chosenRegions, type RegionChoice } from "../map/region-choice.js";
import { regionChoiceTitle } from "../map/region-presets.js";
import { lazy } from "./lazy.js";
import { Popover } from "./popover.js";

const RegionPanel = lazy(async () => (await import("./region-panel.js")).RegionPanel);

interface RegionPickerProps {
  readonly map: MapData;
  readonly choice: RegionChoice;
  readonly choose: (choice: RegionChoice) => void;
  /** What the button says; the choice in words when left out. */
  readonly label?: string;
}

/** A button that says which regions are chosen, and opens presets, saved sets and a list to tick. */
export function RegionPicker({ map, choice, choose, label }: RegionPickerProps) {
  const count = chosenRegions(choice, map.layout.regions)?.length ?? 0;
  return (
    <Popover name="Regions" label={label ?? regionChoiceTitle(choice, count)}>
      {() => <RegionPanel map={map} choice={choice} choose={choose} />}
    </Popover>
  );
}
