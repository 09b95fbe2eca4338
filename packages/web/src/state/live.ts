import { parseScanStatus } from "@egress6/core/map/scan-status-json";
import { parseStatusChanges } from "@egress6/core/map/status-changes";
import { applyChanges, loadMap, map, scan } from "./map-state.js";

/** Follows what a live server observes. A static site never gets here. */
export function followServer(): void {
  const events = new EventSource("api/events");
  // The first time as well: something may have changed between the data and the connection.
  events.addEventListener("open", () => void loadMap());
  events.addEventListener("reload", () => void loadMap());
  events.addEventListener("scan", (event) => {
    const before = scan.peek()?.phase;
    scan.value = parseScanStatus(JSON.parse(event.data));
    // What stands beside the cells, such as the time of the newest observation, is said anew.
    if (before === "running" && scan.value.phase !== "running") void loadMap();
  });
  events.addEventListener("cells", (event) => {
    const shown = map.peek();
    if (shown === null) return;
    applyChanges(shown, parseStatusChanges(JSON.parse(event.data), shown.planes.length));
  });
}
