import type { MapData } from "@egress6/core/map/map-data";
import type { RegionChoice } from "../map/region-choice.js";
import { regionChoiceTitle } from "../map/region-presets.js";
import { lazy } from "./lazy.js";
import { Popover } from "./popover.js";

const RegionPanel = lazy(() => import("./region-panel.js"), "RegionPanel");

interface RegionPickerProps {
  readonly map: MapData;
  readonly choice: RegionChoice;
  readonly choose: (choice: RegionChoice) => void;
  /** What the button says; the choice in words when left out. */
  readonly label?: string;
}

/** A button that says which regions are chosen, and opens presets, saved sets and a list to tick. */
export function RegionPicker({ map, choice, choose, label }: RegionPickerProps) {
  return (
    <Popover name="Regions" label={label ?? regionChoiceTitle(choice, map.layout.regions)}>
      {() => <RegionPanel map={map} choice={choice} choose={choose} />}
    </Popover>
  );
}
