import type { CollectedOffer } from "@egress6/core/price/collect-offer";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { PRICE_LIST_URL } from "../../adapter/price-list/download-offer.js";
import { knownRegion } from "../../app/known-region.js";
import { offerRemarks, offerText } from "../../render/prices/text.js";
import type { CliContext } from "../context.js";
import { ownFileRules } from "../output-rules.js";
import { usageFault } from "../usage-fault.js";
import { importTarget, keepPrices } from "./price-book-files.js";
import type { ImportOptions, UpdateOptions } from "./prices-options.js";
import type { QueryOffer } from "./query-offers.js";
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
  checkUsage(options);
  if (options.via === "query-api") checkRegions(options.region, context);
  const target = importTarget(options.out, context);
  const read = await offerReader(options, context);
  for (const region of options.region) {
    for (const offer of OFFERS) keep(await read(offer, region), target, context);
  }
  context.stdout.write(`written to ${target}\n`);
}

function checkUsage({ via, url, profile }: UpdateOptions): void {
  if (via === "query-api" && url !== undefined) {
    throw usageFault(
      "--url goes with --via bulk. For another endpoint of the Query API set AWS_ENDPOINT_URL_PRICING.",
    );
  }
  if (via === "bulk" && profile !== undefined) {
    throw usageFault("--profile goes with --via query-api: the bulk files need no account.");
  }
}

/** Before anybody is asked for credentials. */
function checkRegions(regions: readonly string[], { stderr }: CliContext): void {
  const catalog = loadCatalog();
  for (const region of regions) {
    knownRegion(catalog, region, (warning) => stderr.write(`warning: ${warning}\n`));
  }
}

async function offerReader(options: UpdateOptions, context: CliContext): Promise<QueryOffer> {
  if (options.via === "query-api") {
    // Loaded for those who use it only: it brings a client of AWS.
    const { offerQuery } = await import("./query-offers.js");
    return offerQuery(options.profile, context);
  }
  const baseUrl = options.url ?? (context.env["EGRESS6_PRICE_LIST_URL"] || PRICE_LIST_URL);
  return (offer, region) => readOfferOf(offer, region, baseUrl, context);
}

/** Each offer is kept as soon as it is read to its end. */
function keep(offer: CollectedOffer, target: string, context: CliContext): void {
  const { stdout, stderr } = context;
  keepPrices(target, offer.book, ownFileRules(context));
  stdout.write(`${offerText(offer)}\n`);
  for (const remark of offerRemarks(offer)) stderr.write(`${remark}\n`);
}
