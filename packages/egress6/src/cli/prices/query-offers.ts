import type { CollectedOffer } from "@egress6/core/price/collect-offer";
import { openProductFinder, PRICING_REGIONS } from "../../adapter/aws-account/find-products.js";
import { readProducts } from "../../adapter/price-list/read-products.js";
import { queryOffer } from "../../app/query-offer.js";
import type { CliContext } from "../context.js";
import { createProgressLine } from "../progress.js";
import { interrupted } from "./read-offers.js";

export type QueryOffer = (offerCode: string, region: string) => Promise<CollectedOffer>;

/**
 * Asks the Price List Query API with the user's credentials.
 * @throws Egress6Error AWS_CLIENT_MISSING; the function as `queryOffer` and `readProducts`
 */
export async function offerQuery(
  profile: string | undefined,
  context: CliContext,
): Promise<QueryOffer> {
  const { env, interrupt } = context;
  // Each answers for all regions: that of the user, if there is one, is the nearest.
  const near = PRICING_REGIONS.find((region) => region === env["AWS_REGION"]);
  const finder = await openProductFinder(near ?? PRICING_REGIONS[0], profile);
  return async (offerCode, region) => {
    const progress = createProgressLine(context);
    const tell = (question: number, of: number): void =>
      progress.show(() => `${offerCode} ${region}: question ${question} of ${of}`);
    try {
      const products = await queryOffer(offerCode, region, finder, tell, interrupt);
      return readProducts(offerCode, products);
    } catch (error) {
      throw interrupt.aborted ? interrupted() : error;
    } finally {
      progress.end();
    }
  };
}
