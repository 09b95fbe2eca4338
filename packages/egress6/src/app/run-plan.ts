import type { PlanInput } from "@egress6/core/plan/plan-input";
import { namesOfPlan } from "@egress6/core/plan/plan-names";
import { type Plan, planWorkload } from "@egress6/core/plan/plan-workload";
import type { FindSupport } from "../ports.js";

export interface PlanRequest extends Omit<PlanInput, "observed" | "witnesses"> {
  readonly findSupport: FindSupport;
}

/**
 * Compares every design for a workload, over what is known of the names that decide.
 * @throws Egress6Error PRICE_MISSING, and what finding support throws
 */
export async function runPlan({ findSupport, ...given }: PlanRequest): Promise<Plan> {
  const { support: observed, witnesses } = await findSupport(namesOfPlan(given));
  return planWorkload({ ...given, observed, witnesses });
}
