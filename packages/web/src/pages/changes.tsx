import "../styles/base.css";
import "../styles/page.css";
import "../styles/changes.css";
import { render } from "preact";
import { ChangesPage } from "../components/changes-page.js";
import { loadChanges } from "../state/changes-state.js";
import { followTheme } from "../state/theme.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  render(<ChangesPage />, root);
  void loadChanges();
}
