import "../styles/base.css";
import "../styles/page.css";
import "../styles/file-box.css";
import "../styles/planner.css";
import "../styles/steps.css";
import { render } from "preact";
import { PlannerPage } from "../components/planner-page.js";
import { loadPlanner } from "../state/planner-state.js";
import { followTheme } from "../state/theme.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  render(<PlannerPage />, root);
  void loadPlanner();
}
