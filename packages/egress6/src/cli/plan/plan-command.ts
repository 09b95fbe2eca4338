import { writeFileSync } from "node:fs";
import { namesOfPlan } from "@egress6/core/egress/plan/plan-names";
import { type Plan, planWorkload } from "@egress6/core/egress/plan/plan-workload";
import { planJson } from "@egress6/core/egress/plan-report/plan-json";
import { planMarkdown } from "@egress6/core/egress/plan-report/plan-markdown";
import { planText } from "@egress6/core/egress/plan-report/plan-text";
import { mergePriceBooks, type PriceBook } from "@egress6/core/egress/price-book";
import { Egress6Error } from "@egress6/core/errors";
import { loadCatalog } from "../../catalog/load-catalog.js";
import { loadShippedPrices, readPriceFile } from "../../prices/price-file.js";
import { replaceFile } from "../../report/write-file.js";
import { readWorkload } from "../../workload/read-workload.js";
import type { PlanOptions } from "../commands/plan.js";
import type { CliContext, ExitCode } from "../context.js";
import { observedSupport } from "../observed-support.js";
import { loadPlanFacts } from "./load-plan-facts.js";

export async function planCommand(
  file: string,
  options: PlanOptions,
  context: CliContext,
): Promise<ExitCode> {
  checkUsage(options);
  const catalog = loadCatalog();
  const facts = loadPlanFacts(catalog);
  const workload = readWorkload(file, { catalog, computeKinds: facts.computeKinds });
  const prices = pricesFor(options);
  const names = namesOfPlan({ workload, catalog });
  const observed = await observedSupport(names, options, context);
  const plan = planWorkload({ workload, facts, prices, catalog, observed });
  await print(await textOf(plan, options), options, context);
  return plan.designs.some(({ status }) => status === "works") ? 0 : 1;
}

function checkUsage({ json, markdown, emit, design }: PlanOptions): void {
  if ([json, markdown, emit].filter((given) => given !== undefined).length > 1) {
    throw usage("--json, --markdown and --emit are three outputs; give one.");
  }
  if (design !== undefined && emit === undefined) {
    throw usage("--design goes with --emit: the comparison shows all designs.");
  }
}

const usage = (message: string): Egress6Error => new Egress6Error("USAGE", "input", message);

function pricesFor({ prices }: PlanOptions): PriceBook {
  const shipped = loadShippedPrices();
  return prices === undefined ? shipped : mergePriceBooks(shipped, readPriceFile(prices));
}

async function textOf(plan: Plan, { json, markdown, emit, design }: PlanOptions): Promise<string> {
  if (json) return `${JSON.stringify(planJson(plan), null, 2)}\n`;
  if (markdown) return planMarkdown(plan);
  if (emit !== undefined)
    throw usage(`--emit ${emit} of ${design ?? "a design"} is not written yet.`);
  return planText(plan);
}

async function print(text: string, { output }: PlanOptions, context: CliContext): Promise<void> {
  if (output === undefined) {
    context.stdout.write(text);
    return;
  }
  replaceFile(output, (path) => writeFileSync(path, text));
  context.stderr.write(`Wrote ${output}\n`);
}
