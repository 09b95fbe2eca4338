import type { Plan } from "@egress6/core/plan/plan-workload";
import type { Table } from "@egress6/core/plan/section";
import { comparisonRows } from "../planner/comparison.js";
import {
  endComparison,
  keepScenario,
  keptPlan,
  plannerQuery,
  swapScenarios,
} from "../state/planner-state.js";
import { PlanTable } from "./plan-section.js";

/** Two workloads side by side: A was kept, B is the one in the form. */
export function PlannerCompare({ plan }: { readonly plan: Plan }) {
  const { kept, period } = plannerQuery.value;
  if (kept === null) {
    return (
      <p class="compare-start">
        <button type="button" class="small" onClick={keepScenario}>
          Keep as scenario A
        </button>{" "}
        <span class="fine">Then change the form, and compare the two.</span>
      </p>
    );
  }
  const other = keptPlan.value;
  const table: Table | null =
    other === null
      ? null
      : {
          head: ["", "A (kept)", "B (in the form)", "B compared with A"],
          rows: comparisonRows(other, plan, period),
          numbers: [1, 2, 3],
        };
  return (
    <section class="plan-section" aria-label="Comparison of two scenarios">
      <h2>Scenario A and scenario B</h2>
      <p class="file-buttons">
        <button type="button" class="small" onClick={swapScenarios}>
          Edit A instead
        </button>
        <button type="button" class="small" onClick={endComparison}>
          End comparison
        </button>
      </p>
      {table === null ? (
        <p class="notice">Scenario A cannot be planned any more. Edit it to see what is wrong.</p>
      ) : (
        <PlanTable table={table} title={`A and B, USD a ${period}`} />
      )}
    </section>
  );
}
