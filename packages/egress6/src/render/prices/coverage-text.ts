import { STALE_AFTER_DAYS } from "@egress6/core/facts/age";
import type { CoveredPrice, CoveredRegion } from "@egress6/core/price/price-coverage";
import { unitOf } from "@egress6/core/price/price-id";
import { alignColumns } from "../text-columns.js";
import { plural } from "../words.js";

const WIDTH = 80;
/** Small letters, then what follows them in ASCII. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz{|}~";
const NONE = ".";

/** Region × price for a terminal, in 80 columns: a row for each region, a letter for each price. */
export function coverageText(regions: readonly CoveredRegion[]): string {
  const [first] = regions;
  if (first === undefined) return "";
  const withAny = regions.filter(hasAny);
  const letters = first.prices.map((_, index) => LETTERS[index] ?? "?");
  const rows = withAny.map(({ region, prices, known }) => [
    region,
    prices.map(markOf).join(" "),
    String(known),
  ]);
  const legend = first.prices.map(({ id }, index) => {
    const have = regions.filter(({ prices }) => isCounted(prices[index])).length;
    return [letters[index] ?? "?", id, `per ${unitOf(id)}`, `${have} of ${regions.length} regions`];
  });
  const without = regions.filter((each) => !hasAny(each)).map(({ region }) => region);
  return [
    ...(rows.length === 0 ? [] : [alignColumns([["", letters.join(" "), "known"], ...rows]), ""]),
    `+ known   - known, over ${STALE_AFTER_DAYS} days old   ? inferred   $ not in USD   ${NONE} missing`,
    "",
    alignColumns(legend, "  "),
    ...(without.length === 0 ? [] : ["", ...noPriceLines(without)]),
    "",
    `Get what is missing: \`egress6 prices update --region ${without[0] ?? fewestKnown(regions)}\``,
    "",
  ].join("\n");
}

const fewestKnown = (regions: readonly CoveredRegion[]): string =>
  [...regions].sort((a, b) => a.known - b.known)[0]?.region ?? "";

const hasAny = ({ prices }: CoveredRegion): boolean =>
  prices.some(({ state }) => state !== "missing");

const isCounted = (price: CoveredPrice | undefined): boolean =>
  price?.state === "known" || price?.state === "inferred";

function markOf({ state, isStale }: CoveredPrice): string {
  switch (state) {
    case "missing":
      return NONE;
    case "other-currency":
      return "$";
    case "inferred":
      return "?";
    case "known":
      return isStale ? "-" : "+";
  }
}

function noPriceLines(regions: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = "No price at all:";
  for (const [index, region] of regions.entries()) {
    const word = ` ${region}${index === regions.length - 1 ? "." : ","}`;
    if (line.length + word.length > WIDTH) {
      lines.push(line);
      line = ` ${word}`;
    } else line += word;
  }
  return [...lines, line];
}

/** Each price of a few regions, with its date and age. */
export function coverageOfRegionsText(regions: readonly CoveredRegion[]): string {
  return regions
    .map(({ region, prices, known }) => {
      const rows = prices.map(({ id, state, provenance, ageDays }) => [
        id,
        state === "other-currency" ? "not in USD" : state,
        provenance?.asOf ?? "",
        ageDays === null ? "" : plural(Math.max(0, ageDays), "day"),
        provenance === null ? "" : provenance.certainty,
      ]);
      const missing =
        known === prices.length
          ? ""
          : `\nGet what is missing: \`egress6 prices update --region ${region}\`\n`;
      return `${region}: ${known} of ${plural(prices.length, "price")}\n${alignColumns([["price", "state", "as of", "age", "certainty"], ...rows], "  ")}\n${missing}`;
    })
    .join("\n");
}
