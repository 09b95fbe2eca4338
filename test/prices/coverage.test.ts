import { PRICE_IDS } from "@egress6/core/price/price-id";
import { describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

const at = ["--now", "2026-11-30"];

describe("egress6 prices coverage", () => {
  test("shows each region by each price in 80 columns", async () => {
    const { code, stdout } = await egress6(["prices", "coverage", ...at]);
    expect(code).toBe(0);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    const letters = [...PRICE_IDS].map((_, index) => String.fromCharCode(97 + index));
    expect(stdout).toContain(letters.join(" "));
    expect(stdout).toMatch(/^us-east-1 +\+ \+ \+ \. - /m);
    expect(stdout).toMatch(/^cn-north-1 .*\$.* 0$/m);
    expect(stdout).toMatch(/^No price at all: af-south-1, /m);
    for (const id of PRICE_IDS) expect(stdout).toMatch(new RegExp(`^  [a-z{-~]  ${id} `, "m"));
  });

  test("of a region says how old each price is, and how to get the others", async () => {
    const { stdout } = await egress6(["prices", "coverage", "--region", "us-west-2", ...at]);
    expect(stdout).toMatch(/^us-west-2: 5 of \d+ prices$/m);
    expect(stdout).toMatch(/interfaceEndpointHourPerAz +known +2026-10-06 +55 days +medium/);
    expect(stdout).toMatch(/natGatewayHour +inferred +2026 /);
    expect(stdout).toMatch(/t4gNanoHour +missing$/m);
    expect(stdout).toContain("`egress6 prices update --region us-west-2`");
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("gives all as one document, in which age is by the day given", async () => {
    const of = async (now: string) =>
      JSON.parse((await egress6(["prices", "coverage", "--json", "--now", now])).stdout);
    const { now, staleAfterDays, regions } = await of("2026-11-30");
    expect({ now, staleAfterDays }).toEqual({ now: "2026-11-30T00:00:00Z", staleAfterDays: 365 });
    const byName = new Map<string, { known: number; missing: string[]; prices: object }>(
      regions.map((each: { region: string }) => [each.region, each]),
    );
    expect(byName.get("us-east-1")?.prices).toMatchObject({
      natGatewayHour: { state: "known", asOf: "2026-08-31", ageDays: 91, isStale: false },
      regionalNatGatewayGb: { state: "missing", asOf: null, ageDays: null },
    });
    expect(byName.get("us-east-1")?.missing).toContain("regionalNatGatewayGb");
    expect(byName.get("cn-north-1")).toMatchObject({
      known: 0,
      prices: { t4gNanoHour: { state: "other-currency", asOf: "2024-11-06" } },
    });
    expect(byName.get("mx-central-1")?.missing).toEqual(PRICE_IDS);
    const later = await of("2028-01-01");
    const later1 = later.regions.find(({ region }: { region: string }) => region === "us-east-1");
    expect(later1.prices.natGatewayHour.isStale).toBe(true);
  });

  test("a region that does not exist is refused with the nearest", async () => {
    const run = await egress6(["prices", "coverage", "--region", "eu-centrall-1"]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("eu-central-1");
  });
});
