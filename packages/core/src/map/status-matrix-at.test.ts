import { describe, expect, it } from "vitest";
import type { DatedChange } from "../changes/net-changes.js";
import { cellPlace, type MapLayout, placeCount } from "./map-layout.js";
import { statusCode, statusOfCode } from "./name-status.js";
import { statusMatrixAt } from "./status-matrix-at.js";

const region = (id: string) => ({
  id,
  name: id,
  partition: "aws",
  partitionTitle: "AWS",
  isPublic: true,
  largeRank: null,
});
const layout: MapLayout = {
  serviceCount: 1,
  regions: [region("eu-west-1"), region("us-east-1")],
  serviceIndex: new Map([["sqs", 0]]),
  regionIndex: new Map([
    ["eu-west-1", 0],
    ["us-east-1", 1],
  ]),
};
const statusMatrix = new Uint8Array(placeCount(layout)).fill(
  statusCode({ ipv4: "yes", ipv6: "yes" }),
  0,
  6,
);
const change = (day: string, isReachable: boolean, turn = 0): DatedChange => ({
  day,
  turn,
  subject: "sqs",
  variant: "default",
  purpose: null,
  family: "ipv6",
  isReachable,
  regions: ["eu-west-1"],
});
const log = {
  recordedFrom: Date.UTC(2026, 9, 1, 12),
  recordedTo: Date.UTC(2026, 10, 23),
  changes: [
    change("2026-11-20", true),
    change("2026-11-10", true, 0),
    change("2026-11-10", false, 1),
    { ...change("2026-11-05", false), purpose: "host prefix stream-" },
    { ...change("2026-11-04", false), subject: "github.com", variant: null, regions: [] },
  ],
};
const ipv6At = (day: string, regionIndex: number) =>
  statusOfCode(
    statusMatrixAt({ layout, statusMatrix }, log, day)[
      cellPlace(layout, "default", 0, regionIndex)
    ] ?? 0,
  )?.ipv6;

describe("the map of an earlier day", () => {
  it.each([
    ["2026-11-23", "yes"],
    ["2026-11-20", "yes"],
    ["2026-11-19", "no"],
    ["2026-11-10", "no"],
    ["2026-11-09", "no"],
    ["2026-10-01", "no"],
    ["2026-09-30", "unknown"],
  ])("on %s, what changed later is taken back: %s", (day, ipv6) => {
    expect(ipv6At(day, 0)).toBe(ipv6);
  });

  it("stays the same where nothing changed, and unknown before anything was observed", () => {
    expect(ipv6At("2026-10-01", 1)).toBe("yes");
    expect(ipv6At("2026-09-30", 1)).toBe("unknown");
    expect(statusMatrixAt({ layout, statusMatrix }, log, "2026-09-30")[7]).toBe(0);
    expect(
      statusMatrixAt({ layout, statusMatrix }, { ...log, recordedFrom: null }, "2026-11-23")[0],
    ).toBe(1);
  });

  it("leaves the status matrix of now alone", () => {
    const before = statusMatrix.slice();
    statusMatrixAt({ layout, statusMatrix }, log, "2026-11-01");
    expect(statusMatrix).toEqual(before);
  });
});
