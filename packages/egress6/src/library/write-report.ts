import { loadPrices } from "../adapter/price-list/price-file.js";
import { knownNames } from "./known-names.js";
import type { PlanArguments } from "./plan.js";
import { reportText } from "./report-text.js";

export interface ReportArguments extends Omit<PlanArguments, "steps"> {
  /** The steps lead to this design; left out: the best managed. */
  readonly design?: string | undefined;
  /** Left out: HTML. */
  readonly format?: "html" | "markdown" | undefined;
}

/**
 * Writes one page for a team: where it is, what blocks, the plan, the steps and the evidence.
 * @param files as of `plan`
 * @returns what `egress6 report` writes: a self-contained page, without script and request
 * @throws Egress6Error WORKLOAD_UNREADABLE, WORKLOAD_INVALID, WORKLOAD_CONFLICT, PRICES_UNREADABLE, PRICES_INVALID, DESIGN_UNUSABLE
 */
export async function writeReport(
  files: readonly string[],
  options: ReportArguments = {},
): Promise<string> {
  const { design, prefer, format = "html", now = Date.now } = options;
  return reportText(files, {
    loadPrices: () => loadPrices(options.prices ?? null),
    findSupport: knownNames(options),
    design,
    prefer,
    format,
    now: now(),
  });
}
