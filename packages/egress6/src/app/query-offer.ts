import { Egress6Error } from "@egress6/core/errors";
import { priceQuestions } from "@egress6/core/price/price-rules";
import type { ProductFinder } from "../ports.js";

/**
 * Everything that one offer says of our prices in a region, by a few small questions.
 * @param onProgress told before each question
 * @returns products as the Query API gives them
 * @throws Egress6Error PRICE_REGION_UNKNOWN, and what the finder throws
 */
export async function queryOffer(
  offerCode: string,
  region: string,
  finder: ProductFinder,
  onProgress: (question: number, of: number) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const questions = priceQuestions(offerCode);
  const products: string[] = [];
  for (const [index, { usageTypePart, regionAttribute }] of questions.entries()) {
    onProgress(index + 1, questions.length);
    const query = {
      serviceCode: offerCode,
      filters: [
        { field: regionAttribute, value: region, type: "TERM_MATCH" },
        { field: "usagetype", value: usageTypePart, type: "CONTAINS" },
      ],
    } as const;
    for await (const product of finder.findProducts(query, signal)) products.push(product);
  }
  if (products.length > 0) return products;
  throw new Egress6Error(
    "PRICE_REGION_UNKNOWN",
    "input",
    `AWS's price list has none of our prices of ${offerCode} in ${region}. Check the name of the region; those in China have a price list of their own.`,
  );
}
