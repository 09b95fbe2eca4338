import { approximate, decimal, decimalText } from "@egress6/core/price/exact";
import { findPrice, type PriceTier } from "@egress6/core/price/price-book";
import { priceIdOf, priceIdsOf } from "@egress6/core/price/price-rules";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { PRICE_IDS } from "../../packages/core/src/price/price-id.js";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import rowsRead from "./rows-2026-11.json" with { type: "json" };

/** What was read of prices in November 2026: region, price, amount (or `rate to GB, …`), currency if not USD. */
const rows = z
  .array(z.tuple([z.string(), z.enum(PRICE_IDS), z.string(), z.literal("CNY").optional()]))
  .parse(rowsRead);

const book = loadShippedPrices();

const tierText = ({ usd, toGb }: PriceTier): string =>
  `${decimalText(usd)} to ${toGb === null ? "Inf" : decimalText(toGb)}`;

const amountText = (tiers: readonly PriceTier[]): string =>
  tiers.length === 1 && tiers[0]?.toGb === null
    ? decimalText(tiers[0].usd)
    : tiers.map(tierText).join(", ");

describe("the prices read in November 2026", () => {
  test("are all shipped, or stand beside the price as a conflict", () => {
    const absent = rows.filter(([region, id, amount, currency]) => {
      if (currency !== undefined) {
        const foreign = book.inOtherCurrency.get(region)?.get(id);
        return foreign?.currency !== currency || decimalText(foreign.amount) !== amount;
      }
      const price = findPrice(book, region, id);
      if (price === undefined) return true;
      return (
        amountText(price.tiers) !== amount &&
        !price.conflicts.some(({ statement }) => statement.includes(amount))
      );
    });
    expect(rows).toHaveLength(70);
    expect(absent).toEqual([]);
  });

  test("another figure of the same price stays in sight", () => {
    const conflictsOf = (region: string, id: (typeof PRICE_IDS)[number]) =>
      findPrice(book, region, id)?.conflicts.map(({ statement }) => statement);
    expect(conflictsOf("eu-north-1", "natGatewayHour")).toEqual(["EUN1-NatGateway-Hours is 0.045"]);
    expect(conflictsOf("eu-west-1", "interfaceEndpointHourPerAz")).toEqual([
      "eu-west-1 interface endpoint is 0.01 an hour",
    ]);
  });

  test("a price in CNY is in no figure in USD", () => {
    expect(book.prices.has("cn-north-1")).toBe(false);
    expect(book.prices.has("cn-northwest-1")).toBe(false);
    const foreign = book.inOtherCurrency.get("cn-north-1")?.get("t4gNanoHour");
    expect(foreign && approximate(foreign.amount)).toBe(approximate(decimal("0.0253")));
  });
});

const bare = {
  sku: "S",
  operation: "",
  regionCode: "us-east-1",
  operatingSystem: "",
  tenancy: "",
  preInstalledSoftware: "",
  capacityStatus: "",
};

test.each(["RegionalNatGateway-Bytes", "USE1-RegionalNatGateway-Bytes"])(
  "us-east-1 may write %s with or without its prefix",
  (usageType) => {
    const product = { ...bare, usageType, operation: "RegionalNatGateway" };
    expect(priceIdOf("AmazonEC2", product)).toBe("regionalNatGatewayGb");
  },
);

const linux = {
  operatingSystem: "Linux",
  tenancy: "Shared",
  preInstalledSoftware: "NA",
  capacityStatus: "Used",
};

test.each([
  ["AmazonEC2", "EU-BoxUsage:t4g.micro", linux, "t4gMicroHour"],
  ["AmazonEC2", "BoxUsage:t3.nano", linux, "t3NanoHour"],
  ["AmazonEC2", "BoxUsage:t3.nano", { ...linux, operatingSystem: "Windows" }, null],
  ["AmazonVPC", "APS3-VPCEncryptionControls-hours", {}, "vpcEncryptionControlsHour"],
])("%s %s is the price that it says", (offer, usageType, marks, id) => {
  expect(priceIdOf(offer, { ...bare, usageType, ...marks })).toBe(id);
  expect(priceIdsOf(offer)).not.toContain(id);
});
