import { Egress6Error } from "@egress6/core/errors";
import { nearest } from "@egress6/core/identify/nearest";
import { coverageOf } from "@egress6/core/price/price-coverage";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
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
  const catalog = loadCatalog();
  const all = catalog.partitions.flatMap(({ regions }) => regions.map(({ id }) => id));
  const known = [...new Set([...all, ...book.prices.keys(), ...book.inOtherCurrency.keys()])];
  const regions = options.region ?? known.sort();
  for (const region of regions) if (!known.includes(region)) throw unknown(region, known);
  const coverage = coverageOf(book, regions, now);
  if (options.json) {
    context.stdout.write(`${JSON.stringify(coverageJson(coverage, now), null, 2)}\n`);
  } else if (options.region === undefined) context.stdout.write(coverageText(coverage));
  else context.stdout.write(coverageOfRegionsText(coverage));
}

function unknown(region: string, known: readonly string[]): Egress6Error {
  const like = nearest(region, known, (name) => [name], 3).join(", ");
  return new Egress6Error(
    "REGION_UNKNOWN",
    "input",
    `There is no region ${region}. Nearest: ${like}.`,
  );
}
