import { describe, expect, it } from "vitest";
import type { ScanRecord, ScanState } from "../ports.js";
import { scanDueAt } from "./scan-due.js";

const ENDED = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;

const scan = (state: ScanState, scope = "all"): ScanRecord => ({
  id: 1,
  scope,
  startedAt: ENDED - 240_000,
  endedAt: state === "running" ? null : ENDED,
  state,
  total: 10,
  reason: null,
});

describe("the next scan is due", () => {
  it.each([
    ["at once when there was none", [], 0],
    ["at once when only a part was scanned", [scan("done", "service=s3")], 0],
    ["at once when the last was interrupted", [scan("interrupted"), scan("done")], 0],
    ["at once when the last was killed", [scan("running")], 0],
    ["at once when the last failed", [scan("failed")], 0],
    ["an hour after the last, when that is held", [scan("held"), scan("done")], ENDED + 3_600_000],
    ["a day after the last that was done", [scan("done")], ENDED + DAY_MS],
    [
      "a day after the last of everything",
      [scan("failed", "service=s3"), scan("done")],
      ENDED + DAY_MS,
    ],
  ])("%s", (_, scans, dueAt) => {
    expect(scanDueAt(scans, "all")).toBe(dueAt);
  });
});
