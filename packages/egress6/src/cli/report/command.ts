import { withHostsOfAws } from "@egress6/core/identify/hosts-of-aws";
import { isoDay } from "@egress6/core/observation/iso-time";
import { wayOfDesign } from "@egress6/core/plan/way/way";
import { playbookOf } from "@egress6/core/playbook/playbook";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../../adapter/fact-files/evidence.js";
import { loadIdentifyNames } from "../../adapter/fact-files/identify-names.js";
import { loadPlanFacts } from "../../adapter/fact-files/plan-facts.js";
import { readPlaybookSources } from "../../adapter/proof-file/read-playbook-findings.js";
import { readWorkloads } from "../../adapter/workload-file/read-workload.js";
import { runPlan } from "../../app/run-plan.js";
import { reportHtml } from "../../render/report/html.js";
import { reportMarkdown } from "../../render/report/markdown.js";
import { refuseOutput, writeOutput } from "../../write-file.js";
import type { CliContext, ExitCode } from "../context.js";
import { outputRules } from "../output-rules.js";
import { loadPriceBook } from "../prices/price-book-files.js";
import { supportFinder } from "../support-finder.js";
import type { ReportOptions } from "./report-options.js";

/** `egress6 report`: see the command for what it does. */
export async function reportCommand(
  files: readonly string[],
  options: ReportOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { out, design, prefer } = options;
  refuseOutput(out, outputRules(options, context));
  const catalog = loadCatalog();
  const facts = loadPlanFacts(catalog);
  const names = { catalog, computeKinds: facts.computeKinds };
  const { workload: written, settled } = readWorkloads(files, names, prefer);
  const plan = await runPlan({
    workload: withHostsOfAws(written, catalog, loadIdentifyNames()),
    facts,
    prices: loadPriceBook(options.prices, context),
    catalog,
    findSupport: supportFinder(options, context),
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
    day: isoDay(context.now()),
  };
  const text = /\.md$/i.test(out) ? reportMarkdown(input) : reportHtml(input);
  writeOutput(out, text, outputRules(options, context));
  context.stderr.write(`Wrote ${out}\n`);
  return 0;
}
