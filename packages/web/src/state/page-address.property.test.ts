import { VARIANTS } from "@egress6/core/endpoint/types";
import type { MapLayout } from "@egress6/core/map/map-layout";
import { CELLS } from "@egress6/core/verdict/cell";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERVICE_ORDERS } from "../map/service-order.js";
import { FIRST_ADDRESS, formatAddress, type PageAddress, parseAddress } from "./page-address.js";

const region = (id: string, partition = "aws") => ({
  id,
  name: id,
  partition,
  partitionTitle: partition,
  isPublic: true,
  largeRank: null,
});
const layout: MapLayout = {
  serviceCount: 2,
  regions: [region("eu-west-1"), region("us-east-1"), region("cn-north-1", "aws-cn")],
  serviceIndex: new Map([
    ["ec2", 0],
    ["s3", 1],
  ]),
  regionIndex: new Map([
    ["eu-west-1", 0],
    ["us-east-1", 1],
    ["cn-north-1", 2],
  ]),
};

const address = fc.record({
  query: fc.string({ unit: "binary", maxLength: 200 }),
  regions: fc.constantFrom("large", "all", "aws-cn", "eu-*,us-east-1", "us-east-1"),
  view: fc.constantFrom(...VARIANTS),
  states: fc.subarray([...CELLS]),
  order: fc.constantFrom(...SERVICE_ORDERS),
  at: fc.option(fc.constantFrom("2026-11-01", "2024-02-29")),
  openCell: fc.option(
    fc.record({
      service: fc.constantFrom("ec2", "s3"),
      region: fc.constantFrom("eu-west-1", "cn-north-1"),
    }),
  ),
});

describe("the address", () => {
  it("brings back what was shown when it was copied", () => {
    fc.assert(
      fc.property(address, (shown) => {
        expect(parseAddress(formatAddress(shown), layout)).toEqual({ address: shown, ignored: [] });
      }),
    );
  });

  it("is empty for a first visit", () => {
    expect(formatAddress(FIRST_ADDRESS)).toBe("");
  });

  it("stays readable", () => {
    const openCell = { service: "ec2", region: "eu-west-1" };
    const shown: PageAddress = {
      query: "s3 logs",
      regions: "eu-*,us-east-1",
      view: "dualstack",
      states: ["opt-in", "ipv4"],
      order: "least",
      at: "2026-11-01",
      openCell,
    };
    expect(formatAddress(shown)).toBe(
      "?q=s3%20logs&r=eu-*,us-east-1&v=ds&s=opt-in,ipv4&o=least&at=2026-11-01&c=ec2:eu-west-1",
    );
  });

  it("knows variants by their long names too", () => {
    expect(parseAddress("?v=fips-dualstack", layout).address.view).toBe("fips-dualstack");
    expect(parseAddress("?v=dualstack", layout).address.view).toBe("dualstack");
  });

  it.each([
    ["?c=ec2", "c"],
    ["?c=ec2:mars-1", "c"],
    ["?c=ec2:eu-west-1:more", "c"],
    ["?c=__proto__:constructor", "c"],
    ["?r=mars-*", "r"],
    ["?r=", "r"],
    ["?r=(a%2B)%2B%24", "r"],
    ["?v=<script>", "v"],
    ["?s=green", "s"],
    ["?s=ipv4,", "s"],
    ["?at=2026-02-29", "at"],
    ["?o=best", "o"],
    ["?at=yesterday", "at"],
    ["?tab=admin", "tab"],
    [`?q=${"a".repeat(201)}`, "q"],
    ["?nonsense=1", "nonsense"],
  ])("%s is ignored, and said to be", (search, ignored) => {
    expect(parseAddress(search, layout)).toEqual({ address: FIRST_ADDRESS, ignored: [ignored] });
  });
});
