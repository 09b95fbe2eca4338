import { momentText } from "@egress6/core/map/time-words";
import { useEffect } from "preact/hooks";
import { grouped } from "../map/grouped.js";
import { address } from "../state/address-state.js";
import { awaitEvidence } from "../state/await-evidence.js";
import { map, mapFault, meta } from "../state/map-state.js";
import { formatAddress } from "../state/page-address.js";
import { shownEvidence } from "../state/shown-evidence.js";
import { view, visibleRegions, visibleServices } from "../state/visible-cells.js";
import { Notices } from "./notices.js";
import { PlainTable } from "./plain-table.js";
import { SiteHeader } from "./site-header.js";

/** The map without a grid, with the same address. */
export function TablePage() {
  useEffect(awaitEvidence, []);
  const observedTo = meta.value?.observedTo ?? null;
  return (
    <>
      <SiteHeader current={null} />
      <main class="page">
        <h1>AWS endpoints over IPv6, as a table</h1>
        {map.value === null ? (
          <p class="notice" role="status">
            {mapFault.value === null
              ? "Loading the table…"
              : `The table could not be loaded. ${mapFault.value}`}
          </p>
        ) : (
          <>
            <p class="lead">
              {grouped(visibleServices.value.length)} services × {visibleRegions.value.length}{" "}
              regions, {view.value.title} hostnames.{" "}
              {observedTo === null ? "Not checked yet." : `Observed ${momentText(observedTo)}.`}{" "}
              <a href={`./${formatAddress(address.value)}`}>To the map</a>
            </p>
            <Notices />
            {shownEvidence.value?.sources.map((words) => (
              <p key={words.source} class="fine">
                <b>{words.word}</b>: {words.name} (<a href={words.source}>source</a>)
              </p>
            ))}
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
            <section class="wide-table" aria-label="Services by region" tabIndex={0}>
              <PlainTable map={map.value} />
            </section>
          </>
        )}
      </main>
    </>
  );
}
