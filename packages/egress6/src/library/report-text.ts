import { withHostsOfAws } from "@egress6/core/identify/hosts-of-aws";
import { isoDay } from "@egress6/core/observation/iso-time";
import { wayOfDesign } from "@egress6/core/plan/way/way";
import { playbookOf } from "@egress6/core/playbook/playbook";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../adapter/fact-files/evidence.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadPlanFacts } from "../adapter/fact-files/plan-facts.js";
import { readPlaybookSources } from "../adapter/proof-file/read-playbook-findings.js";
import { readWorkloads } from "../adapter/workload-file/read-workload.js";
import { runPlan } from "../app/run-plan.js";
import { reportHtml } from "../render/report/html.js";
import { reportMarkdown } from "../render/report/markdown.js";

type PlanInput = Parameters<typeof runPlan>[0];

/** What the command and the library's function get from elsewhere. */
export interface ReportMeans extends Pick<PlanInput, "findSupport"> {
  /** Asked for once the files are read: what is wrong with them is said first. */
  readonly loadPrices: () => PlanInput["prices"];
  /** The steps lead to this design; undefined: the best managed. */
  readonly design: string | undefined;
  readonly prefer: Parameters<typeof readWorkloads>[2];
  readonly format: "html" | "markdown";
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The page for a team, of files as `plan` takes them. */
export async function reportText(
  files: readonly string[],
  { loadPrices, findSupport, design, prefer, format, now }: ReportMeans,
): Promise<string> {
  const catalog = loadCatalog();
  const facts = loadPlanFacts(catalog);
  const names = { catalog, computeKinds: facts.computeKinds };
  const { workload, settled } = readWorkloads(files, names, prefer);
  const plan = await runPlan({
    workload: withHostsOfAws(workload, catalog, loadIdentifyNames()),
    facts,
    prices: loadPrices(),
    catalog,
    findSupport,
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
    day: isoDay(now),
  };
  return format === "markdown" ? reportMarkdown(input) : reportHtml(input);
}
