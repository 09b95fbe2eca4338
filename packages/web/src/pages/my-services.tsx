import "../styles/base.css";
import "../styles/page.css";
import "../styles/my-services.css";
import { render } from "preact";
import { MyServicesPage } from "../components/my-services-page.js";
import { loadMyServices } from "../state/my-services-state.js";
import { followTheme } from "../state/theme.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  render(<MyServicesPage />, root);
  void loadMyServices();
}
