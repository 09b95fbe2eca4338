import type { CollectedOffer } from "@egress6/core/price/collect-offer";
import { PRICE_LIST_URL } from "../../adapter/price-list/download-offer.js";
import { offerRemarks, offerText } from "../../render/prices/text.js";
import type { CliContext } from "../context.js";
import { ownFileRules } from "../output-rules.js";
import { importTarget, keepPrices } from "./price-book-files.js";
import type { ImportOptions, UpdateOptions } from "./prices-options.js";
import { readOfferFile, readOfferOf } from "./read-offers.js";

/** The small ones first, so that an interruption costs least. */
const OFFERS = ["AmazonVPC", "AWSDataTransfer", "AmazonEC2"];

/** `egress6 prices import`. */
export async function importPrices(
  files: readonly string[],
  options: ImportOptions,
  context: CliContext,
): Promise<void> {
  const target = importTarget(options.out, context);
  for (const file of files) keep(await readOfferFile(file, context), target, context);
  context.stdout.write(`written to ${target}\n`);
}

/** `egress6 prices update`. */
export async function updatePrices(options: UpdateOptions, context: CliContext): Promise<void> {
  const target = importTarget(options.out, context);
  const baseUrl = options.url ?? (context.env["EGRESS6_PRICE_LIST_URL"] || PRICE_LIST_URL);
  for (const region of options.region) {
    for (const offer of OFFERS) {
      keep(await readOfferOf(offer, region, baseUrl, context), target, context);
    }
  }
  context.stdout.write(`written to ${target}\n`);
}

/** Each offer is kept as soon as it is read to its end. */
function keep(offer: CollectedOffer, target: string, context: CliContext): void {
  const { stdout, stderr } = context;
  keepPrices(target, offer.book, ownFileRules(context));
  stdout.write(`${offerText(offer)}\n`);
  for (const remark of offerRemarks(offer)) stderr.write(`${remark}\n`);
}
