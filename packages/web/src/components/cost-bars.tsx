import { COST_GROUP_WORDS, COST_GROUPS, costsByGroup } from "@egress6/core/plan/cost-groups";
import type { DesignPlan } from "@egress6/core/plan/design-plan";
import { costText, STATUS_WORDS, usdText } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { approximate, compare, type Exact, ZERO } from "@egress6/core/price/exact";
import { changePlanner, shownDesign } from "../state/planner-state.js";

/** A stacked bar for each design that has a cost; a press on it shows the design whole. */
export function CostBars({ plan }: { readonly plan: Plan }) {
  const most = plan.designs.reduce<Exact>((max, { network }) => {
    return network !== null && compare(network.usd, max) > 0 ? network.usd : max;
  }, ZERO);
  const groups = new Set(
    plan.designs.flatMap(({ network }) =>
      costsByGroup(network?.lines ?? []).map(([group]) => group),
    ),
  );
  return (
    <>
      <ul class="bar-legend" aria-label="What the bars are made of">
        {COST_GROUPS.filter((group) => groups.has(group)).map((group) => (
          <li key={group}>
            <span class="bar-swatch" data-cost={group} /> {COST_GROUP_WORDS[group]}
          </li>
        ))}
      </ul>
      <ol class="bars">
        {plan.designs.map((design) => (
          <li key={design.design.id}>
            <Bar design={design} most={most} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Bar({ design: plan, most }: { readonly design: DesignPlan; readonly most: Exact }) {
  const { design, network, status } = plan;
  const isShown = shownDesign.value?.design.id === design.id;
  const groups = costsByGroup(network?.lines ?? []);
  const share = (usd: Exact) =>
    compare(most, ZERO) === 0 ? 0 : approximate(usd) / approximate(most);
  const says = groups.map(([group, usd]) => `${COST_GROUP_WORDS[group]} ${usdText(usd)}`);
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
        {costText(plan)}
        {status !== "works" && <small> {STATUS_WORDS[status]}</small>}
      </span>
      <span class="bar-track" aria-hidden="true">
        {groups.map(([group, usd]) => (
          <span key={group} data-cost={group} style={{ width: `${share(usd) * 100}%` }} />
        ))}
      </span>
      {says.length > 0 && <span class="visually-hidden">: {says.join(", ")}</span>}
    </button>
  );
}
