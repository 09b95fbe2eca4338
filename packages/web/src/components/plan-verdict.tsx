import type { DesignPlan, DesignStatus } from "@egress6/core/plan/design-plan";
import { costText, usdText } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { compare, minus } from "@egress6/core/price/exact";

/** Whether public IPv4 can go, and for how much. */
function ipv4FreeText({ ipv4Free, designs }: Plan): string {
  const { verdict } = ipv4Free;
  const free = designs.find(({ design }) => design.id === ipv4Free.design);
  const price = free === undefined ? "" : `${costWords(free)}: ${free.design.title}`;
  if (verdict === "no") return "Public IPv4 cannot go yet.";
  if (verdict === "unsure") return `Public IPv4 may be able to go${price}.`;
  return `Public IPv4 can go${free === designs[0] ? "" : price}.`;
}

function costWords(design: DesignPlan): string {
  const cost = costText(design);
  return cost === "–" ? "" : `, for ${cost}`;
}

/** When the best design has no figure to rely on. */
const NO_DESIGN_WORDS: Readonly<Record<DesignStatus, string>> = {
  works: "A price is missing.",
  unsure: "No design works for certain: it depends on names without a verdict.",
  "not-priceable": "No design has all its prices in this region.",
  blocked: "No design reaches everything: below is what is in the way.",
  excluded: "The constraints rule out every design.",
};

/** The answer in two sentences. */
export function PlanVerdict({ plan }: { readonly plan: Plan }) {
  const { designs, existingCost } = plan;
  const [best] = designs;
  const isGood = best?.status === "works" && best.low !== null;
  const isExact =
    existingCost?.low && existingCost.high && compare(existingCost.low, existingCost.high) === 0;
  const saved =
    isGood && existingCost?.low && best.high !== null && compare(best.high, existingCost.low) < 0
      ? `, ${isExact ? "" : "at least "}${usdText(minus(existingCost.low, best.high))} less than today`
      : "";
  return (
    <p class="plan-verdict" role="status">
      {isGood
        ? `${costText(best)} a month: ${best.design.title}${saved}. `
        : `${NO_DESIGN_WORDS[best?.status ?? "blocked"]} `}
      {ipv4FreeText(plan)}
    </p>
  );
}
