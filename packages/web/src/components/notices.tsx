import { dayText } from "@egress6/core/map/time-words";
import { staleWords } from "../map/stale-words.js";
import { changeAddress, ignoredParameters } from "../state/address-state.js";
import { meta } from "../state/map-state.js";
import { oldDays } from "../state/notice-state.js";
import { pastDay, pastFault } from "../state/past-state.js";
import { query } from "../state/visible-cells.js";
import { ScanBar } from "./scan-bar.js";

const PARTS: Readonly<Record<string, string>> = {
  q: "the filter",
  r: "the regions",
  v: "the hostnames shown",
  s: "the states",
  o: "the order",
  at: "the day",
  c: "the open cell",
};

const partOfLink = (name: string) =>
  PARTS[name] === undefined ? `“${name}”` : `${PARTS[name]} (${name}=)`;

/** What a person has to know beside the cells. Nothing when all is well. */
export function Notices() {
  const ignored = ignoredParameters.value;
  const { problems } = query.value;
  const observedTo = meta.value?.observedTo ?? null;
  return (
    <>
      <ScanBar />
      <div class="notices" role="status">
        {ignored.length > 0 && (
          <p class="notice">
            Part of this link could not be read, so it is ignored:{" "}
            {ignored.map(partOfLink).join(", ")}.
          </p>
        )}
        {problems.length > 0 && <p class="notice">Ignored in the filter: {problems.join(" · ")}</p>}
        {oldDays.value !== null && observedTo !== null && (
          <p class="notice">{staleWords(oldDays.value, observedTo)}</p>
        )}
        {pastFault.value !== null && <p class="notice">{pastFault.value}</p>}
        {pastDay.value !== null && (
          <p class="notice">
            The map as of the end of <strong>{dayText(Date.parse(pastDay.value))}</strong> (UTC).{" "}
            <button type="button" class="small" onClick={() => changeAddress({ at: null })}>
              Back to now
            </button>
          </p>
        )}
      </div>
    </>
  );
}
