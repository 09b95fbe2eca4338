import { describe, expect, test } from "vitest";
import { joinSenders } from "./join-senders.js";
import type { ServiceEntry } from "./schema.js";

const compute = ["orders", "batch"].map((name) => ({ name, kind: "lambda" }));
const code = (from: string[] | undefined, ref: string): ServiceEntry => ({
  service: "sqs",
  ...(from === undefined ? {} : { from }),
  evidence: [{ by: "audit", ref }],
});
const logs = (from: string[] | undefined, gbPerMonth: number): ServiceEntry => ({
  service: "sqs",
  gbPerMonth,
  ...(from === undefined ? {} : { from }),
  evidence: [{ by: "flows", ref: "pairs.ndjson" }],
});
const join = (...services: ServiceEntry[]) =>
  joinSenders({ compute, services }).services?.map(({ from, gbPerMonth, evidence }) => ({
    from,
    gbPerMonth,
    by: evidence?.map(({ by, ref }) => `${by} ${ref}`),
  }));

describe("callers of one destination", () => {
  test("code that knows no caller stands behind all that was measured", () => {
    expect(join(code(undefined, "a.py:1"), logs(["orders"], 5), logs(["batch"], 7))).toEqual([
      { from: ["orders"], gbPerMonth: 5, by: ["flows pairs.ndjson", "audit a.py:1"] },
      { from: ["batch"], gbPerMonth: 7, by: ["flows pairs.ndjson", "audit a.py:1"] },
    ]);
  });

  test("logs that know no caller take those of the code", () => {
    expect(join(code(["orders"], "a.py:1"), code(["batch"], "b.py:1"), logs(undefined, 5))).toEqual(
      [
        {
          from: ["batch", "orders"],
          gbPerMonth: 5,
          by: ["flows pairs.ndjson", "audit a.py:1", "audit b.py:1"],
        },
      ],
    );
  });

  test("a caller that nobody measured stays, its volume unknown", () => {
    expect(join(code(["orders", "batch"], "a.py:1"), logs(["orders"], 5))).toEqual([
      { from: ["orders"], gbPerMonth: 5, by: ["flows pairs.ndjson", "audit a.py:1"] },
      { from: ["batch"], gbPerMonth: undefined, by: ["audit a.py:1"] },
    ]);
  });

  test("a sender that no source knows as compute is not known", () => {
    expect(join(logs(["i-0a1b"], 5))).toEqual([
      { from: undefined, gbPerMonth: 5, by: ["flows pairs.ndjson"] },
    ]);
    expect(join(logs(["i-0a1b", "orders"], 5))?.[0]?.from).toEqual(["orders"]);
  });

  test("what was not measured, and what a person wrote, stays as it is", () => {
    const services = [code(["orders"], "a.py:1"), code(undefined, "b.py:1")];
    expect(joinSenders({ compute, services }).services).toEqual(services);
    const written: ServiceEntry = { service: "sqs", gbPerMonth: 2, from: ["nobody"] };
    expect(joinSenders({ compute, services: [written] }).services).toEqual([written]);
  });

  test("other regions, and other hosts, are other destinations", () => {
    const far = { ...code(undefined, "a.py:1"), region: "us-east-1" };
    expect(join(far, logs(["orders"], 5))).toHaveLength(2);
    const { hosts } = joinSenders({
      compute,
      hosts: [
        { host: "a.test", evidence: [{ by: "audit" }] },
        { host: "b.test", gbPerMonth: 1, evidence: [{ by: "flows" }] },
      ],
    });
    expect(hosts).toHaveLength(2);
  });
});

describe("what a platform calls by itself", () => {
  const measured = { service: "logs", from: ["web"], gbPerMonth: 9, evidence: [{ by: "flows" }] };
  const told = (platform: boolean) => ({
    service: "logs",
    from: ["web"],
    ...(platform ? { platform } : {}),
    evidence: [{ by: "audit" }],
  });
  const joinedOf = (...entries: readonly object[]) =>
    joinSenders({ compute: [{ name: "web", kind: "ecs-fargate" }], services: entries } as never)
      .services;

  test("measured bytes are the platform's where code says that it calls", () => {
    expect(joinedOf(measured, told(true))).toMatchObject([{ platform: true, gbPerMonth: 9 }]);
    expect(joinedOf(measured, told(false))?.[0]).not.toHaveProperty("platform");
  });

  test("where both call, they are those that no setting moves", () => {
    expect(joinedOf(measured, told(true), told(false))).toMatchObject([
      { platform: true, gbPerMonth: 9 },
    ]);
  });
});
