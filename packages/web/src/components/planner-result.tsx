import {
  assumptionSection,
  breakEvenSection,
  designSections,
  ipv4FreeSection,
  variationSection,
} from "@egress6/core/plan/plan-sections";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { pricesUsedText } from "@egress6/core/plan/prices-used";
import type { Section } from "@egress6/core/plan/section";
import { designsTable } from "../planner/designs-table.js";
import { PERIODS } from "../planner/period.js";
import { planNotes } from "../planner/plan-notes.js";
import {
  changePlanner,
  isOfFiles,
  plannerQuery,
  shownDesign,
  shownWay,
} from "../state/planner-state.js";
import { CostBars } from "./cost-bars.js";
import { CostChart } from "./cost-chart.js";
import { Later } from "./later.js";
import { PlanSection, PlanTable } from "./plan-section.js";
import { PlannerCompare } from "./planner-compare.js";
import { PlannerExports } from "./planner-exports.js";
import { PlannerNetwork } from "./planner-network.js";
import { OtherDesigns } from "./planner-others.js";
import { PlannerSliders } from "./planner-sliders.js";
import { PlannerSources } from "./planner-sources.js";
import { PlannerSteps } from "./planner-steps.js";
import { PlannerWaterfall } from "./planner-waterfall.js";
import { Words } from "./words.js";

export function PlannerResult({ plan }: { readonly plan: Plan }) {
  const { period } = plannerQuery.value;
  return (
    <>
      {!isOfFiles.value && (
        <>
          <PlannerSliders />
          <PlannerCompare plan={plan} />
        </>
      )}
      <section class="plan-section" aria-label="Designs">
        <div class="section-head">
          <h2>Designs, USD a {period}</h2>
          <Periods />
        </div>
        <p class="fine">Counted with {pricesUsedText(plan.pricesUsed)}.</p>
        {planNotes(plan).map((line) => (
          <p key={line} class="fine">
            <Words text={line} />
          </p>
        ))}
        <CostBars plan={plan} />
        <OtherDesigns plan={plan} />
        <details>
          <summary>As a table</summary>
          <PlanTable table={designsTable(plan, period)} title="Designs" />
        </details>
      </section>
      <PlannerSources plan={plan} />
      <Later>{() => <Below plan={plan} />}</Later>
    </>
  );
}

function Periods() {
  return (
    <fieldset class="chart-choice">
      <legend class="visually-hidden">Figures for</legend>
      {PERIODS.map((period) => (
        <button
          key={period}
          type="button"
          class="small"
          aria-pressed={plannerQuery.value.period === period}
          onClick={() => changePlanner({ period })}
        >
          a {period}
        </button>
      ))}
    </fieldset>
  );
}

/** What stands below the designs. */
function Below({ plan }: { readonly plan: Plan }) {
  const shown = shownDesign.value;
  const way = shownWay.value;
  return (
    <>
      {shown !== null && (
        <section class="design-details" aria-label={shown.design.title}>
          <h2>{shown.design.title}</h2>
          {shown.network === null ? (
            <p>It does not work here: below is why.</p>
          ) : (
            <>
              <PlannerExports key={shown.design.id} design={shown} plan={plan} />
              {way !== null && <PlannerWaterfall way={way} plan={plan} />}
              <PlannerNetwork design={shown} />
              {way !== null && <PlannerSteps key={shown.design.id} way={way} plan={plan} />}
            </>
          )}
          {designSections(shown, plan).map((section) => (
            <PlanSection
              key={section.title}
              section={withShortTitle(section, shown.design.title)}
            />
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
            <PlanSection section={assumptionSection(plan)} />
          </>
        )}
      </Later>
    </>
  );
}

/** Below the design's own heading its name need not be said again. */
const withShortTitle = (section: Section, title: string): Section => ({
  ...section,
  title: section.title.replace(` of “${title}”`, ""),
});
