import { COST_GROUP_WORDS, COST_GROUPS, costsByGroup } from "@egress6/core/plan/cost-groups";
import type { DesignPlan } from "@egress6/core/plan/design-plan";
import { costText, STATUS_WORDS, usdText } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { riskColumn } from "@egress6/core/plan/risk";
import { approximate, compare, type Exact, minus, ZERO } from "@egress6/core/price/exact";
import { costOver, usdOver } from "../planner/period.js";
import { changePlanner, plannerQuery, shownDesign } from "../state/planner-state.js";

/** Whether a design has a bar: what has no price is no bar of zero. */
export const hasBar = ({ status, network }: DesignPlan): boolean =>
  network !== null && (status === "works" || status === "unsure");

/** A stacked bar for each design that has a cost; a press on it shows the design whole. */
export function CostBars({ plan }: { readonly plan: Plan }) {
  const designs = plan.designs.filter(hasBar);
  const most = designs.reduce<Exact>((max, { network }) => {
    return network !== null && compare(network.usd, max) > 0 ? network.usd : max;
  }, ZERO);
  const groups = new Set(
    designs.flatMap(({ network }) => costsByGroup(network?.lines ?? []).map(([group]) => group)),
  );
  const isAnyRange = designs.some(rangeIn);
  return (
    <>
      <ul class="bar-legend" aria-label="What the bars are made of">
        {COST_GROUPS.filter((group) => groups.has(group)).map((group) => (
          <li key={group}>
            <span class="bar-swatch" data-cost={group} /> {COST_GROUP_WORDS[group]}
          </li>
        ))}
        {isAnyRange && (
          <li>
            <span class="bar-swatch is-range" /> not if all unchecked destinations have IPv6
          </li>
        )}
      </ul>
      <ol class="bars">
        {designs.map((design) => (
          <li key={design.design.id}>
            <Bar design={design} most={most} />
          </li>
        ))}
      </ol>
    </>
  );
}

const rangeIn = ({ low, network }: DesignPlan): Exact | null =>
  low === null || network === null || compare(low, network.usd) >= 0
    ? null
    : minus(network.usd, low);

function Bar({ design: plan, most }: { readonly design: DesignPlan; readonly most: Exact }) {
  const { design, network, status, low, isOverBudget } = plan;
  const { period } = plannerQuery.value;
  const isShown = shownDesign.value?.design.id === design.id;
  const groups = costsByGroup(network?.lines ?? []);
  const share = (usd: Exact) =>
    compare(most, ZERO) === 0 ? 0 : approximate(usd) / approximate(most);
  const says = groups.map(
    ([group, usd]) => `${COST_GROUP_WORDS[group]} ${usdText(usdOver(usd, period))}`,
  );
  const range = rangeIn(plan);
  const risk = [riskColumn(plan.risks), ...(isOverBudget ? ["over budget"] : [])]
    .filter((text) => text !== "")
    .join(", ");
  return (
    <button
      type="button"
      class="bar"
      data-status={status}
      aria-pressed={isShown}
      title={says.join("\n")}
      onClick={() => changePlanner({ design: design.id })}
    >
      <span class="bar-title">{design.title}</span>
      <span class="bar-cost">
        {costText(costOver(plan, period))}
        {status !== "works" && <small> {STATUS_WORDS[status]}</small>}
      </span>
      <span class="bar-track" aria-hidden="true">
        {groups.map(([group, usd]) => (
          <span key={group} data-cost={group} style={{ width: `${share(usd) * 100}%` }} />
        ))}
        {range !== null && (
          <span
            class="bar-range"
            style={{ left: `${share(low ?? ZERO) * 100}%`, width: `${share(range) * 100}%` }}
          />
        )}
      </span>
      <span class="bar-risk">
        <span class="visually-hidden">. Risk: </span>
        {risk === "" ? "no risk noted" : risk}
      </span>
      {says.length > 0 && <span class="visually-hidden">: {says.join(", ")}</span>}
    </button>
  );
}
