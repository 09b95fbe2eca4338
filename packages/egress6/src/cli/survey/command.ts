import { surveyPolicy } from "@egress6/core/survey/calls";
import { onlyVpc } from "@egress6/core/survey/only-vpc";
import type { SurveyResult } from "@egress6/core/survey/survey-report";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadAuditFacts } from "../../adapter/fact-files/audit-facts.js";
import { loadAuditRules } from "../../adapter/fact-files/audit-rules.js";
import { loadShippedPrices } from "../../adapter/price-list/price-file.js";
import { readSurveyFiles } from "../../adapter/survey/read-survey-files.js";
import { runSurvey } from "../../app/run-survey.js";
import { surveyHelpUri } from "../../library/survey.js";
import { surveyDocument } from "../../render/survey/document.js";
import { surveyMarkdown } from "../../render/survey/markdown.js";
import { surveySarif } from "../../render/survey/sarif.js";
import { surveyText } from "../../render/survey/text.js";
import type { CliContext, ExitCode } from "../context.js";
import { usageFault } from "../usage-fault.js";
import { VERSION } from "../version.js";
import { readAccount, surveyExtras } from "./live.js";
import type { SurveyOptions } from "./survey-options.js";

/** `egress6 survey`: see the command for what it does. */
export async function surveyCommand(
  options: SurveyOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { cwd, stdout, stderr } = context;
  if (options.printIamPolicy) {
    stdout.write(`${JSON.stringify(surveyPolicy(surveyExtras(options)), null, 2)}\n`);
    return 0;
  }
  const { from, region = null, vpc } = options;
  refuseFlagsOfCalls(options);
  const reading =
    from === undefined
      ? await readAccount(options, context)
      : readSurveyFiles(from, { cwd, region });
  const prices = loadShippedPrices();
  const result = runSurvey({
    reading: vpc === undefined ? reading : onlyVpc(reading, vpc),
    facts: loadAuditFacts(loadCatalog(), prices),
    rules: loadAuditRules().rules,
    helpUri: surveyHelpUri,
  });
  stdout.write(reportText(result, options, cwd, prices));
  const { report } = result;
  const others = report.workloads.slice(1);
  if (options.emit !== undefined && others.length > 0) {
    const names = others.map((each) => each.vpc).join(", ");
    stderr.write(
      `This is the workload of ${report.workloads[0]?.vpc}. Others have one, too: ${names}. Choose with --vpc.\n`,
    );
  }
  return exitCode(result, options);
}

/** With files, nothing is asked: what only a call could answer is refused, and not left out. */
function refuseFlagsOfCalls({ from, ...options }: SurveyOptions): void {
  if (from === undefined) return;
  const flags = [
    ["--profile", options.profile],
    ["--all-regions", options.allRegions],
    ["--metrics", options.metrics],
    ["--billing", options.billing],
    ["--save", options.save],
  ] as const;
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
  if (given.length === 0) return;
  throw usageFault(
    `${given.join(" and ")}: with --from nothing is asked of AWS. Leave out one or the other.`,
  );
}

function reportText(
  result: SurveyResult,
  { format, emit }: SurveyOptions,
  folder: string,
  prices: Parameters<typeof surveyText>[1],
): string {
  if (emit !== undefined) return `${JSON.stringify(result.report.workload, null, 2)}\n`;
  switch (format) {
    case "json":
      return `${JSON.stringify(surveyDocument(result), null, 2)}\n`;
    case "sarif":
      return surveySarif(result, { version: VERSION, folder });
    case "markdown":
      return surveyMarkdown(result, prices);
    case "text":
      return surveyText(result, prices);
  }
}

function exitCode({ report }: SurveyResult, { emit }: SurveyOptions): ExitCode {
  if (!report.isComplete) return 3;
  return emit === undefined && report.findings.some(({ kind }) => kind === "fail") ? 1 : 0;
}
