import "../styles/base.css";
import "../styles/page.css";
import "../styles/hosts.css";
import { render } from "preact";
import { Hosts } from "../components/hosts.js";
import { SiteHeader } from "../components/site-header.js";
import { followTheme } from "../state/theme.js";

followTheme();
const root = document.getElementById("app");
if (root !== null) {
  render(
    <>
      <SiteHeader current="hosts.html" />
      <Hosts />
    </>,
    root,
  );
}
