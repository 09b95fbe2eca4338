import "../styles/base.css";
import "../styles/region-picker.css";
import "../styles/map.css";
import "../styles/grid.css";
import "../styles/details.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { MapPage } from "../components/map-page.js";
import { followAddress } from "../state/address-state.js";
import { followServer } from "../state/live.js";
import { loadMap, map } from "../state/map-state.js";
import { followTheme } from "../state/theme.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  const stop = effect(() => {
    if (map.value === null) return;
    followAddress(map.value.layout);
    if (map.value.meta.isLive) followServer();
    queueMicrotask(() => stop());
  });
  render(<MapPage />, root);
  void loadMap();
}
