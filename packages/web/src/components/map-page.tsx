import { momentText } from "@egress6/core/map/outcome-words";
import { address } from "../state/address-state.js";
import { loadMap, map, mapFault, meta } from "../state/map-state.js";
import { Details } from "./details.js";
import { Matrix } from "./matrix.js";
import { ScanBar } from "./scan-bar.js";
import { SiteHeader } from "./site-header.js";
import { Summary } from "./summary.js";
import { Toolbar } from "./toolbar.js";

export function MapPage() {
  return (
    <>
      <SiteHeader current="index.html">
        <p class="source">
          {sourceWords()} <a href="data/export.json">JSON</a> <a href="data/export.csv">CSV</a>
        </p>
      </SiteHeader>
      <main class="map">
        <h1 class="visually-hidden">AWS endpoints over IPv6: services by region</h1>
        <Content />
      </main>
    </>
  );
}

function sourceWords(): string {
  const rules = map.value?.catalog.rules;
  const observedTo = meta.value?.observedTo ?? null;
  const words = [
    observedTo === null ? [] : [`observed until ${momentText(observedTo)}`],
    rules === undefined ? [] : [`rules: ${rules.source} ${rules.version}`],
    ["data:"],
  ];
  return words.flat().join(" · ");
}

function Content() {
  if (map.value === null) return <Loading />;
  const { openCell } = address.value;
  return (
    <>
      <Toolbar map={map.value} />
      <ScanBar />
      <Summary />
      <div class="content">
        <Matrix map={map.value} />
        {openCell !== null && <Details map={map.value} cell={openCell} />}
      </div>
    </>
  );
}

function Loading() {
  if (mapFault.value === null) return <p class="notice">Loading the map…</p>;
  return (
    <div class="content">
      <p class="notice" role="alert">
        The map could not be loaded. {mapFault.value}{" "}
        <button type="button" onClick={() => void loadMap()}>
          Try again
        </button>
      </p>
    </div>
  );
}
