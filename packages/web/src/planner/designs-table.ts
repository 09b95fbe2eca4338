import type { DesignPlan } from "@egress6/core/plan/design-plan";
import { differenceText } from "@egress6/core/plan/headlines";
import { costText, STATUS_WORDS } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { riskColumn } from "@egress6/core/plan/risk";
import type { Table } from "@egress6/core/plan/section";
import { minus } from "@egress6/core/price/exact";
import { costOver, type Period, rangeOver } from "./period.js";

/** All designs that carry the workload, with the difference to today and the risk. */
export function designsTable(plan: Plan, period: Period): Table {
  return {
    head: ["design", `USD a ${period}`, "compared with today", "runs it", "risk"],
    numbers: [1, 2],
    rows: plan.designs
      .filter(({ network }) => network !== null)
      .map((design) => [
        design.design.title,
        `${costText(costOver(design, period))}${design.status === "works" ? "" : `, ${STATUS_WORDS[design.status]}`}`,
        comparedText(design, plan, period),
        design.isManaged ? "AWS" : "you, in part",
        riskColumn(design.risks),
      ]),
  };
}

/** The low figure against the low one, the high against the high one. */
function comparedText({ low, high }: DesignPlan, { existingCost }: Plan, period: Period): string {
  const today = existingCost?.low ?? null;
  const most = existingCost?.high ?? null;
  if (today === null || most === null || low === null || high === null) return "–";
  return differenceText(rangeOver({ low: minus(low, today), high: minus(high, most) }, period));
}
