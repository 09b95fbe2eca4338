import { compare, minus } from "@egress6/core/egress/exact";
import type { DesignStatus, Plan } from "@egress6/core/egress/plan/plan-workload";
import {
  assumptionSection,
  breakEvenSection,
  designSections,
  designsSection,
  ipv4FreeSection,
  notWorkingSections,
  variationSection,
} from "@egress6/core/egress/plan-report/plan-sections";
import { costText, usdText } from "@egress6/core/egress/plan-report/plan-words";
import { shownDesign } from "../state/planner-state.js";
import { CostBars } from "./cost-bars.js";
import { CostChart } from "./cost-chart.js";
import { PlanSection, PlanTable, Words } from "./plan-section.js";

export function PlannerResult({ plan }: { readonly plan: Plan }) {
  const shown = shownDesign.value;
  const designs = designsSection(plan, "`egress6 plan --live` looks now.");
  return (
    <>
      <Verdict plan={plan} />
      <section class="plan-section" aria-label="Designs">
        <h2>Designs, USD a month</h2>
        {designs.lines.map((line) => (
          <p key={line} class="fine">
            <Words text={line} />
          </p>
        ))}
        <CostBars plan={plan} />
        {designs.table !== undefined && (
          <details>
            <summary>As a table</summary>
            <PlanTable table={designs.table} title="Designs" />
          </details>
        )}
      </section>
      {shown !== null && (
        <section class="design-details" aria-label={shown.design.title}>
          <h2>{shown.design.title}</h2>
          {shown.network === null && <p>It does not work here: below is why.</p>}
          {designSections(shown, plan).map((section) => (
            <PlanSection key={section.title} section={section} />
          ))}
        </section>
      )}
      <PlanSection section={ipv4FreeSection(plan)} />
      <CostChart />
      <PlanSection section={breakEvenSection(plan)} />
      <PlanSection section={variationSection(plan)} />
      {notWorkingSections(plan).map((section) => (
        <PlanSection key={section.title} section={section} />
      ))}
      <PlanSection section={assumptionSection(plan)} />
    </>
  );
}

/** Whether public IPv4 can go, and for how much. */
function ipv4FreeText({ ipv4Free, designs }: Plan): string {
  const { verdict } = ipv4Free;
  const free = designs.find(({ design }) => design.id === ipv4Free.design);
  const price = free === undefined ? "" : `, for ${costText(free)}: ${free.design.title}`;
  if (verdict === "no") return "Public IPv4 cannot go yet.";
  if (verdict === "unsure") return `Public IPv4 may be able to go${price}.`;
  return `Public IPv4 can go${free === designs[0] ? "" : price}.`;
}

/** When the best design has no figure to rely on. */
const NO_DESIGN_WORDS: Readonly<Record<DesignStatus, string>> = {
  works: "A price is missing.",
  unsure: "No design works for certain: it depends on what was not observed.",
  "not-priceable": "No design has all its prices in this region.",
  blocked: "No design reaches everything: below is what is in the way.",
  excluded: "The constraints rule out every design.",
};

/** The answer in two sentences. */
function Verdict({ plan }: { readonly plan: Plan }) {
  const { designs, today } = plan;
  const [best] = designs;
  const isGood = best?.status === "works" && best.high !== null;
  const saved =
    isGood && today?.usd && best.high !== null && compare(best.high, today.usd) < 0
      ? `, ${usdText(minus(today.usd, best.high))} less than today`
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
