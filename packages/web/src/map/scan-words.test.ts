import { NO_SCAN, SCAN_PHASES } from "@egress6/core/map/scan-status";
import { describe, expect, it } from "vitest";
import { grouped } from "./grouped.js";
import { progressWords, scanNotice } from "./scan-words.js";
import { staleWords } from "./stale-words.js";
import { staleDays } from "./staleness.js";

describe("the notice about scans", () => {
  it.each(SCAN_PHASES)("says that nothing is known, when so, in phase %s", (phase) => {
    expect(scanNotice({ ...NO_SCAN, phase }, false)).toMatch(
      /^(Nothing has been observed yet|We could not check anything)/,
    );
  });

  it("gives the reason of a failure", () => {
    const failed = {
      ...NO_SCAN,
      phase: "failed",
      reason: "192.0.2.1:53 does not answer.",
    } as const;
    expect(scanNotice(failed, false)).toContain("192.0.2.1:53 does not answer.");
    expect(scanNotice(failed, true)).toContain("192.0.2.1:53 does not answer.");
  });

  it("says that changes are held, and why", () => {
    const held = {
      ...NO_SCAN,
      phase: "held",
      reason: "30 of 900 names seem to have lost it.",
    } as const;
    expect(scanNotice(held, true)).toBe("Changes are held: 30 of 900 names seem to have lost it.");
  });

  it("says whose word a finished scan rests on, when that is not vetted", () => {
    const done = {
      ...NO_SCAN,
      phase: "done",
      reason: "127.0.0.1:53 could not be vetted.",
    } as const;
    expect(scanNotice(done, true)).toBe("The last scan is done: 127.0.0.1:53 could not be vetted.");
  });

  it("says nothing when all is well", () => {
    expect(scanNotice({ ...NO_SCAN, phase: "done" }, true)).toBeNull();
    expect(scanNotice({ ...NO_SCAN, phase: "running" }, true)).toBeNull();
  });
});

describe("progress in words", () => {
  const progress = {
    total: 67_132,
    done: 12_345,
    unknown: 12,
    namesPerSecond: 244.6,
    secondsLeft: 181,
  };

  it("gives what is done, how fast, what is unknown and the time left", () => {
    expect(progressWords(progress)).toBe(
      "12,345 of 67,132 names · 245 per second · 12 unknown so far · 4 min left",
    );
  });

  it("leaves out what cannot be told yet", () => {
    expect(progressWords({ ...progress, done: 0, namesPerSecond: 0, secondsLeft: null })).toBe(
      "0 of 67,132 names · 12 unknown so far",
    );
  });
});

it.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [1234567, "1,234,567"],
])("%d is grouped as %s", (value, text) => {
  expect(grouped(value)).toBe(text);
});

describe("old observations", () => {
  const day = 86_400_000;

  it("are said to be old after three days, not before", () => {
    expect(staleDays(0, 3 * day - 1)).toBeNull();
    expect(staleDays(0, 12 * day + 1)).toBe(12);
    expect(staleDays(null, 12 * day)).toBeNull();
    expect(staleWords(12, Date.UTC(2026, 10, 1))).toContain(
      "Last checked 12 days ago, on 1 Nov 2026",
    );
  });
});
