import "../styles/base.css";
import "../styles/page.css";
import "../styles/file-box.css";
import "../styles/traffic.css";
import { render } from "preact";
import { TrafficPage } from "../components/traffic-page.js";
import { followTheme } from "../state/theme.js";
import { restoreTraffic } from "../state/traffic-state.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  restoreTraffic();
  render(<TrafficPage />, root);
}
