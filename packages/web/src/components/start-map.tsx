import { effect } from "@preact/signals";
import { render } from "preact";
import { USUAL_CHOICES } from "../map/region-choice.js";
import { address, followAddress } from "../state/address-state.js";
import { loadMap, map } from "../state/map-state.js";
import { followTheme } from "../state/theme.js";
import { filterReady } from "../state/visible-cells.js";
import { MapPage } from "./map-page.js";

/** So long nothing is said of loading: data that comes with the page is drawn once, and sooner. */
const QUIET_MS = 200;

/** Beside the page itself, as what is compressed together is smaller. */
export function startMap(): void {
  const root = document.getElementById("app");
  if (root === null) return;
  followTheme();
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
  const stopUsual = effect(() => {
    const { regions, view, at } = address.value;
    if (regions in USUAL_CHOICES && view === "default" && at === null) return;
    void import("../state/page-title.js").then(({ followTitle }) => followTitle());
    queueMicrotask(() => stopUsual());
  });
  const quiet = new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  // Where the address filters, nothing is drawn that is not meant.
  void Promise.race([loadMap().then(filterReady), quiet]).then(() => render(<MapPage />, root));
}
