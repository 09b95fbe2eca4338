import "../styles/region-panel.css";
import type { MapData } from "@egress6/core/map/map-data";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { useEffect, useState } from "preact/hooks";
import { chosenRegions, DEFAULT_REGIONS, type RegionChoice } from "../map/region-choice.js";
import { shortRegionName } from "../map/region-name.js";
import { presetsFor } from "../map/region-presets.js";
import { forgetSet, keepSet, loadSavedSets, savedSets } from "../state/saved-sets.js";

interface RegionPanelProps {
  readonly map: MapData;
  readonly choice: RegionChoice;
  readonly choose: (choice: RegionChoice) => void;
}

/** Presets, sets of one's own, and a list to tick regions in. */
export function RegionPanel({ map, choice, choose }: RegionPanelProps) {
  const { regions } = map.layout;
  useEffect(() => loadSavedSets(regions), [regions]);
  return (
    <div class="region-panel">
      <div class="presets">
        {presetsFor(regions).map((preset) => (
          <button
            type="button"
            key={preset.choice}
            aria-pressed={preset.choice === choice}
            onClick={() => choose(preset.choice)}
          >
            {preset.title} <small>{chosenRegions(preset.choice, regions)?.length}</small>
          </button>
        ))}
      </div>
      <SavedSets choice={choice} choose={choose} />
      <RegionList map={map} choice={choice} choose={choose} />
    </div>
  );
}

function SavedSets({ choice, choose }: Omit<RegionPanelProps, "map">) {
  const [name, setName] = useState("");
  return (
    <form
      class="saved-sets"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "") return;
        keepSet({ name: name.trim(), choice });
        setName("");
      }}
    >
      <ul aria-label="Saved sets">
        {savedSets.value.map((set) => (
          <li key={set.name}>
            <button
              type="button"
              aria-pressed={set.choice === choice}
              onClick={() => choose(set.choice)}
            >
              {set.name}
            </button>
            <button
              type="button"
              class="forget"
              aria-label={`Forget ${set.name}`}
              onClick={() => forgetSet(set.name)}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <input
        aria-label="Name for these regions"
        placeholder="Keep these regions as …"
        maxLength={40}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" disabled={name.trim() === ""}>
        Save
      </button>
    </form>
  );
}

function RegionList({ map, choice, choose }: RegionPanelProps) {
  const { regions } = map.layout;
  const chosen = new Set(chosenRegions(choice, regions) ?? []);
  const toggleRegion = (region: MapRegion) => {
    const kept = regions.filter((each) => chosen.has(each) !== (each === region));
    choose(kept.length === 0 ? DEFAULT_REGIONS : kept.map(({ id }) => id).join(","));
  };
  return (
    <>
      {map.catalog.partitions
        .filter(({ isPublic }) => isPublic)
        .map((partition) => (
          <fieldset key={partition.id}>
            <legend>
              {partition.name}{" "}
              <button type="button" class="small" onClick={() => choose(partition.id)}>
                only these
              </button>
            </legend>
            {regions
              .filter((region) => region.partition === partition.id)
              .map((region) => (
                <label key={region.id}>
                  <input
                    type="checkbox"
                    checked={chosen.has(region)}
                    onChange={() => toggleRegion(region)}
                  />
                  <span>{region.id}</span> <small>{shortRegionName(region.name)}</small>
                </label>
              ))}
          </fieldset>
        ))}
    </>
  );
}
