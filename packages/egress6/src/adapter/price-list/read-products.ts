import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { type CollectedOffer, OfferCollector } from "@egress6/core/price/collect-offer";
import { z } from "zod";
import { offerHeader } from "./offer-header.js";
import { offerProduct, offerRates, product, terms } from "./offer-json.js";

/** An answer of the Query API: one product with its terms, and the offer that it is of. */
const answer = z.object({
  product,
  serviceCode: z.string(),
  terms: z.object({ OnDemand: terms.default({}) }).default({ OnDemand: {} }),
  version: z.string(),
  publicationDate: z.string(),
});

/**
 * Reads products of one offer as the Query API gives them, by the same rules as the bulk file of that offer.
 * @param name for messages
 * @param texts each product once or more often
 * @throws Egress6Error PRICE_LIST_CHANGED when they are of several versions; OFFER_WITHOUT_PRICES, OFFER_DAMAGED
 */
export function readProducts(name: string, texts: readonly string[]): CollectedOffer {
  const answers = texts.map((text) => parsed(name, text));
  const [first] = answers;
  if (first === undefined) throw damaged(name, "it is empty");
  const changed = answers.find(({ version }) => version !== first.version);
  if (changed !== undefined) {
    throw new Egress6Error(
      "PRICE_LIST_CHANGED",
      "incomplete",
      `AWS published ${name} ${changed.version} while ${first.version} was read. Run the same command again; what was read before is kept.`,
    );
  }
  const collector = new OfferCollector(
    offerHeader(name, {
      code: first.serviceCode,
      version: first.version,
      publicationDate: first.publicationDate,
    }),
  );
  const bySku = new Map(answers.map((each) => [each.product.sku, each]));
  for (const [sku, each] of bySku) {
    collector.addProduct(offerProduct(each.product));
    if (!collector.wants(sku)) continue;
    for (const rate of offerRates(sku, each.terms.OnDemand)) collector.addRate(rate);
  }
  return collector.finish();
}

function parsed(name: string, text: string): z.infer<typeof answer> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw damaged(name, reasonOf(cause), cause);
  }
  const found = answer.safeParse(document);
  if (found.success) return found.data;
  throw damaged(name, z.prettifyError(found.error));
}

function damaged(name: string, reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "OFFER_DAMAGED",
    "input",
    `What AWS's price list answers for ${name} cannot be read: ${reason}. Read the bulk files instead: leave out --via query-api.`,
    { cause },
  );
}
