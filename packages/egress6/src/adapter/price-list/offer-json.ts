import type { OfferRate } from "@egress6/core/price/collect-offer";
import type { OfferProduct } from "@egress6/core/price/price-rules";
import { z } from "zod";

const attribute = z.string().default("");

/** A product of the price list, in its bulk files and in answers of its Query API. */
export const product = z.object({
  sku: z.string(),
  attributes: z.object({
    usagetype: attribute,
    operation: attribute,
    regionCode: attribute,
    fromRegionCode: attribute,
    operatingSystem: attribute,
    tenancy: attribute,
    preInstalledSw: attribute,
    capacitystatus: attribute,
  }),
});

/** The on-demand terms of a product, by their codes. */
export const terms = z.record(
  z.string(),
  z.object({
    offerTermCode: z.string().default(""),
    effectiveDate: z.string().default(""),
    priceDimensions: z.record(
      z.string(),
      z.object({
        beginRange: z.string().default("0"),
        endRange: z.string().default("Inf"),
        unit: z.string(),
        pricePerUnit: z.object({ USD: z.string().default("") }),
      }),
    ),
  }),
);

export const offerProduct = ({ sku, attributes }: z.infer<typeof product>): OfferProduct => ({
  sku,
  usageType: attributes.usagetype,
  operation: attributes.operation,
  regionCode: attributes.regionCode || attributes.fromRegionCode,
  operatingSystem: attributes.operatingSystem,
  tenancy: attributes.tenancy,
  preInstalledSoftware: attributes.preInstalledSw,
  capacityStatus: attributes.capacitystatus,
});

export const offerRates = (sku: string, all: z.infer<typeof terms>): readonly OfferRate[] =>
  Object.values(all).flatMap(({ offerTermCode: term, effectiveDate, priceDimensions }) =>
    Object.values(priceDimensions).map(({ beginRange, endRange, unit, pricePerUnit }) => ({
      sku,
      term,
      effectiveDate,
      beginRange,
      endRange,
      unit,
      usd: pricePerUnit.USD,
    })),
  );
