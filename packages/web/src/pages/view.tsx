import "../styles/base.css";
import "../styles/page.css";
import "../styles/table.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { TablePage } from "../components/table-page.js";
import { address, followAddress } from "../state/address-state.js";
import { loadMap, map } from "../state/map-state.js";
import { followTheme } from "../state/theme.js";
import { understandFilter } from "../state/understand-filter.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  const stop = effect(() => {
    if (map.value === null) return;
    followAddress(map.value.layout);
    // The same address shows the same services as the map.
    if (address.peek().query !== "") void understandFilter();
    queueMicrotask(() => stop());
  });
  render(<TablePage />, root);
  void loadMap();
}
