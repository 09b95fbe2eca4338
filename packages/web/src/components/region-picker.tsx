import type { MapData } from "@egress6/core/map/map-data";
import { useEffect, useState } from "preact/hooks";
import { chosenRegions, type RegionChoice, USUAL_CHOICES } from "../map/region-choice.js";
import type { regionChoiceTitle } from "../map/region-presets.js";
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
  const { regions } = map.layout;
  const count = chosenRegions(choice, regions)?.length ?? 0;
  const title = useChoiceTitle(choice)?.(choice, regions);
  const usual = USUAL_CHOICES[choice];
  return (
    <Popover
      name="Regions"
      label={label ?? title ?? (usual ? `${usual} (${count})` : `${count} regions`)}
    >
      {() => <RegionPanel map={map} choice={choice} choose={choose} />}
    </Popover>
  );
}

/** The words for any choice, loaded with the first that is not one of those that most people stay with. */
function useChoiceTitle(choice: RegionChoice): typeof regionChoiceTitle | null {
  const [words, setWords] = useState<{ readonly titleOf: typeof regionChoiceTitle } | null>(null);
  const isUsual = choice in USUAL_CHOICES;
  useEffect(() => {
    if (isUsual) return;
    import("../map/region-presets.js").then(
      ({ regionChoiceTitle: titleOf }) => setWords({ titleOf }),
      // Their number is said until then.
      () => {},
    );
  }, [isUsual]);
  return words?.titleOf ?? null;
}
