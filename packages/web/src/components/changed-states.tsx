import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import type { Cell } from "@egress6/core/verdict/cell";
import type { ChangedCells } from "../changes/changed-cells.js";
import type { View } from "../map/views.js";
import { ChangedRegions, ChangedService } from "./changed-subjects.js";
import { Swatch } from "./swatch.js";

interface ChangedStatesProps {
  readonly map: MapData;
  /** Those of one service one after the other. */
  readonly cells: readonly ChangedCells[];
  /** The names that the states are of. */
  readonly view: View;
}

/** By service, which state of the map became which, with the regions. */
export function ChangedStates({ map, cells, view }: ChangedStatesProps) {
  if (cells.length === 0) return null;
  const services = [...new Set(cells.map(({ service }) => service))];
  return (
    <section class="day" aria-labelledby="changed-states-title">
      <h2 id="changed-states-title">On the map</h2>
      <p class="fine">
        What a service was in a region and what it became
        {view.id === "default" ? "" : `, by its ${view.title} names`}.
      </p>
      <ul>
        {services.map((service) => (
          <li key={service} class="changed">
            <ChangedService map={map} service={service} />
            <ul>
              {cells
                .filter((each) => each.service === service)
                .map(({ from, to, regions }) => (
                  <li key={`${from} ${to}`} class="change">
                    <p class="states">
                      <State state={from} />
                      <span aria-hidden="true">→</span>
                      <span class="visually-hidden"> became </span>
                      <State state={to} />
                    </p>
                    <ChangedRegions subject={service} regions={regions} />
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function State({ state }: { readonly state: Cell }) {
  return (
    <span class="state">
      <Swatch state={state} />
      {CELL_WORDS[state].name}
    </span>
  );
}
