import type { OfferHeader } from "@egress6/core/price/collect-offer";
import { z } from "zod";
import { offerInvalid } from "./offer-fault.js";

const header = z.object({
  code: z.string().regex(/^\w+$/),
  version: z.string().regex(/^\d{14}$/),
  publicationDate: z.string().regex(/^\d{4}-\d\d-\d\dT/),
});

/**
 * What comes first in an offer file, JSON or CSV.
 * @throws Egress6Error OFFER_INVALID
 */
export function offerHeader(name: string, head: Record<keyof OfferHeader, unknown>): OfferHeader {
  const found = header.safeParse(head);
  if (found.success) return found.data;
  throw offerInvalid(name, "it does not begin with its offer code, version and publication date");
}
