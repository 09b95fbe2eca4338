import { CELL_ORDER, CELL_WORDS } from "@egress6/core/map/cell-words";
import { grouped } from "../map/scan-words.js";
import { reachablePercent } from "../map/summary.js";
import { ignoredParameters } from "../state/address-state.js";
import { counts, shownRegions, shownServices } from "../state/shown.js";

/** What the filter leaves, in numbers and as one bar. */
export function Summary() {
  const percent = reachablePercent(counts.value);
  const services = shownServices.value.length;
  const regions = shownRegions.value.length;
  const ignored = ignoredParameters.value;
  return (
    <>
      <div class="proportions" aria-hidden="true">
        {CELL_ORDER.map((state) => (
          <div key={state} data-state={state} style={{ flexGrow: counts.value[state] }} />
        ))}
      </div>
      <section class="summary" aria-label="Summary">
        <p role="status">
          {services === 0
            ? "No service has all these words in its names."
            : `${grouped(services)} ${services === 1 ? "service" : "services"} · ${regions} ${regions === 1 ? "region" : "regions"}`}
          {ignored.length > 0 && ` · ignored in the address: ${ignored.join(", ")}`}
        </p>
        {percent === null ? (
          <p>nothing observed here</p>
        ) : (
          <p>
            {percent}% of the observed endpoints answer over IPv6
            <span class="numbers">
              {CELL_ORDER.map(
                (state) => ` · ${grouped(counts.value[state])} ${CELL_WORDS[state].name}`,
              )}
            </span>
          </p>
        )}
      </section>
    </>
  );
}
