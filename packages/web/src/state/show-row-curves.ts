import "../styles/row-curves.css";
import type { ChangeLog } from "@egress6/core/changes/change-log";
import { dayText } from "@egress6/core/map/time-words";
import { effect, signal } from "@preact/signals";
import { reachByDay, type Shares } from "../changes/reach-over-time.js";
import { SPARKLINE_BOX, sparklinePoints } from "../components/sparkline.js";
import { loadChangeLog } from "./load-changes.js";
import { map, statusMatrixVersion } from "./map-state.js";
import { drawRowCurve } from "./row-curves.js";
import { view, visibleRegions, visibleServices } from "./visible-cells.js";

/** Whether rows show their share over time. */
export const areCurvesShown = signal(false);
/** Why they do not. */
export const curvesFault = signal<string | null>(null);

let stop: (() => void) | null = null;

export async function showRowCurves(isWanted: boolean): Promise<void> {
  areCurvesShown.value = isWanted;
  curvesFault.value = null;
  if (!isWanted) {
    stop?.();
    stop = null;
    drawRowCurve.value = removeCurve;
    return;
  }
  try {
    const log = await loadChangeLog(null);
    if (areCurvesShown.peek()) stop ??= followCurves(log);
  } catch (error) {
    areCurvesShown.value = false;
    curvesFault.value = error instanceof Error ? error.message : `${error}`;
  }
}

function followCurves(log: ChangeLog): () => void {
  return effect(() => {
    statusMatrixVersion.value;
    const regions = visibleRegions.value;
    if (map.value === null) return;
    const { days, sharesOf } = reachByDay({ map: map.value, log, view: view.value });
    if (days.length < 2) {
      curvesFault.value = "Observing has just begun: a curve needs more than one day.";
      return;
    }
    const since = dayText(Date.parse(days[0] ?? ""));
    // Of the rows on screen only, and once for each.
    const known = new Map<number, Shares>();
    drawRowCurve.value = (heading, row) => {
      const service = visibleServices.peek()[row] ?? -1;
      const shares = known.get(service) ?? sharesOf([service], regions);
      known.set(service, shares);
      drawCurve(heading, shares, since);
    };
  });
}

const SVG = "http://www.w3.org/2000/svg";

function drawCurve(heading: HTMLElement, shares: Shares, since: string): void {
  let curve = heading.querySelector("svg");
  if (curve === null) {
    curve = document.createElementNS(SVG, "svg");
    curve.setAttribute("viewBox", SPARKLINE_BOX);
    curve.setAttribute("preserveAspectRatio", "none");
    curve.setAttribute("role", "img");
    const line = document.createElementNS(SVG, "polyline");
    line.setAttribute("vector-effect", "non-scaling-stroke");
    curve.append(document.createElementNS(SVG, "title"), line);
    heading.lastElementChild?.before(curve);
  }
  const [title, line] = curve.children;
  const first = shares.find((share) => share !== null);
  if (title) title.textContent = first === undefined ? "unknown" : `${first}% on ${since}, now `;
  line?.setAttribute("points", sparklinePoints(shares));
}

function removeCurve(heading: HTMLElement): void {
  heading.querySelector("svg")?.remove();
}
