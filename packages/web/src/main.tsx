import { effect } from "@preact/signals";
import { render } from "preact";
import { Page } from "./components/page.js";
import { followAddress } from "./state/address-state.js";
import { followServer } from "./state/live.js";
import { loadMap, map } from "./state/map-state.js";
import "./styles/page.css";
import "./styles/grid.css";
import "./styles/details.css";

const root = document.getElementById("app");
if (root !== null) {
  const stop = effect(() => {
    if (map.value === null) return;
    followAddress(map.value.layout);
    if (map.value.meta.isLive) followServer();
    queueMicrotask(() => stop());
  });
  render(<Page />, root);
  void loadMap();
}
