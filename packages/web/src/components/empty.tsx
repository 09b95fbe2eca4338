import "../styles/empty.css";
import { address, changeAddress } from "../state/address-state.js";
import { visibleRegions } from "../state/visible-cells.js";

/** In place of the map when the filter leaves nothing. */
export function Empty() {
  const { query, states } = address.value;
  return (
    <section class="empty" aria-label="Nothing to show">
      <p class="empty-glyph" aria-hidden="true">
        ○
      </p>
      {visibleRegions.value.length === 0 ? (
        <h2>The filter leaves no region</h2>
      ) : (
        <h2>No service fits {query === "" ? "these states" : <q>{query}</q>}</h2>
      )}
      <p>
        A word is looked for in CLI names (<code>logs</code>), service ids (
        <code>CloudWatch Logs</code>) and display names.
      </p>
      <p class="empty-ways">
        {query !== "" && (
          <button type="button" class="primary" onClick={() => changeAddress({ query: "" })}>
            Clear the filter
          </button>
        )}
        {states.length > 0 && (
          <button type="button" onClick={() => changeAddress({ states: [] })}>
            Whatever the state
          </button>
        )}
      </p>
    </section>
  );
}
