import "../styles/base.css";
import "../styles/page.css";
import "../styles/table.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { TablePage } from "../components/table-page.js";
import { followAddress } from "../state/address-state.js";
import { loadMap, map } from "../state/map-state.js";
import { followTheme } from "../state/theme.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  const stop = effect(() => {
    if (map.value === null) return;
    followAddress(map.value.layout);
    queueMicrotask(() => stop());
  });
  render(<TablePage />, root);
  void loadMap();
}
