import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OfferProduct, priceIdOf } from "./price-rules.js";

const product = (usageType: string, more: Partial<OfferProduct> = {}): OfferProduct => ({
  sku: "SKU",
  usageType,
  operation: "NatGateway",
  regionCode: "eu-west-1",
  operatingSystem: "",
  tenancy: "",
  preInstalledSoftware: "",
  capacityStatus: "",
  ...more,
});

const prefix = fc.stringMatching(/^[A-Z][A-Z0-9]{0,5}$/);

describe("usage types", () => {
  test("with the prefix of any region, or none, are the same price", () => {
    expect(priceIdOf("AmazonEC2", product("NatGateway-Hours"))).toBe("natGatewayHour");
    fc.assert(
      fc.property(prefix, (region) => {
        const found = priceIdOf("AmazonEC2", product(`${region}-NatGateway-Hours`));
        expect(found).toBe("natGatewayHour");
      }),
    );
  });

  test("with anything else before, between or behind are not", () => {
    const words = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(words, words, (one, other) => {
        for (const usageType of [
          `NatGateway-Hours${one}`,
          `NatGateway${one}-Hours`,
          `${one.toLowerCase()}x-NatGateway-Hours`,
          `EU-${other}NatGateway-Hours`,
        ]) {
          expect(priceIdOf("AmazonEC2", product(usageType))).toBeNull();
        }
      }),
    );
  });

  test.each([
    [
      "EU-RegionalNatGateway-Hours",
      { operation: "RegionalNatGateway" },
      "regionalNatGatewayHourPerAz",
    ],
    ["EU-RegionalNatGateway-Hours", {}, null],
    ["EU-BoxUsage:t4g.nano", {}, null],
    ["EU-EBS:VolumeUsage.gp3", {}, "ebsGp3GbMonth"],
    ["EU-EBS:VolumeUsage.gp3x", {}, null],
  ] as const)("%s with %j in AmazonEC2 is %s", (usageType, more, id) => {
    expect(priceIdOf("AmazonEC2", product(usageType, more))).toBe(id);
  });

  test("count in their own offer only: public IPv4 is not in AmazonEC2", () => {
    expect(priceIdOf("AmazonVPC", product("USE1-PublicIPv4:InUseAddress"))).toBe(
      "publicIpv4InUseHour",
    );
    expect(priceIdOf("AmazonEC2", product("USE1-PublicIPv4:InUseAddress"))).toBeNull();
  });
});
