import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, decimal, plus, sum, times, ZERO } from "./exact.js";
import { mergePriceBooks, type Price, priceOf, tieredUsd } from "./price-book.js";
import { parsePriceBook, priceBookJson } from "./price-book-json.js";

const origin = {
  sources: ["a test"],
  asOf: "2026-09-17",
  confidence: "documented",
  certainty: "high",
};
const tiers = [
  { fromGb: "0", toGb: "1048576", usd: "0.01" },
  { fromGb: "1048576", toGb: "5242880", usd: "0.006" },
  { fromGb: "5242880", toGb: null, usd: "0.004" },
];
const bookOf = (prices: object, region = "us-east-1", date = "2026-09-17") =>
  parsePriceBook({ date, currency: "USD", regions: { [region]: prices } }, "prices.json");
const endpointGb = (list: unknown = tiers): Price =>
  priceOf(
    bookOf({ interfaceEndpointGb: { tiers: list, ...origin } }),
    "us-east-1",
    "interfaceEndpointGb",
  );

describe("tiers", () => {
  test.each([
    ["0", "0"],
    ["1", "0.01"],
    ["1048576", "10485.76"],
    ["1048577", "10485.766"],
    ["5242881", "35651.588"],
  ])("%s GB cost $%s", (gb, usd) => {
    expect(tieredUsd(endpointGb(), decimal(gb))).toEqual(decimal(usd));
  });

  test("a GB more never costs less, and costs the rate of its tier at most", () => {
    const gb = fc.integer({ min: 0, max: 10_000_000 }).map((value) => decimal(String(value)));
    fc.assert(
      fc.property(gb, (amount) => {
        const now = tieredUsd(endpointGb(), amount);
        const next = tieredUsd(endpointGb(), plus(amount, decimal("1")));
        expect(compare(next, now)).toBe(1);
        expect(compare(next, plus(now, decimal("0.01")))).toBeLessThanOrEqual(0);
      }),
    );
  });

  test("more than the known tiers cover is a missing price", () => {
    const known = endpointGb(tiers.slice(0, 1));
    expect(tieredUsd(known, decimal("1048576"))).toEqual(decimal("10485.76"));
    expect(() => tieredUsd(known, decimal("1048577"))).toThrow(
      expect.objectContaining({ code: "PRICE_MISSING" }),
    );
  });

  test.each([
    ["a gap", [tiers[0], tiers[2]]],
    ["no start at 0", tiers.slice(1)],
    ["nothing", []],
    ["an end before its start", [{ fromGb: "0", toGb: "0", usd: "1" }]],
  ])("with %s are refused", (_what, list) => {
    expect(() => endpointGb(list)).toThrow(
      /us-east-1\.interfaceEndpointGb\.tiers: expected tiers that follow/,
    );
  });
});

describe("a price file", () => {
  test("is read again as it was written", () => {
    const book = bookOf({
      interfaceEndpointGb: { tiers, ...origin, conflicts: [{ statement: "0.02", ...origin }] },
      natGatewayHour: {
        usd: "0.045",
        ...origin,
        offer: { code: "AmazonEC2", version: "20260831181331", sku: "M2YSHUBETB3JX4M4" },
      },
    });
    expect(parsePriceBook(JSON.parse(JSON.stringify(priceBookJson(book))), "again")).toEqual(book);
  });

  test.each([
    ["another currency", { date: "", currency: "CNY", regions: {} }, "currency"],
    [
      "a float",
      { date: "", currency: "USD", regions: { r: { natGatewayHour: { usd: 0.045 } } } },
      "regions.r.natGatewayHour.usd",
    ],
    [
      "an unknown id",
      { date: "", currency: "USD", regions: { r: { natHour: {} } } },
      "regions.r.natHour",
    ],
    [
      "no source",
      { date: "", currency: "USD", regions: { r: { natGatewayHour: { usd: "1" } } } },
      "regions.r.natGatewayHour.sources",
    ],
    ["a list", [], "expected an object"],
  ])("with %s is refused, with the place", (_what, document, place) => {
    expect(() => parsePriceBook(document, "my.json")).toThrow(place);
    expect(() => parsePriceBook(document, "my.json")).toThrow("my.json");
  });

  test("merged over another wins price by price", () => {
    const shipped = bookOf({
      natGatewayHour: { usd: "0.045", ...origin },
      natGatewayGb: { usd: "0.045", ...origin },
    });
    const imported = bookOf(
      { natGatewayHour: { usd: "0.05", ...origin } },
      "us-east-1",
      "2026-11-01",
    );
    const merged = mergePriceBooks(shipped, imported);
    const usd = (["natGatewayHour", "natGatewayGb"] as const).map(
      (id) => priceOf(merged, "us-east-1", id).tiers[0]?.usd ?? ZERO,
    );
    expect(sum(usd)).toEqual(times(decimal("0.095"), decimal("1")));
    expect(merged.date).toBe("2026-11-01");
  });
});
