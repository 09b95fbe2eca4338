import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  endpointsBreakEvenGb,
  endpointsPerNatGateway,
  endpointsUsdPerMonth,
  natGatewayUsdPerHour,
  publicIpv4PerNatGateway,
} from "./break-even.js";
import { roundedText, times, ZERO } from "./exact.js";
import { HOURS_PER_MONTH, monthlyUsd } from "./price-book.js";
import { parsePriceBook } from "./price-book-json.js";

const file = new URL("../../../../data/prices.json", import.meta.url);
const book = parsePriceBook(JSON.parse(readFileSync(file, "utf8")), "data/prices.json");
const usd = (value: typeof ZERO) => roundedText(value, 2);

describe("what the shipped prices add up to", () => {
  test("a NAT gateway with its IPv4 is $36.50 a month, exactly 10 public IPv4 or 5 endpoints", () => {
    const month = times(natGatewayUsdPerHour(book, "us-east-1"), HOURS_PER_MONTH);
    expect(usd(month)).toBe("36.50");
    expect(publicIpv4PerNatGateway(book, "us-east-1")).toEqual({ numerator: 10n, denominator: 1n });
    expect(endpointsPerNatGateway(book, "us-east-1")).toEqual({ numerator: 5n, denominator: 1n });
  });

  test.each([
    ["eu-central-1", "11.4", "4.75"],
    ["ap-northeast-1", "13.4", "4.79"],
  ])("%s: %s public IPv4, %s endpoints", (region, addresses, endpoints) => {
    expect(roundedText(publicIpv4PerNatGateway(book, region), 1)).toBe(addresses);
    expect(roundedText(endpointsPerNatGateway(book, region), 2)).toBe(endpoints);
  });

  test.each([
    ["publicIpv4InUseHour", "3.65"],
    ["interfaceEndpointHourPerAz", "7.30"],
    ["t4gNanoHour", "3.07"],
    ["transitGatewayAttachmentHour", "36.50"],
  ] as const)("a month of %s is $%s", (id, amount) => {
    expect(usd(monthlyUsd(book, "us-east-1", id))).toBe(amount);
  });

  test("the ECS pattern without public IPv4 is $157.68 in Frankfurt, $87.60 in N. Virginia", () => {
    expect(usd(endpointsUsdPerMonth(book, "eu-central-1", 9, 2))).toBe("157.68");
    expect(usd(endpointsUsdPerMonth(book, "us-east-1", 6, 2))).toBe("87.60");
  });

  test("ten endpoints cost as much as a NAT gateway at 1,042.9 GB a month, five at none", () => {
    const gb = endpointsBreakEvenGb(book, "us-east-1", 10);
    expect(gb === null ? null : roundedText(gb, 1)).toBe("1042.9");
    expect(endpointsBreakEvenGb(book, "us-east-1", 5)).toEqual(ZERO);
  });

  test("a price that no source has is an error with the way to get it, not a guess", () => {
    expect(() => endpointsBreakEvenGb(book, "eu-central-1", 10)).toThrow(
      /natGatewayGb is known in eu-central-1.*egress6 prices update --region eu-central-1/,
    );
  });
});
