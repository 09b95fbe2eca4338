import { withHostsOfAws } from "@egress6/core/identify/hosts-of-aws";
import { wayOfDesign } from "@egress6/core/plan/way/way";
import { playbookOf } from "@egress6/core/playbook/playbook";
import type { StepsDocument } from "@egress6/core/playbook/steps-json";
import type { EvidenceSource } from "@egress6/core/workload/evidence";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../adapter/fact-files/evidence.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadPlanFacts } from "../adapter/fact-files/plan-facts.js";
import { loadPrices } from "../adapter/price-list/price-file.js";
import { readPlaybookSources } from "../adapter/proof-file/read-playbook-findings.js";
import { readWorkloads } from "../adapter/workload-file/read-workload.js";
import { runPlan } from "../app/run-plan.js";
import { type PlanDocument, planJson, planWithSteps } from "../render/plan/json.js";
import { type KnownNamesArguments, knownNames } from "./known-names.js";

export interface PlanArguments extends KnownNamesArguments {
  /** Whose word counts where several files contradict each other. */
  readonly prefer?: EvidenceSource | undefined;
  /** A file that `egress6 prices` wrote; left out: the prices shipped. */
  readonly prices?: string | undefined;
  /** Adds the steps to a design: `true`, the best managed one, or its id. */
  readonly steps?: boolean | string | undefined;
}

/**
 * Compares every egress design for the workload of these files, priced, with what blocks it.
 * @returns what `egress6 plan --json` prints
 * @throws Egress6Error WORKLOAD_UNREADABLE, WORKLOAD_INVALID, WORKLOAD_CONFLICT, PRICES_UNREADABLE, PRICES_INVALID, DESIGN_UNUSABLE
 */
export async function plan(
  files: readonly string[],
  options: PlanArguments = {},
): Promise<PlanDocument & Partial<StepsDocument>> {
  const catalog = loadCatalog();
  const facts = loadPlanFacts(catalog);
  const names = { catalog, computeKinds: facts.computeKinds };
  const { workload: written, settled } = readWorkloads(files, names, options.prefer);
  const workload = withHostsOfAws(written, catalog, loadIdentifyNames());
  const prices = loadPrices(options.prices ?? null);
  const findSupport = knownNames(options);
  const planned = await runPlan({ workload, facts, prices, catalog, findSupport });
  const document = planJson(planned, settled, loadEvidence());
  const { steps } = options;
  if (steps === undefined || steps === false) return document;
  const way = wayOfDesign(planned, steps === true ? undefined : steps);
  const { findings, account } = readPlaybookSources(files);
  return planWithSteps(document, way, playbookOf(way, planned, findings, account));
}
