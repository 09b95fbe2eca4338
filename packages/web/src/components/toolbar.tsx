import { VARIANTS } from "@egress6/core/endpoint/types";
import { CELL_ORDER, CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import { VIEWS } from "../map/views.js";
import { address, changeAddress } from "../state/address-state.js";
import { RegionPicker } from "./region-picker.js";
import { Swatch } from "./swatch.js";

export function Toolbar({ map }: { readonly map: MapData }) {
  const { query, regions, view } = address.value;
  return (
    <search class="toolbar" aria-label="Map">
      <input
        type="search"
        class="filter"
        aria-label="Filter services"
        placeholder="Filter services"
        value={query}
        onInput={(event) => changeAddress({ query: event.currentTarget.value })}
      />
      <RegionPicker
        map={map}
        choice={regions}
        choose={(choice) => changeAddress({ regions: choice })}
      />
      <select
        aria-label="Names shown"
        value={view}
        onChange={(event) => {
          const chosen = VARIANTS.find((variant) => variant === event.currentTarget.value);
          if (chosen !== undefined) changeAddress({ view: chosen });
        }}
      >
        {VIEWS.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <Legend />
    </search>
  );
}

function Legend() {
  return (
    <ul class="legend" aria-label="Legend">
      {CELL_ORDER.map((state) => (
        <li key={state}>
          <Swatch state={state} />
          {CELL_WORDS[state].name}
        </li>
      ))}
    </ul>
  );
}
