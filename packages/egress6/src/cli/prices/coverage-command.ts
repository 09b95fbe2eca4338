import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { runCoverage } from "../../app/run-coverage.js";
import { coverageJson } from "../../render/prices/coverage-json.js";
import { coverageOfRegionsText, coverageText } from "../../render/prices/coverage-text.js";
import type { CliContext } from "../context.js";
import { parseDay } from "../parse-day.js";
import { loadPriceBook } from "./price-book-files.js";
import type { CoverageOptions } from "./prices-options.js";

/** `egress6 prices coverage`. */
export function showCoverage(options: CoverageOptions, context: CliContext): void {
  const now = options.now === undefined ? context.now() : parseDay(options.now);
  const book = loadPriceBook(options.prices, context);
  const coverage = runCoverage({ catalog: loadCatalog(), book, regions: options.region, now });
  if (options.json) {
    context.stdout.write(`${JSON.stringify(coverageJson(coverage, now), null, 2)}\n`);
  } else if (options.region === undefined) context.stdout.write(coverageText(coverage));
  else context.stdout.write(coverageOfRegionsText(coverage));
}
