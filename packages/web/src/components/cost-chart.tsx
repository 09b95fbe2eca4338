import { VARIED } from "@egress6/core/plan/break-evens";
import type { CostCurves } from "@egress6/core/plan/cost-curves";
import { approximate, type Exact } from "@egress6/core/price/exact";
import { useEffect, useRef, useState } from "preact/hooks";
import { chartRows, chartTable, shownCurves, VARIED_WORDS } from "../planner/chart-series.js";
import type { Period } from "../planner/period.js";
import { changePlanner, curves, plannerQuery } from "../state/planner-state.js";
import { PlanTable } from "./plan-section.js";
import { useWidth } from "./use-width.js";

const CHOICE_WORDS = {
  data: "the data",
  count: "the number of instances",
  azs: "the number of zones",
} as const;

/** Break-even: the cost of each design over data, instances or zones, and the same as a table. */
export function CostChart() {
  const found = curves.value;
  if (found === null || (found.curves.length === 0 && found.now !== null)) return null;
  return (
    <section class="plan-section" aria-label="Break-even">
      <h2>Break-even: cost of each design by size</h2>
      <fieldset class="chart-choice">
        <legend class="visually-hidden">The chart goes over</legend>
        {VARIED.map((varied) => (
          <button
            key={varied}
            type="button"
            aria-pressed={plannerQuery.value.varied === varied}
            onClick={() => changePlanner({ varied })}
          >
            {CHOICE_WORDS[varied]}
          </button>
        ))}
      </fieldset>
      {found.now === null ? (
        <p class="fine">
          We do not know how much data this workload sends. Fill in “GB a month” to see the costs
          over it.
        </p>
      ) : (
        <Curves found={found} now={found.now} />
      )}
    </section>
  );
}

function Curves({ found, now }: { readonly found: CostCurves; readonly now: Exact }) {
  const shown = shownCurves(found);
  const { period } = plannerQuery.value;
  return (
    <>
      <Drawing found={found} now={now} period={period} />
      <ul class="bar-legend" aria-label="Lines">
        {shown.map(({ design }, index) => (
          <li key={design.id}>
            <span class="bar-swatch" data-series={index} /> {design.title}
          </li>
        ))}
      </ul>
      <p class="fine">
        USD a {period} by {VARIED_WORDS[found.varied]}; the workload stands at{" "}
        {approximate(now).toLocaleString("en-US", { maximumFractionDigits: 1 })}. Assumes that no
        unchecked destination has IPv6.
      </p>
      <PlanTable
        table={chartTable(found.varied, shown, period)}
        title={`USD a ${period} by ${VARIED_WORDS[found.varied]}`}
      />
    </>
  );
}

/** Drawn by Observable Plot, which is loaded when there is something to draw. */
function Drawing({
  found,
  now,
  period,
}: {
  readonly found: CostCurves;
  readonly now: Exact;
  readonly period: Period;
}) {
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    let isOver = false;
    void draw(found, now, width, period).then(
      (drawing) => {
        if (!isOver) box.current?.replaceChildren(drawing);
      },
      () => setFault(true),
    );
    return () => {
      isOver = true;
    };
  }, [found, now, width, period]);
  const shown = shownCurves(found);
  const label = `Line chart: USD a ${period} of ${shown.length} designs by ${VARIED_WORDS[found.varied]}. The table below has the same figures.`;
  if (fault)
    return (
      <p class="notice">The chart could not be loaded; the table below has the same figures.</p>
    );
  return <figure ref={box} class="cost-chart" role="img" aria-label={label} />;
}

async function draw(
  found: CostCurves,
  now: Exact,
  width: number,
  period: Period,
): Promise<Element> {
  const Plot = await import("@observablehq/plot");
  const shown = shownCurves(found);
  const rows = chartRows(shown, period);
  const titles = shown.map(({ design }) => design.title);
  const drawing = Plot.plot({
    className: "plot",
    width,
    height: Math.round(Math.min(380, width * 0.6)),
    marginLeft: 56,
    x: { label: VARIED_WORDS[found.varied], tickFormat: "~s", nice: true },
    y: { label: `USD a ${period}`, grid: true, zero: true },
    color: { domain: titles, range: titles.map((_, index) => `var(--series-${index})`) },
    marks: [
      Plot.ruleX([approximate(now)], { stroke: "var(--quiet)", strokeDasharray: "4 3" }),
      Plot.lineY(rows, {
        x: "value",
        y: "usd",
        stroke: "design",
        strokeWidth: 2.5,
        marker: found.varied === "azs" ? "dot" : "none",
      }),
    ],
  });
  // The content security policy of the page allows no inline style; planner.css says the same.
  for (const style of drawing.querySelectorAll("style")) style.remove();
  // Its figure is an image with a label; the parts inside say nothing more.
  drawing.setAttribute("aria-hidden", "true");
  return drawing;
}
