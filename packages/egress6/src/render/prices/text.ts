import type { CollectedOffer } from "@egress6/core/price/collect-offer";
import { number, plural } from "../words.js";

/** One line on what was taken from an offer. */
export function offerText({ header, book, products }: CollectedOffer): string {
  const counts = [...book.prices].map(([region, ids]) => `${region} ${plural(ids.size, "price")}`);
  return `${header.code} ${header.version} (${header.publicationDate.slice(0, 10)}): ${counts.join(", ")} of ${number(products)} products`;
}

/** A line for each thing that is wrong or was not there; none when all is well. */
export function offerRemarks({ header, problems, absent }: CollectedOffer): readonly string[] {
  return [
    ...problems.map((problem) => `egress6: ${header.code}: ${problem}`),
    ...(absent.length === 0
      ? []
      : [`egress6: ${header.code}: not in this file: ${absent.join(", ")}`]),
  ];
}
