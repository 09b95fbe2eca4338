import { CELL_WORDS } from "@egress6/core/map/cell-words";
import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { grouped } from "../map/grouped.js";
import { address, changeAddress } from "../state/address-state.js";
import { shownEvidence } from "../state/shown-evidence.js";
import { choiceCounts } from "../state/visible-cells.js";
import { Swatch } from "./swatch.js";

/** The legend, which also chooses: services with a cell of these states. */
export function StateChips() {
  const chosen = address.value.states;
  const Legend = shownEvidence.value?.Legend;
  const toggle = (state: Cell) =>
    changeAddress({
      states: CELLS.filter((each) => chosen.includes(each) !== (each === state)),
    });
  return (
    <fieldset class="chips" aria-label="Legend, and states to look for">
      {CELLS.map((state) => (
        <button
          key={state}
          type="button"
          class="chip"
          aria-pressed={chosen.includes(state)}
          title={`${CELL_WORDS[state].sentence} Click to look for these.`}
          onClick={() => toggle(state)}
        >
          <Swatch state={state} />
          {CELL_WORDS[state].name} <span class="count">{grouped(choiceCounts.value[state])}</span>
        </button>
      ))}
      {Legend && <Legend />}
    </fieldset>
  );
}
