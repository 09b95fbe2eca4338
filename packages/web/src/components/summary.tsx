import { CELL_WORDS } from "@egress6/core/map/cell-words";
import { CELLS } from "@egress6/core/verdict/cell";
import { grouped } from "../map/grouped.js";
import { reachablePercent } from "../map/summary.js";
import { counts, visibleRegions, visibleServices } from "../state/visible-cells.js";

/** What the filter leaves, as one bar. */
export function Proportions() {
  return (
    <div class="proportions" aria-hidden="true">
      {CELLS.map((state) => (
        <div
          key={state}
          data-state={state}
          style={{ flexGrow: counts.value[state] }}
          title={`${grouped(counts.value[state])} ${CELL_WORDS[state].name}`}
        />
      ))}
    </div>
  );
}

/** What the filter leaves, in numbers; in the corner of the grid. */
export function Summary() {
  const percent = reachablePercent(counts.value);
  const services = visibleServices.value.length;
  const regions = visibleRegions.value.length;
  const inServices = `${grouped(services)} ${services === 1 ? "service" : "services"}`;
  const inRegions = `${regions} ${regions === 1 ? "region" : "regions"}`;
  return (
    <p class="summary" role="status">
      {services > 0 && (
        <>
          <strong>{percent === null ? "–" : `${percent}%`}</strong>
          <span>{percent === null ? "nothing observed" : "reachable over IPv6"}</span>
        </>
      )}
      <span class="sizes">
        {inServices} · {inRegions}
      </span>
    </p>
  );
}
