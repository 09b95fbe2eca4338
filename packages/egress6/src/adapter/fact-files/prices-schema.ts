import { FOREIGN_CURRENCIES } from "@egress6/core/price/price-book";
import { PRICE_IDS } from "@egress6/core/price/price-id";
import { z } from "zod";
import { conflicts, fileHead, provenance, text } from "./provenance-schema.js";

const decimal = z.string().regex(/^\d{1,30}(\.\d{1,30})?$/);

const tier = z.strictObject({
  fromGb: decimal,
  toGb: decimal.nullable().describe("null: without end"),
  usd: decimal,
});

const price = z
  .strictObject({
    usd: decimal.optional().describe("the one rate, or `tiers`"),
    tiers: z.array(tier).min(1).optional(),
    offer: z
      .strictObject({ code: text, version: z.string().regex(/^\d{14}$/), sku: text })
      .optional(),
    conflicts: conflicts.optional(),
    ...provenance,
  })
  .refine(({ usd, tiers }) => (usd === undefined) !== (tiers === undefined), {
    error: "give either `usd` or `tiers`",
  });

const foreignPrice = z.strictObject({
  amount: decimal,
  currency: z.enum(FOREIGN_CURRENCIES),
  ...provenance,
});

/** `data/prices.json`, and what `egress6 prices` writes without the head of an authored file. */
export const pricesFile = z.strictObject({
  ...fileHead,
  currency: z.literal("USD"),
  hoursPerMonth: z.literal(730),
  regions: z.record(text, z.partialRecord(z.enum(PRICE_IDS), price)),
  inOtherCurrency: z
    .record(text, z.partialRecord(z.enum(PRICE_IDS), foreignPrice))
    .optional()
    .describe("what AWS charges in another currency: shown, and in no figure of a plan"),
});
