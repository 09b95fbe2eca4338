import "../styles/map-page.css";
import { startMap } from "../components/start-map.js";

startMap();
