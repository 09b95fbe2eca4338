import { approximate, decimalText, ZERO } from "@egress6/core/price/exact";
import type { ForeignPrice, Price, PriceBook } from "@egress6/core/price/price-book";
import { priceBookJson } from "@egress6/core/price/price-book-json";
import { PRICE_IDS, type PriceId, unitOf } from "@egress6/core/price/price-id";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { knownRegion } from "../../app/known-region.js";
import { pricesOfRegions } from "../../app/prices-of-regions.js";
import { alignColumns } from "../../render/text-columns.js";
import { number, plural } from "../../render/words.js";
import type { CliContext } from "../context.js";
import { loadPriceBook } from "./price-book-files.js";
import type { ShowOptions } from "./prices-options.js";

/** `egress6 prices show`. */
export function showPricesCommand(
  { region, prices, json }: ShowOptions,
  context: CliContext,
): void {
  const book = loadPriceBook(prices, context);
  for (const each of region ?? []) {
    // Of a slip of the keyboard nobody can get prices.
    if (!book.prices.has(each) && !book.inOtherCurrency.has(each)) {
      knownRegion(loadCatalog(), each, (warning) => context.stderr.write(`warning: ${warning}\n`));
    }
  }
  const shown = region === undefined ? book : pricesOfRegions(book, region);
  if (json) context.stdout.write(`${JSON.stringify(priceBookJson(shown), null, 2)}\n`);
  else context.stdout.write(region === undefined ? overview(book) : regionTexts(shown));
}

function overview(book: PriceBook): string {
  const rows = [...book.prices].map(([region, ids]) => {
    const low = [...ids.values()].filter(({ certainty }) => certainty === "low").length;
    const doubt = low === 0 ? "" : `${low} of low certainty`;
    return [region, plural(ids.size, "price"), doubt];
  });
  return `${alignColumns(rows)}\n\n\`egress6 prices show --region ${rows[0]?.[0]}\` shows them; ${PRICE_IDS.length} would be all.\n`;
}

function regionTexts({ prices, inOtherCurrency }: PriceBook): string {
  return [
    ...[...prices].map(([region, ids]) => regionText(region, ids)),
    ...[...inOtherCurrency].map(([region, ids]) => foreignText(region, ids)),
  ].join("\n");
}

function foreignText(region: string, ids: ReadonlyMap<PriceId, ForeignPrice>): string {
  const rows = [...ids].map(([id, { amount, currency, asOf, certainty, sources }]) => [
    id,
    `${decimalText(amount)} ${currency} per ${unitOf(id)}`,
    asOf,
    certainty,
    sources.join("; "),
  ]);
  return `${region}, not in USD: no plan counts with these\n${alignColumns(rows, "  ")}\n`;
}

function regionText(region: string, ids: ReadonlyMap<PriceId, Price>): string {
  const prices = PRICE_IDS.flatMap((id) => ids.get(id) ?? []);
  const rows = prices.map(({ id, tiers, asOf, certainty, sources }) => [
    id,
    `${decimalText(tiers[0]?.usd ?? ZERO)} per ${unitOf(id)}`,
    asOf,
    certainty,
    sources.join("; "),
  ]);
  const lines = alignColumns(rows, "  ").split("\n");
  const whole = prices.flatMap((price, index) => [lines[index] ?? "", ...remarks(price)]);
  const absent = PRICE_IDS.filter((id) => !ids.has(id));
  return `${region}, in USD\n${whole.join("\n")}\n${absentText(region, absent)}`;
}

function absentText(region: string, absent: readonly PriceId[]): string {
  if (absent.length === 0) return "";
  return `Not known: ${absent.join(", ")}.\n\`egress6 prices update --region ${region}\` reads AWS's price list.\n`;
}

/** Further tiers, what the source says besides, and what other sources say. */
const remarks = ({ tiers, note, conflicts }: Price): readonly string[] => [
  ...tiers
    .slice(1)
    .map(({ fromGb, usd }) => `      from ${number(approximate(fromGb))} GB: ${decimalText(usd)}`),
  ...(note === undefined ? [] : [`      note: ${note}`]),
  ...conflicts.map(
    ({ statement, sources }) => `      CONFLICT: ${statement} (${sources.join("; ")})`,
  ),
];
