import { reportText } from "../../library/report-text.js";
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
  const text = await reportText(files, {
    loadPrices: () => loadPriceBook(options.prices, context),
    findSupport: supportFinder(options, context),
    design,
    prefer,
    format: /\.md$/i.test(out) ? "markdown" : "html",
    now: context.now(),
  });
  writeOutput(out, text, outputRules(options, context));
  context.stderr.write(`Wrote ${out}\n`);
  return 0;
}
