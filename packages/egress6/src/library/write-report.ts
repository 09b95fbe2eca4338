import { withHostsOfAws } from "@egress6/core/identify/hosts-of-aws";
import { isoDay } from "@egress6/core/observation/iso-time";
import { wayOfDesign } from "@egress6/core/plan/way/way";
import { playbookOf } from "@egress6/core/playbook/playbook";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../adapter/fact-files/evidence.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadPlanFacts } from "../adapter/fact-files/plan-facts.js";
import { loadPrices } from "../adapter/price-list/price-file.js";
import { readPlaybookSources } from "../adapter/proof-file/read-playbook-findings.js";
import { readWorkloads } from "../adapter/workload-file/read-workload.js";
import { runPlan } from "../app/run-plan.js";
import { reportHtml } from "../render/report/html.js";
import { reportMarkdown } from "../render/report/markdown.js";
import { knownNames } from "./known-names.js";
import type { PlanArguments } from "./plan.js";

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
  const { design, format = "html", now = Date.now } = options;
  const catalog = loadCatalog();
  const facts = loadPlanFacts(catalog);
  const names = { catalog, computeKinds: facts.computeKinds };
  const { workload, settled } = readWorkloads(files, names, options.prefer);
  const plan = await runPlan({
    workload: withHostsOfAws(workload, catalog, loadIdentifyNames()),
    facts,
    prices: loadPrices(options.prices ?? null),
    catalog,
    findSupport: knownNames(options),
  });
  const hasNetwork = plan.designs.some(({ network }) => network !== null);
  const { findings, account } = readPlaybookSources(files);
  const way = design !== undefined || hasNetwork ? wayOfDesign(plan, design) : null;
  const input = {
    plan,
    way,
    findings,
    playbook: way === null ? null : playbookOf(way, plan, findings, account),
    evidence: loadEvidence(),
    files,
    settled,
    day: isoDay(now()),
  };
  return format === "markdown" ? reportMarkdown(input) : reportHtml(input);
}
