import fc from "fast-check";
import { expect, test } from "vitest";
import { atPosition, positionOf, totalGb, withTotalGb } from "./scaled-volumes.js";

const WORKLOAD = {
  region: "us-east-1",
  services: [
    { service: "sqs", gbPerMonth: 30, inGbPerMonth: 10, outGbPerMonth: 20 },
    { service: "kms" },
  ],
  hosts: [{ host: "a.example", gbPerMonth: { low: 10, high: 70 } }, { host: "b.example" }],
};

test("volumes grow in proportion; what nobody knows stays unknown", () => {
  expect(totalGb(WORKLOAD)).toBe(100);
  expect(withTotalGb(WORKLOAD, 1000)).toEqual({
    region: "us-east-1",
    services: [{ service: "sqs", gbPerMonth: 300 }, { service: "kms" }],
    hosts: [{ host: "a.example", gbPerMonth: { low: 100, high: 700 } }, { host: "b.example" }],
  });
});

test("without a known volume there is nothing to scale", () => {
  const unknown = { services: [{ service: "sqs" }, { service: "kms", gbPerMonth: "many" }] };
  expect(totalGb(unknown)).toBeNull();
  expect(withTotalGb(unknown, 10)).toBe(unknown);
});

test("a total comes back to within its four digits", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (gb) => {
      const total = totalGb(withTotalGb(WORKLOAD, gb)) ?? 0;
      expect(Math.abs(total - gb) / gb).toBeLessThan(0.001);
    }),
  );
});

test("positions of the slider stand for amounts, more to the right", () => {
  expect([0, 100, 350, 600].map(atPosition)).toEqual([1, 10, 3200, 1_000_000]);
  expect([1, 10, 1_000_000].map(positionOf)).toEqual([0, 100, 600]);
  for (let position = 1; position <= 600; position++) {
    expect(atPosition(position)).toBeGreaterThanOrEqual(atPosition(position - 1));
  }
});
