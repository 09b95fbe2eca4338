import { CELL_WORDS } from "@egress6/core/map/cell-words";
import { CELLS } from "@egress6/core/verdict/cell";
import { useState } from "preact/hooks";
import { grouped } from "../map/grouped.js";
import { SERVICE_ORDERS, type ServiceOrder } from "../map/service-order.js";
import { reachablePercent } from "../map/summary.js";
import { address, changeAddress } from "../state/address-state.js";
import { readSaved, save } from "../state/saved.js";
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

const ORDER_WORDS: Readonly<Record<ServiceOrder, string>> = {
  popular: "most used first",
  name: "A to Z",
  most: "most IPv6 first",
  least: "least IPv6 first",
};

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
    <div class="summary">
      <p role="status">
        {services > 0 && (
          <>
            <strong>{percent === null ? "–" : `${percent}%`}</strong>
            <span>{percent === null ? "not checked yet" : "reachable over IPv6"}</span>
          </>
        )}
        <span class="sizes">
          {inServices} · {inRegions}
        </span>
        <i aria-hidden="true">reachable</i>
      </p>
      <select
        aria-label="Order of services"
        value={address.value.order}
        onChange={(event) => {
          const order = SERVICE_ORDERS.find((each) => each === event.currentTarget.value);
          if (order !== undefined) changeAddress({ order });
        }}
      >
        {SERVICE_ORDERS.map((order) => (
          <option key={order} value={order}>
            {ORDER_WORDS[order]}
          </option>
        ))}
      </select>
    </div>
  );
}

const CLOSED = "egress6.strip";

/** What this is and what to do, until it is closed. */
export function Strip() {
  const [isClosed, setClosed] = useState(readSaved(CLOSED) !== null);
  if (isClosed) return null;
  const { ipv6, "opt-in": optIn } = choiceCounts.value;
  const percent = reachablePercent(choiceCounts.value);
  return (
    <p class="strip">
      <span>
        <b>egress6</b> shows teams that leave NAT and IPv4 which AWS endpoints answer over IPv6
        {percent !== null &&
          `: ${percent}% of these${optIn > ipv6 ? ", most only with a setting" : ""}. Click a cell for that line of configuration`}
        . <a href="about.html">What is this?</a>
      </span>
      <button
        type="button"
        class="small"
        aria-label="Close this line"
        onClick={() => {
          setClosed(true);
          save(CLOSED, "closed");
        }}
      >
        ✕
      </button>
    </p>
  );
}
