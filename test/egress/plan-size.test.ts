import { wayTo } from "@egress6/core/plan/way/way";
import { expect, test } from "vitest";
import { planOf } from "./plan-world.js";

/** Computes that are alike, each in a subnet behind every route table. */
function document(computes: number, tables: number): string {
  const subnets = Array.from({ length: tables }, (_, index) => ({
    id: `subnet-${index}`,
    kind: "ipv4",
    az: `use1-az${(index % 3) + 1}`,
    routeTable: `rtb-${index}`,
  }));
  return JSON.stringify({
    region: "us-east-1",
    azs: ["use1-az1", "use1-az2", "use1-az3"],
    compute: Array.from({ length: computes }, (_, index) => ({
      name: `app-${index}`,
      kind: "ec2-nitro",
      subnets: "ipv4",
    })),
    services: [{ service: "sqs", gbPerMonth: 100 }],
    hosts: [{ host: "api.example.com", gbPerMonth: 50, ipv6: "no" }],
    existing: {
      natGateways: 3,
      subnets,
      routes: subnets.map(({ routeTable }, index) => ({
        routeTable,
        destination: "0.0.0.0/0",
        target: `nat-${(index % 3) + 1}`,
      })),
    },
  });
}

/** How often the way of something to a destination is looked for, for each step of all designs. */
function looksPerStep(computes: number, tables: number): number {
  const plan = planOf(document(computes, tables));
  let looks = 0;
  const counted = new Set<object>();
  for (const { destination } of plan.designs.flatMap(({ classes }) => classes)) {
    if (counted.has(destination)) continue;
    counted.add(destination);
    const { ipv4 } = destination;
    Object.defineProperty(destination, "ipv4", {
      get: () => {
        looks += 1;
        return ipv4;
      },
    });
  }
  const steps = plan.designs.flatMap((design) =>
    design.network === null ? [] : wayTo(design, plan).steps,
  );
  expect(steps.length).toBeGreaterThan(computes);
  expect(looks).toBeGreaterThan(steps.length);
  return looks / steps.length;
}

test("a step takes no more work where more computes are alike, behind more route tables", () => {
  const few = looksPerStep(3, 6);
  expect(looksPerStep(12, 6)).toBeLessThan(2 * few);
  expect(looksPerStep(12, 24)).toBeLessThan(2 * few);
});
