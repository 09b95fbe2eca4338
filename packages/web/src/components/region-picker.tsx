import type { MapData } from "@egress6/core/map/map-data";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { useEffect, useRef, useState } from "preact/hooks";
import { chosenRegions, type RegionChoice } from "../map/region-choice.js";
import { shortRegionName } from "../map/region-name.js";

const PRESETS = [
  { choice: "large", title: "8 large regions" },
  { choice: "all", title: "All regions" },
] as const;

interface RegionPickerProps {
  readonly map: MapData;
  readonly choice: RegionChoice;
  readonly choose: (choice: RegionChoice) => void;
}

/** Presets, and a list to tick regions in. */
export function RegionPicker({ map, choice, choose }: RegionPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLFieldSetElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [isOpen]);
  const isPreset = PRESETS.some((preset) => preset.choice === choice);
  return (
    <fieldset
      class="regions"
      ref={root}
      aria-label="Regions"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        setOpen(false);
        toggle.current?.focus();
      }}
    >
      {PRESETS.map((preset) => (
        <button
          type="button"
          key={preset.choice}
          aria-pressed={choice === preset.choice}
          onClick={() => choose(preset.choice)}
        >
          {preset.title}
        </button>
      ))}
      <button
        type="button"
        ref={toggle}
        aria-expanded={isOpen}
        aria-controls="region-list"
        class={isPreset ? "" : "is-chosen"}
        onClick={() => setOpen(!isOpen)}
      >
        Choose…
      </button>
      {isOpen && <RegionList map={map} choice={choice} choose={choose} />}
    </fieldset>
  );
}

function RegionList({ map, choice, choose }: RegionPickerProps) {
  const { regions } = map.layout;
  const chosen = new Set(chosenRegions(choice, regions) ?? []);
  const toggleRegion = (region: MapRegion) => {
    const kept = regions.filter((each) => chosen.has(each) !== (each === region));
    choose(kept.length === 0 ? "large" : kept.map(({ id }) => id).join(","));
  };
  return (
    <div class="region-list" id="region-list">
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
    </div>
  );
}
