import { describe, expect, it } from "vitest";
import { parseSince } from "./parse-since.js";

const NOW = Date.UTC(2026, 10, 23, 16, 20);

describe("--since", () => {
  it.each([
    ["2026-11-01", "2026-11-01T00:00:00.000Z"],
    ["2026-11-01T10:00Z", "2026-11-01T10:00:00.000Z"],
    ["2026-11-01T10:00", "2026-11-01T10:00:00.000Z"],
    ["2026-11-01 10:00:30Z", "2026-11-01T10:00:30.000Z"],
    ["2026-11-01T10:00:00+01:00", "2026-11-01T09:00:00.000Z"],
    ["7d", "2026-11-16T16:20:00.000Z"],
    ["12h", "2026-11-23T04:20:00.000Z"],
    ["2w", "2026-11-09T16:20:00.000Z"],
  ])("takes %s", (text, iso) => {
    expect(new Date(parseSince(text, NOW)).toISOString()).toBe(iso);
  });

  it.each([
    "",
    "yesterday",
    "7",
    "7x",
    "-7d",
    "2026",
    "2026-02-30",
    "2026-13-01",
    "01.11.2026",
    "2026-11-01T25:00Z",
  ])("refuses %j with the forms it takes", (text) => {
    expect(() => parseSince(text, NOW)).toThrow(
      expect.objectContaining({
        code: "SINCE_INVALID",
        kind: "input",
        message: expect.stringMatching(/2026-11-01, *|2026-11-01\).*2026-11-01T10:00Z.*7d/),
      }),
    );
  });
});
