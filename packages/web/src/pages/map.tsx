import "../styles/base.css";
import "../styles/map.css";
import "../styles/grid.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { MapPage } from "../components/map-page.js";
import { address, followAddress } from "../state/address-state.js";
import { loadMap, map } from "../state/map-state.js";
import { followTheme } from "../state/theme.js";
import { filterReady } from "../state/visible-cells.js";

/** So long nothing is said of loading: data that comes with the page is drawn once, and sooner. */
const QUIET_MS = 200;

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  const stop = effect(() => {
    if (map.value === null) return;
    followAddress(map.value.layout);
    if (map.value.meta.isLive) void import("../state/live.js").then((live) => live.followServer());
    queueMicrotask(() => stop());
  });
  const stopWaiting = effect(() => {
    if (address.value.at === null) return;
    void import("../state/follow-past.js").then((past) => past.followPast());
    queueMicrotask(() => stopWaiting());
  });
  const quiet = new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  // Where the address filters, nothing is drawn that is not meant.
  void Promise.race([loadMap().then(filterReady), quiet]).then(() => render(<MapPage />, root));
}
