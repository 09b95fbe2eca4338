import type { MapData } from "@egress6/core/map/map-data";
import { momentText } from "@egress6/core/map/time-words";
import { useEffect } from "preact/hooks";
import { address } from "../state/address-state.js";
import { awaitEvidence } from "../state/await-evidence.js";
import { copied } from "../state/copied.js";
import { isHelpOpen } from "../state/help-state.js";
import { map, mapFault, meta } from "../state/map-state.js";
import { hasNotices } from "../state/notice-state.js";
import { isNarrow } from "../state/screen.js";
import { shortcuts } from "../state/shortcuts.js";
import { visibleRegions, visibleServices } from "../state/visible-cells.js";
import { lazy } from "./lazy.js";
import { Matrix } from "./matrix.js";
import { Popover } from "./popover.js";
import { SiteHeader } from "./site-header.js";
import { Proportions, Strip, Summary } from "./summary.js";
import { Toolbar } from "./toolbar.js";

const Details = lazy(() => import("./details.js"), "Details");
const Empty = lazy(() => import("./empty.js"), "Empty");
const Help = lazy(() => import("./help.js"), "Help");
const MapFault = lazy(() => import("./map-fault.js"), "MapFault");
const Notices = lazy(() => import("./notices.js"), "Notices");
const PastPanel = lazy(() => import("./past-panel.js"), "PastPanel");
const NarrowMap = lazy(() => import("./narrow-map.js"), "NarrowMap");

const openHelp = () => {
  isHelpOpen.value = true;
};

shortcuts.set("?", openHelp);
shortcuts.set("/", () => document.getElementById("filter")?.focus());

export function MapPage() {
  useEffect(awaitEvidence, []);
  return (
    <>
      <SiteHeader current="index.html">
        <Source />
        <button
          type="button"
          class="theme-switch"
          aria-label="Help: filter and keyboard"
          aria-keyshortcuts="?"
          onClick={openHelp}
        >
          ?
        </button>
      </SiteHeader>
      <main class="map">
        <h1 class="visually-hidden">AWS endpoints over IPv6: services by region</h1>
        {map.value === null ? <Loading /> : <Content map={map.value} />}
      </main>
      {isHelpOpen.value && <Help />}
      <p class="toast" role="status">
        {copied.value !== null && (
          <span>
            Copied <code>{copied.value.split("\n")[0]}</code>
          </span>
        )}
      </p>
    </>
  );
}

/** How new, and the way to earlier days. */
function Source() {
  const observedTo = meta.value?.observedTo ?? null;
  return (
    <div class="source">
      {observedTo !== null && (
        <Popover name="Day" label={`Observed ${momentText(observedTo)}`}>
          {() => <PastPanel today={new Date(observedTo).toISOString().slice(0, 10)} />}
        </Popover>
      )}
    </div>
  );
}

function Content({ map }: { readonly map: MapData }) {
  const { openCell } = address.value;
  return (
    <>
      <Strip />
      <Toolbar map={map} />
      <Proportions />
      {hasNotices.value && <Notices />}
      <div class="content">
        <Services map={map} />
        {openCell !== null && <Details map={map} cell={openCell} />}
      </div>
    </>
  );
}

function Services({ map }: { readonly map: MapData }) {
  if (visibleServices.value.length === 0 || visibleRegions.value.length === 0) {
    return (
      <div class="matrix-area">
        <Summary />
        <Empty />
      </div>
    );
  }
  return (
    <div class="matrix-area">
      <Summary />
      {isNarrow.value ? <NarrowMap map={map} /> : <Matrix map={map} />}
    </div>
  );
}

function Loading() {
  if (mapFault.value !== null) return <MapFault />;
  return (
    <div class="loading" role="status">
      <p>Loading the map…</p>
    </div>
  );
}
