import type { MapData } from "@egress6/core/map/map-data";
import { parseScanStatus } from "@egress6/core/map/scan-status-json";
import { parseStatusChanges, type StatusChanges } from "@egress6/core/map/status-changes";
import { changedServices, loadMap, map, scan, statusMatrixVersion } from "./map-state.js";

/** Follows what a live server observes. A static site never gets here. */
export function followServer(): void {
  const events = new EventSource("api/events");
  let loads = Promise.resolve();
  /** What was told while the map was being loaded: the answer may have been made before. */
  let toldMeanwhile: (() => void)[] | null = null;
  const load = () => {
    loads = loads.then(async () => {
      toldMeanwhile = [];
      await loadMap();
      for (const apply of toldMeanwhile) apply();
      toldMeanwhile = null;
    });
  };
  const on = (kind: string, apply: (data: unknown) => void) =>
    events.addEventListener(kind, ({ data }) => {
      const told = () => apply(JSON.parse(data));
      told();
      toldMeanwhile?.push(told);
    });
  // The first time as well: something may have changed between the data and the connection.
  events.addEventListener("open", load);
  events.addEventListener("reload", load);
  on("scan", (data) => {
    const before = scan.peek()?.phase;
    scan.value = parseScanStatus(data);
    // What stands beside the cells, such as the time of the newest observation, is said anew.
    if (before === "running" && scan.value.phase !== "running") load();
  });
  on("cells", (data) => {
    const shown = map.peek();
    if (shown === null) return;
    applyChanges(shown, parseStatusChanges(data, shown.statusMatrix.length));
  });
}

function applyChanges({ statusMatrix, layout }: MapData, changes: StatusChanges): void {
  const services = new Set<number>();
  for (const [place, code] of changes) {
    statusMatrix[place] = code;
    services.add(Math.floor(place / layout.regions.length) % layout.serviceCount);
  }
  changedServices.value = services;
  statusMatrixVersion.value++;
}
