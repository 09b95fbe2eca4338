import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupChanges } from "./change-groups.js";
import { changeLogJson, parseChangeLog } from "./change-log.js";
import type { EndpointChange } from "./changes-document.js";
import { type DatedChange, netChanges } from "./net-changes.js";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 1);
const dayText = (day: number) => new Date(START + day * DAY_MS).toISOString().slice(0, 10);
const change = (over: Partial<DatedChange>): DatedChange => ({
  day: dayText(1),
  turn: 0,
  subject: "sqs",
  variant: "dualstack",
  purpose: null,
  family: "ipv6",
  isReachable: true,
  regions: ["eu-west-1"],
  ...over,
});

describe("the difference between two days", () => {
  const log = [
    change({ day: dayText(5), isReachable: false, regions: ["eu-west-1"] }),
    change({ day: dayText(3), regions: ["eu-west-1", "us-east-1"] }),
    change({ day: dayText(2), subject: "github.com", variant: null, regions: [] }),
  ];

  it("is what changed after the first and until the second, and did not change back", () => {
    expect(netChanges(log, dayText(0), dayText(9))).toEqual([
      expect.objectContaining({ subject: "sqs", isReachable: true, regions: ["us-east-1"] }),
      expect.objectContaining({ subject: "github.com", variant: null, regions: [] }),
    ]);
    expect(netChanges(log, dayText(2), dayText(3))).toEqual([
      expect.objectContaining({ regions: ["eu-west-1", "us-east-1"] }),
    ]);
    expect(netChanges(log, dayText(3), dayText(3))).toEqual([]);
  });

  it("knows what came first on one day", () => {
    const to = change({ turn: 0, isReachable: true });
    const fro = change({ turn: 1, isReachable: false });
    expect(netChanges([fro, to], dayText(0), dayText(1))).toEqual([]);
    expect(netChanges([fro, to, change({ turn: 2 })], dayText(0), dayText(1))).toHaveLength(1);
  });

  it("is the difference of what is known on the two days, whatever happened in between", () => {
    // Each event turns one of four names over; time only goes forward.
    const events = fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 40 }),
        region: fc.constantFrom("eu-west-1", "us-east-1"),
        variant: fc.constantFrom("default" as const, "dualstack" as const),
      }),
    );
    const day = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(events, day, day, (happened, from, to) => {
        let at = START;
        const known = new Map<string, boolean>();
        const knownAt = (last: number) =>
          new Map(
            statesAt
              .filter(([when]) => when < START + (last + 1) * DAY_MS)
              .map(([, key, value]) => [key, value]),
          );
        const statesAt: [number, string, boolean][] = [];
        const changes = happened.map(({ hours, region, variant }): EndpointChange => {
          at += hours * 3_600_000;
          const key = `${variant} ${region}`;
          const now = !(known.get(key) ?? false);
          known.set(key, now);
          statesAt.push([at, key, now]);
          return {
            at,
            service: "sqs",
            serviceId: "SQS",
            partition: "aws",
            region,
            variant,
            hostname: key,
            family: "ipv6",
            from: now ? "no" : "yes",
            to: now ? "yes" : "no",
          };
        });
        const groups = groupChanges({ changes, hosts: [] });
        const log = parseChangeLog(
          JSON.parse(
            JSON.stringify(changeLogJson({ recordedFrom: START, recordedTo: at, changes: groups })),
          ),
        );
        const [before, after] = [knownAt(from), knownAt(to)];
        const expected = [
          "default eu-west-1",
          "default us-east-1",
          "dualstack eu-west-1",
          "dualstack us-east-1",
        ]
          .filter((key) => (before.get(key) ?? false) !== (after.get(key) ?? false))
          .map((key) => `${key} ${after.get(key) ?? false}`);
        const found = netChanges(log.changes, dayText(from), dayText(to)).flatMap(
          ({ variant, regions, isReachable }) =>
            regions.map((id) => `${variant} ${id} ${isReachable}`),
        );
        expect(found.sort()).toEqual(expected.sort());
      }),
    );
  });
});
