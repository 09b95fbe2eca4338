import { carriesAll, type DesignPlan, type DesignStatus } from "@egress6/core/plan/design-plan";
import { differenceText, type Headline } from "@egress6/core/plan/headlines";
import { costText, usdText } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { riskColumn } from "@egress6/core/plan/risk";
import { compare, type Exact, ZERO } from "@egress6/core/price/exact";
import type { ComponentChildren } from "preact";
import { costOver, type Period, rangeOver, usdOver } from "../planner/period.js";
import { changePlanner, plannerQuery } from "../state/planner-state.js";
import { EXISTING_ID } from "./planner-form.js";

/** Whether public IPv4 can go. */
function ipv4FreeText({ ipv4Free, designs }: Plan): string {
  const { verdict } = ipv4Free;
  const free = designs.find(({ design }) => design.id === ipv4Free.design);
  const which = free === undefined ? "" : `: ${free.design.title}${costWords(free)}`;
  if (verdict === "no") return "You still need public IPv4.";
  if (verdict === "unsure") {
    return `You may not need public IPv4${which}. It depends on hosts that we have not checked.`;
  }
  return `You do not need public IPv4${free === designs[0] ? "" : which}.`;
}

function costWords(design: DesignPlan): string {
  const { period } = plannerQuery.value;
  const cost = costText(costOver(design, period));
  return cost === "–" ? "" : `, ${cost} a ${period}`;
}

/** When no design has a figure to rely on. */
const NO_DESIGN_WORDS: Readonly<Record<DesignStatus, string>> = {
  works: "A price is missing.",
  unsure: "No design is certain to work yet: we have not checked all destinations.",
  "not-priceable": "Designs work here, but none has all its prices.",
  blocked: "No design reaches everything. What is in the way stands below.",
  excluded: "The constraints rule out every design.",
};

/** `2 of 13 designs have a price here.` */
function coverageText({ designs }: Plan): string {
  const working = designs.filter(carriesAll);
  const priced = working.filter(({ rank }) => rank !== null);
  if (priced.length === working.length) return "";
  const others = priced.length === 0 ? "" : " The others may cost less.";
  return `${priced.length} of ${working.length} designs that work ${priced.length === 1 ? "has" : "have"} a price here.${others}`;
}

/** The answer: what it costs today, at least, and where AWS runs all of it; then what to know of that. */
export function PlanVerdict({ plan }: { readonly plan: Plan }) {
  const { period } = plannerQuery.value;
  const { today, cheapest, cheapestManaged } = plan.headlines;
  const isRanked = cheapest.design !== null;
  const says = [
    isRanked ? "" : NO_DESIGN_WORDS[plan.designs[0]?.status ?? "blocked"],
    ipv4FreeText(plan),
    coverageText(plan),
  ];
  return (
    <div class="plan-verdict">
      <div class="headlines">
        <Card title="Today">
          <TodayCost headline={today} plan={plan} period={period} />
        </Card>
        <Card title="Cheapest">
          <DesignCost headline={cheapest} plan={plan} period={period} />
        </Card>
        <Card title="Cheapest managed by AWS">
          <DesignCost headline={cheapestManaged} plan={plan} period={period} />
        </Card>
      </div>
      <p role="status">{says.filter((text) => text !== "").join(" ")}</p>
    </div>
  );
}

interface CardProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

const Card = ({ title, children }: CardProps) => (
  <section class="headline" aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
);

interface CostProps {
  readonly headline: Headline;
  readonly plan: Plan;
  readonly period: Period;
}

function TodayCost({ headline, plan, period }: CostProps) {
  const { low, high } = rangeOver(headline.usdPerMonth, period);
  if (low === null) {
    return plan.existingCost === null ? (
      <>
        <p class="headline-cost">not known</p>
        <p class="fine">
          <button type="button" class="small" onClick={openExisting}>
            Say what exists
          </button>{" "}
          to compare with it.
        </p>
      </>
    ) : (
      <>
        <p class="headline-cost">no price</p>
        <p class="fine">We lack a price of what exists in this region.</p>
      </>
    );
  }
  const text =
    high === null
      ? `from ${usdText(low)}`
      : compare(low, high) === 0
        ? usdText(low)
        : `${usdText(low)} to ${usdText(high)}`;
  return (
    <>
      <p class="headline-cost">
        {text} <small>a {period}</small>
      </p>
      <p class="fine">what exists</p>
    </>
  );
}

/** Opens the part of the form that says what there is today. */
function openExisting(): void {
  const group = document.getElementById(EXISTING_ID);
  group?.setAttribute("open", "");
  group?.querySelector("input")?.focus();
}

function DesignCost({ headline, plan, period }: CostProps) {
  const found = plan.designs.find(({ design }) => design.id === headline.design);
  if (found === undefined) {
    return (
      <>
        <p class="headline-cost">–</p>
        <p class="fine">none with a price that is certain to work</p>
      </>
    );
  }
  const risk = riskColumn(found.risks);
  return (
    <>
      <p class="headline-cost">
        {costText(costOver(found, period))} <small>a {period}</small>
        <span class="visually-hidden">: </span>
      </p>
      <p>
        <button
          type="button"
          class="link"
          onClick={() => changePlanner({ design: found.design.id })}
        >
          {found.design.title}
        </button>
      </p>
      <Difference headline={headline} period={period} />
      <p class="fine">
        {found.isManaged ? "AWS runs all of it" : "you run part of it"}
        {risk === "" ? "" : `; ${risk}`}
        {found.isOverBudget && "; over budget"}
      </p>
    </>
  );
}

function Difference({ headline, period }: Omit<CostProps, "plan">) {
  const { differenceToToday } = headline;
  if (differenceToToday === null) return null;
  const range = rangeOver(differenceToToday, period);
  return (
    <p class="difference" data-sign={signOf(range.low, range.high)}>
      {differenceText(range)}
    </p>
  );
}

function signOf(low: Exact | null, high: Exact | null): "less" | "more" | "either" {
  if (high !== null && compare(high, ZERO) < 0) return "less";
  return low !== null && compare(low, ZERO) > 0 ? "more" : "either";
}

/** Stays at the bottom of a phone, where the answer has scrolled away. */
export function PlanBar({ plan }: { readonly plan: Plan }) {
  const { period } = plannerQuery.value;
  const { today, cheapest, cheapestManaged } = plan.headlines;
  const costOf = ({ design: id }: Headline): string => {
    const found = plan.designs.find(({ design }) => design.id === id);
    return found === undefined ? "–" : costText(costOver(found, period));
  };
  const now = today.usdPerMonth.low;
  return (
    <aside class="plan-bar" aria-label="The plan in short">
      <span>
        <small>Cheapest a {period}</small> <b>{costOf(cheapest)}</b>
      </span>
      <span>
        <small>managed</small> <b>{costOf(cheapestManaged)}</b>
      </span>
      {now !== null && (
        <span>
          <small>today</small> <b>{usdText(usdOver(now, period))}</b>
        </span>
      )}
      <a href="#plan">Plan</a>
    </aside>
  );
}
