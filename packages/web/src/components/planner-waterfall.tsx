import { usdText } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import type { Section } from "@egress6/core/plan/section";
import { type Waterfall, type WaterfallStep, waterfallOf } from "@egress6/core/plan/way/waterfall";
import type { WayToDesign } from "@egress6/core/plan/way/way";
import { bytesText, savedText } from "@egress6/core/plan/way/way-words";
import { approximate, compare, type Exact, isZero, ZERO } from "@egress6/core/price/exact";
import { type Period, rangeOver, usdOver } from "../planner/period.js";
import { plannerQuery } from "../state/planner-state.js";
import { PlanTable } from "./plan-section.js";
import { Words } from "./words.js";

interface PlannerWaterfallProps {
  readonly way: WayToDesign;
  readonly plan: Plan;
}

/** Which change saves what: drawn from the cost of today down to that of the design, and as a table. */
export function PlannerWaterfall({ way, plan }: PlannerWaterfallProps) {
  const { period } = plannerQuery.value;
  const waterfall = waterfallOf(way, plan);
  if (way.changes.length === 0) return null;
  const { table } = changesTable(way, waterfall, period);
  return (
    <section class="plan-section" aria-label="Changes">
      <h3>Which change saves what</h3>
      {waterfall === null ? (
        <p class="fine">
          {way.isTodayKnown
            ? "A price or a volume is not known, so we cannot draw the way from today's cost."
            : "We do not know what exists today, so no change has a saving. Fill in “What exists today”."}
        </p>
      ) : (
        <>
          <Drawing waterfall={waterfall} title={way.design.design.title} period={period} />
          {waterfall.isRange && (
            <p class="fine">
              {waterfall.scenario === "high"
                ? "Drawn for the case that no unchecked destination has IPv6."
                : "Drawn for the case that all unchecked destinations have IPv6."}
            </p>
          )}
        </>
      )}
      {table !== undefined && <PlanTable table={table} title="Changes" />}
      <details>
        <summary>How to undo each change</summary>
        <ul class="plan-items">
          {way.changes.map(({ id, what, rollback }) => (
            <li key={id}>
              <b>{what}</b>: <Words text={rollback} />
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function changesTable(
  { changes }: WayToDesign,
  waterfall: Waterfall | null,
  period: Period,
): Pick<Section, "table"> {
  const afterOf = (id: string): string => {
    const step = waterfall?.steps.find(({ change }) => change.id === id);
    return step === undefined ? "–" : usdText(usdOver(step.after, period));
  };
  const rows = changes.map(({ id, what, saves, moved, risk }) => [
    what,
    savedText(rangeOver(saves, period)),
    afterOf(id),
    moved === 0n ? "" : bytesText(moved),
    risk,
  ]);
  return {
    table: {
      head: ["change", `saves a ${period}`, `cost after it`, "moves a month", "risk"],
      rows,
      numbers: [1, 2, 3],
    },
  };
}

interface DrawingProps {
  readonly waterfall: Waterfall;
  readonly title: string;
  readonly period: Period;
}

function Drawing({ waterfall, title, period }: DrawingProps) {
  const { today, design, steps } = waterfall;
  const most = Math.max(
    ...[today, design, ...steps.map(({ after }) => after)].map((usd) => approximate(usd)),
    0.01,
  );
  const percent = (usd: Exact) => Math.max(0, (approximate(usd) / most) * 100);
  const shown = steps.filter(({ saves }) => !isZero(saves));
  const label = `Waterfall: from ${usdText(usdOver(today, period))} a ${period} today to ${usdText(usdOver(design, period))} with “${title}”. The table below has the same figures.`;
  return (
    <figure class="waterfall" role="img" aria-label={label}>
      <Row
        label="Today"
        amount={usdText(usdOver(today, period))}
        kind="total"
        from={0}
        to={percent(today)}
      />
      {shown.map((step) => (
        <Row
          key={step.change.id}
          label={step.change.what}
          amount={signedText(step, period)}
          kind={compare(step.saves, ZERO) > 0 ? "less" : "more"}
          from={Math.min(percent(step.before), percent(step.after))}
          to={Math.max(percent(step.before), percent(step.after))}
        />
      ))}
      <Row
        label={title}
        amount={usdText(usdOver(design, period))}
        kind="total"
        from={0}
        to={percent(design)}
      />
    </figure>
  );
}

/** `−$188.10`, `+$7.30` */
function signedText({ saves }: WaterfallStep, period: Period): string {
  const usd = usdOver(saves, period);
  const size = usdText({ ...usd, numerator: usd.numerator < 0n ? -usd.numerator : usd.numerator });
  return `${compare(usd, ZERO) > 0 ? "−" : "+"}${size}`;
}

interface RowProps {
  readonly label: string;
  readonly amount: string;
  readonly kind: "total" | "less" | "more";
  /** In per cent. */
  readonly from: number;
  readonly to: number;
}

const Row = ({ label, amount, kind, from, to }: RowProps) => (
  <div class="waterfall-row" aria-hidden="true">
    <span class="waterfall-label">{label}</span>
    <span class="waterfall-track">
      <span data-kind={kind} style={{ left: `${from}%`, width: `${Math.max(0.4, to - from)}%` }} />
    </span>
    <span class="waterfall-amount">{amount}</span>
  </div>
);
