import { Egress6Error } from "@egress6/core/errors";

/** The file is no offer of AWS's price list, or a damaged one. */
export function offerInvalid(name: string, reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "OFFER_INVALID",
    "input",
    `${name} cannot be read as an offer file of AWS's price list: ${reason}. The prices are as they were. Give an index.json or index.csv as AWS publishes it, gzip or not.`,
    { cause },
  );
}
