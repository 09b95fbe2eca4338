import "../styles/empty.css";
import { useEffect } from "preact/hooks";
import { address, changeAddress } from "../state/address-state.js";
import { openFind } from "../state/shortcuts.js";
import { understandFilter } from "../state/understand-filter.js";
import { visibleRegions } from "../state/visible-cells.js";

/** In place of the map when the filter leaves nothing. */
export function Empty() {
  const { query, states } = address.value;
  // The words may mean more than what stands in names.
  useEffect(() => void understandFilter(), []);
  return (
    <section class="empty" aria-label="Nothing to show">
      <p class="empty-glyph" aria-hidden="true">
        ○
      </p>
      {visibleRegions.value.length === 0 ? (
        <h2>The filter leaves no region</h2>
      ) : (
        <h2>No service matches {query === "" ? "these states" : <q>{query}</q>}</h2>
      )}
      <p>
        A word is looked for in the names of services, and taken for a region, a host, an ARN or
        another word for a service where it is one.
      </p>
      <p class="empty-ways">
        {query !== "" && (
          <button type="button" class="primary" onClick={() => changeAddress({ query: "" })}>
            Clear the filter
          </button>
        )}
        <button type="button" onClick={openFind}>
          Ask about something else
        </button>
        {states.length > 0 && (
          <button type="button" onClick={() => changeAddress({ states: [] })}>
            Any state
          </button>
        )}
      </p>
    </section>
  );
}
