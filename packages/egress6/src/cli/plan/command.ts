import { withHostsOfAws } from "@egress6/core/identify/hosts-of-aws";
import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { networkModel } from "@egress6/core/network/network-model";
import type { NetworkPart } from "@egress6/core/network/network-parts";
import { terraformText } from "@egress6/core/network/terraform/module";
import { carriesAll } from "@egress6/core/plan/design-plan";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { wayOfDesign } from "@egress6/core/plan/way/way";
import { playbookOf } from "@egress6/core/playbook/playbook";
import { NO_SOURCES, type PlaybookSources } from "@egress6/core/playbook/playbook-sources";
import { stepsText } from "@egress6/core/playbook/steps-markdown";
import type { EvidenceSource } from "@egress6/core/workload/evidence";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../../adapter/fact-files/evidence.js";
import { loadIdentifyNames } from "../../adapter/fact-files/identify-names.js";
import { loadPlanFacts } from "../../adapter/fact-files/plan-facts.js";
import { readPlaybookSources } from "../../adapter/proof-file/read-playbook-findings.js";
import { readWorkloads } from "../../adapter/workload-file/read-workload.js";
import { runPlan } from "../../app/run-plan.js";
import { planJson, planWithSteps } from "../../render/plan/json.js";
import { planMarkdown } from "../../render/plan/markdown.js";
import { foldablePlanText } from "../../render/plan/text.js";
import { untoned } from "../../render/style.js";
import { refuseOutput, writeOutput } from "../../write-file.js";
import type { CliContext, ExitCode } from "../context.js";
import { noteOldRules } from "../note-old-rules.js";
import type { ResolverOptions } from "../options.js";
import { outputRules, refuseLoneForce } from "../output-rules.js";
import { loadPriceBook } from "../prices/price-book-files.js";
import { supportFinder } from "../support-finder.js";
import { usageFault } from "../usage-fault.js";
import type { EMIT_FORMATS } from "./emit-formats.js";

export interface PlanOptions extends ResolverOptions {
  readonly prefer?: EvidenceSource;
  readonly prices?: string;
  readonly verbose?: true;
  readonly json?: true;
  readonly markdown?: true;
  readonly emit?: (typeof EMIT_FORMATS)[number];
  readonly only?: NetworkPart;
  readonly steps?: true;
  readonly design?: string;
  readonly output?: string;
  readonly force?: true;
  readonly live?: true;
  readonly db?: string;
}

export async function planCommand(
  files: readonly string[],
  options: PlanOptions,
  context: CliContext,
): Promise<ExitCode> {
  checkUsage(options);
  if (options.output !== undefined) refuseOutput(options.output, outputRules(options, context));
  const catalog = loadCatalog();
  const facts = loadPlanFacts(catalog);
  const { workload: written, settled } = readWorkloads(
    files,
    { catalog, computeKinds: facts.computeKinds },
    options.prefer,
  );
  for (const difference of settled) context.stderr.write(`${difference}\n`);
  const workload = withHostsOfAws(written, catalog, loadIdentifyNames());
  const prices = loadPriceBook(options.prices, context);
  const findSupport = supportFinder(options, context);
  const plan = await runPlan({ workload, facts, prices, catalog, findSupport });
  noteOldRules(
    catalog,
    workload.services.map(({ service }) => service.cliName),
    context,
  );
  const isOnScreen = options.output === undefined && (context.stdoutColumns ?? null) !== null;
  const isShort = isOnScreen && !options.verbose;
  const sources = options.steps ? readPlaybookSources(files) : NO_SOURCES;
  print(textOf(plan, settled, sources, options, isShort), options, context);
  return plan.setAside.length === 0 && plan.designs.some(carriesAll) ? 0 : 1;
}

function checkUsage(options: PlanOptions): void {
  const { json, markdown, emit, only, steps, design, output } = options;
  refuseLoneForce(output, options, "--output");
  if ([json, markdown, emit].filter((given) => given !== undefined).length > 1) {
    throw usageFault("--json, --markdown and --emit are three outputs; give one.");
  }
  if (steps !== undefined && emit !== undefined) {
    throw usageFault("--steps and --emit are two outputs; give one.");
  }
  if (only !== undefined && emit === undefined) {
    throw usageFault("--only goes with --emit: it names the part of a design to write.");
  }
  if (design !== undefined && emit === undefined && steps === undefined) {
    throw usageFault("--design goes with --emit or --steps: the comparison shows all designs.");
  }
}

const EMITTERS = { terraform: terraformText, cloudformation: cloudFormationText };

function textOf(
  plan: Plan,
  settled: readonly string[],
  { findings, account }: PlaybookSources,
  { json, markdown, emit, only, steps, design }: PlanOptions,
  isShort: boolean,
): string {
  if (steps) {
    const way = wayOfDesign(plan, design);
    const playbook = playbookOf(way, plan, findings, account);
    if (!json) return stepsText(way, plan, playbook);
    const document = planWithSteps(planJson(plan, settled, loadEvidence()), way, playbook);
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  if (json) return `${JSON.stringify(planJson(plan, settled, loadEvidence()), null, 2)}\n`;
  if (markdown) return planMarkdown(plan, loadEvidence());
  if (emit !== undefined) return EMITTERS[emit](networkModel(plan, design, only));
  return foldablePlanText(plan, loadEvidence(), isShort);
}

function print(text: string, options: PlanOptions, context: CliContext): void {
  const { output } = options;
  if (output === undefined) {
    context.stdout.write(text);
    return;
  }
  writeOutput(output, untoned(text), outputRules(options, context));
  context.stderr.write(`Wrote ${output}\n`);
}
