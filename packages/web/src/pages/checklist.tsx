import "../styles/base.css";
import "../styles/page.css";
import "../styles/file-box.css";
import "../styles/steps.css";
import "../styles/checklist.css";
import { render } from "preact";
import { ChecklistPage } from "../components/checklist-page.js";
import { restoreChecklist } from "../state/checklist-state.js";
import { followTheme } from "../state/theme.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  restoreChecklist();
  render(<ChecklistPage />, root);
}
