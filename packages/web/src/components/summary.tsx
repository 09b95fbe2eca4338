import { CELL_WORDS } from "@egress6/core/map/cell-words";
import { CELLS } from "@egress6/core/verdict/cell";
import { grouped } from "../map/grouped.js";
import { reachablePercent } from "../map/summary.js";
import {
  choiceCounts,
  namedServices,
  visibleRegions,
  visibleServices,
} from "../state/visible-cells.js";

/** The states of all services that the words of the filter leave, as one bar: the counts of the legend. */
export function Proportions() {
  return (
    <div class="proportions" aria-hidden="true">
      {CELLS.map((state) => (
        <div
          key={state}
          data-state={state}
          style={{ flexGrow: choiceCounts.value[state] }}
          title={`${grouped(choiceCounts.value[state])} ${CELL_WORDS[state].name}`}
        />
      ))}
    </div>
  );
}

/**
 * The share, in the corner of the grid. It is of all services that the words of the filter leave, whichever
 * states are looked for: services that were chosen for being IPv4-only would have a share of nothing.
 */
export function Summary() {
  const percent = reachablePercent(choiceCounts.value);
  const services = visibleServices.value.length;
  const regions = visibleRegions.value.length;
  const all = namedServices.value.length;
  const of = services < all ? ` of ${grouped(all)}` : "";
  const inServices = `${grouped(services)}${of} ${all === 1 ? "service" : "services"}`;
  const inRegions = `${regions} ${regions === 1 ? "region" : "regions"}`;
  return (
    <p class="summary" role="status">
      {services > 0 && (
        <>
          <strong>{percent === null ? "–" : `${percent}%`}</strong>
          <span>{percent === null ? "not checked yet" : "reachable over IPv6"}</span>
        </>
      )}
      <span class="sizes">
        {inServices} · {inRegions}
      </span>
    </p>
  );
}
