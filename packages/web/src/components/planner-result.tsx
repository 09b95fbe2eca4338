import {
  assumptionSection,
  breakEvenSection,
  designSections,
  designsSection,
  ipv4FreeSection,
  notWorkingSections,
  variationSection,
} from "@egress6/core/plan/plan-sections";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { pricesUsedText } from "@egress6/core/plan/prices-used";
import { shownDesign } from "../state/planner-state.js";
import { CostBars } from "./cost-bars.js";
import { CostChart } from "./cost-chart.js";
import { Later } from "./later.js";
import { PlanSection, PlanTable } from "./plan-section.js";
import { Words } from "./words.js";

export function PlannerResult({ plan }: { readonly plan: Plan }) {
  const designs = designsSection(plan, "`egress6 plan --live` looks now.");
  return (
    <>
      <section class="plan-section" aria-label="Designs">
        <h2>Designs, USD a month</h2>
        <p class="fine">Counted with {pricesUsedText(plan.pricesUsed)}.</p>
        {[...plan.setAside.map(({ text }) => text), ...designs.lines].map((line) => (
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
      <Later>{() => <Below plan={plan} />}</Later>
    </>
  );
}

/** What stands below the designs. */
function Below({ plan }: { readonly plan: Plan }) {
  const shown = shownDesign.value;
  return (
    <>
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
      <Later>
        {() => (
          <>
            <CostChart />
            <PlanSection section={breakEvenSection(plan)} />
            <PlanSection section={variationSection(plan)} />
            {notWorkingSections(plan).map((section) => (
              <PlanSection key={section.title} section={section} />
            ))}
            <PlanSection section={assumptionSection(plan)} />
          </>
        )}
      </Later>
    </>
  );
}
