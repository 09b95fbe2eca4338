import { VARIANTS } from "@egress6/core/endpoint/types";
import type { MapData } from "@egress6/core/map/map-data";
import { useEffect } from "preact/hooks";
import { VIEWS } from "../map/views.js";
import { address, changeAddress } from "../state/address-state.js";
import { query, view, visibleRegions } from "../state/visible-cells.js";
import { lazy } from "./lazy.js";
import { Popover } from "./popover.js";
import { RegionPicker } from "./region-picker.js";
import { StateChips } from "./state-chips.js";

const ExportPanel = lazy(() => import("./export-panel.js"), "ExportPanel");

export function Toolbar({ map }: { readonly map: MapData }) {
  return (
    <search class="toolbar" aria-label="Map">
      <Filter />
      <RegionPicker
        map={map}
        choice={address.value.regions}
        choose={(regions) => changeAddress({ regions })}
        {...tokenLabel()}
      />
      <select
        aria-label="Names shown"
        title="SDKs call the default ones unless told otherwise"
        value={view.value.id}
        disabled={query.value.view !== null}
        onChange={(event) => {
          const chosen = VARIANTS.find((variant) => variant === event.currentTarget.value);
          if (chosen !== undefined) changeAddress({ view: chosen });
        }}
      >
        {VIEWS.map(({ id, title }) => (
          <option key={id} value={id}>
            Hostname: {title}
            {id === "default" && " (usual)"}
          </option>
        ))}
      </select>
      <StateChips />
      <Popover name="Export" label="Export">
        {(close) => <ExportPanel map={map} close={close} />}
      </Popover>
    </search>
  );
}

const understand = async () => (await import("../state/understand-filter.js")).understandFilter();

function Filter() {
  useEffect(() => {
    if (address.value.query !== "") void understand();
  }, []);
  return (
    <input
      type="search"
      id="filter"
      class="filter"
      aria-label="Filter services"
      aria-keyshortcuts="/"
      placeholder="Service, host, ARN"
      title="Words, and status: evidence: region: variant: — press / to come here, ? for help"
      spellcheck={false}
      autocomplete="off"
      value={address.value.query}
      onFocus={understand}
      onInput={(event) => changeAddress({ query: event.currentTarget.value })}
    />
  );
}

/** Regions named in the filter take the place of those chosen here. */
function tokenLabel(): { readonly label?: string } {
  if (query.value.regions === null && query.value.excludedRegions.size === 0) return {};
  const count = visibleRegions.value.length;
  return { label: count === 1 ? "1 region" : `${count} regions` };
}
