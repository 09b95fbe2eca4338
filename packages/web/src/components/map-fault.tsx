import "../styles/empty.css";
import { loadMap, mapFault } from "../state/map-state.js";

/** In place of the map when its data could not be loaded. */
export function MapFault() {
  return (
    <section class="empty" role="alert">
      <h2>The map could not be loaded</h2>
      <p>{mapFault.value}</p>
      <p class="empty-ways">
        <button type="button" class="primary" onClick={() => void loadMap()}>
          Try again
        </button>
      </p>
    </section>
  );
}
