import "../styles/past-panel.css";
import { address, changeAddress } from "../state/address-state.js";
import { isDay } from "../state/is-day.js";
import { areCurvesShown, curvesFault, showRowCurves } from "../state/show-row-curves.js";

/** Leads to the map of an earlier day. */
export function PastPanel({ today }: { readonly today: string }) {
  const { at } = address.value;
  return (
    <div class="past-panel">
      <label>
        Show the map as of{" "}
        <input
          type="date"
          max={today}
          value={at ?? today}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (isDay(value)) changeAddress({ at: value >= today ? null : value });
          }}
        />
      </label>
      <p class="fine">
        The end of that day, in UTC. Before the first observation everything is unknown. A hostname
        that was first checked later is shown as it was found then.
      </p>
      <label>
        <input
          type="checkbox"
          checked={areCurvesShown.value}
          onChange={(event) => void showRowCurves(event.currentTarget.checked)}
        />{" "}
        Draw the share of each row over time
      </label>
      {curvesFault.value !== null && (
        <p class="notice" role="alert">
          {curvesFault.value}
        </p>
      )}
      <p>
        <a href={at === null ? "changes.html" : `changes.html?from=${at}&to=${today}`}>
          {at === null ? "What changed, day by day" : "What changed since that day"}
        </a>
      </p>
    </div>
  );
}
