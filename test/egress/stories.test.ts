import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planJson } from "../../packages/egress6/src/render/plan/json.js";
import { planOf } from "./plan-world.js";

const story = (name: string, change = (text: string) => text) => {
  const file = new URL(`../../examples/stories/${name}.yaml`, import.meta.url);
  return planJson(planOf(change(readFileSync(file, "utf8"))), []);
};

type Story = ReturnType<typeof story>;

const designIn = ({ designs }: Story, id: string) => {
  const found = designs.find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no design ${id}`);
  return found;
};
const changesOf = (plan: Story, id: string) =>
  Object.fromEntries(
    designIn(plan, id).changes.map((change) => [
      change.id,
      [change.usdPerMonth?.low, change.usdPerMonth?.high].map((usd) => Number(usd).toFixed(2)),
    ]),
  );
const today = ({ headlines }: Story) => headlines.today.usdPerMonth?.high;

describe("what people told in public, told by a plan", () => {
  test("bytes without a name promise nothing: the saving is between none and all of it", () => {
    const plan = story("bytes-without-a-name");
    expect(Number(today(plan)).toFixed(2)).toBe("866.70");
    const changes = changesOf(plan, "ipv6-nat-zonal");
    // The bill of January 2025, $746.25 for the data: met to the cent.
    expect(changes["ipv6"]).toEqual(["746.25", "0.00"]);
    expect(changes["ipv4-gateways"]?.[1]).toBe("0.00");
  });

  test("a gateway endpoint of S3 takes the whole charge for data, as on the bill of 2018", () => {
    const plan = story("s3-through-nat");
    expect(changesOf(plan, "nat-zonal")).toEqual({
      "gateway-endpoint-s3": ["984.22", "984.22"],
      "ipv4-gateways": ["154.76", "154.76"],
    });
    const steps = designIn(plan, "nat-zonal").changes.map(({ id }) => id);
    expect(steps[0]).toBe("gateway-endpoint-s3");
  });

  test("an interface endpoint for 90 GB is removed, and removing it costs from 208.6 GB on", () => {
    const changes = changesOf(story("endpoint-that-does-not-pay"), "nat-zonal");
    expect(changes["remove-endpoint-sqs"]).toEqual(["4.15", "4.15"]);
    const more = (gb: number) =>
      changesOf(
        story("endpoint-that-does-not-pay", (text) =>
          text.replace("gbPerMonth: 90", `gbPerMonth: ${gb}`),
        ),
        "nat-zonal",
      );
    expect(Number(more(208)["remove-endpoint-sqs"]?.[1])).toBeGreaterThan(0);
    expect(Number(more(209)["remove-endpoint-sqs"]?.[1])).toBeLessThan(0);
  });

  test("the peak, not the month, decides how large a NAT instance must be", () => {
    const typeWith = (peak: string) => {
      const plan = story("nat-instance-in-bursts", (text) =>
        text.replace(/^peakMbitPerSecond: \d+\n/m, peak),
      );
      const lines = designIn(plan, "nat-instance").network?.lines ?? [];
      return lines.map(({ priceId }) => priceId).find((id) => /^(t4g|c7gn)/.test(id));
    };
    const [average, burst] = [typeWith(""), typeWith("peakMbitPerSecond: 900\n")];
    expect([average, burst]).toEqual([
      expect.stringMatching(/^t4g/),
      expect.stringMatching(/^c7gn/),
    ]);
  });

  test("for images the free gateway endpoint is enough: endpoints of ECR do not pay", () => {
    const plan = story("images-through-nat");
    expect(changesOf(plan, "nat-zonal")).toEqual({ "gateway-endpoint-s3": ["34.20", "34.20"] });
    const bought = designIn(plan, "nat-zonal").network?.lines.map(({ priceId }) => priceId);
    expect(bought).not.toContain("interfaceEndpointHourPerAz");
  });

  test("sums of changes are what the headline says", () => {
    for (const name of ["s3-through-nat", "images-through-nat", "endpoint-that-does-not-pay"]) {
      const plan = story(name);
      const design = designIn(plan, "nat-zonal");
      const saved = design.changes.reduce(
        (sum, { usdPerMonth }) => sum + Number(usdPerMonth?.high),
        0,
      );
      const difference = Number(today(plan)) - Number(design.usdPerMonth?.high);
      expect(saved, name).toBeCloseTo(difference, 6);
    }
  });
});
