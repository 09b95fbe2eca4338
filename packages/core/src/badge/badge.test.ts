import { describe, expect, it } from "vitest";
import type { RegionReadiness } from "../verdict/list-readiness.js";
import type { Readiness } from "../verdict/readiness.js";
import { badgeSvg } from "./badge-svg.js";
import { regionBadge, regionsBadge } from "./readiness-badge.js";

const some = (count: number): readonly Readiness[] => Array.from({ length: count });
const region = (ready: number, missing: number, unknown: number, none = 0): RegionReadiness => ({
  region: "eu-west-1",
  services: [],
  cells: { ipv6: 0, "opt-in": 0, ipv4: 0, none, unknown: 0 },
  ready: some(ready),
  missing: some(missing),
  unknown: some(unknown),
  isReady: missing > 0 ? "no" : unknown > 0 ? "unknown" : "yes",
  switchBreaks: [],
  switchUnknown: [],
});

describe("a badge", () => {
  it.each([
    [3, 0, 0, "3/3 services", "yes"],
    [2, 1, 0, "2/3 services", "no"],
    [1, 1, 1, "1/3 services, 1 unknown", "no"],
    [2, 0, 1, "2/3 services, 1 unknown", "unknown"],
    [0, 0, 3, "unknown", "unknown"],
    [0, 0, 0, "unknown", "unknown"],
  ])("of %i ready, %i missing, %i unknown says %s", (ready, missing, unknown, value, state) => {
    expect(regionBadge("eu-west-1", region(ready, missing, unknown))).toEqual({
      label: "eu-west-1 over IPv6",
      value,
      state,
    });
  });

  it("counts regions that offer the whole list, and those where all of it is ready", () => {
    const regions = [region(2, 0, 0), region(1, 1, 0), region(1, 0, 1), region(1, 1, 0, 1)];
    expect(regionsBadge("s3, sqs", regions)).toEqual({
      label: "s3, sqs over IPv6",
      value: "1/3 regions, 1 unknown",
      state: "no",
    });
  });

  it("is an image with a name, whatever the label", () => {
    const svg = badgeSvg({ label: '<a> & "b"', value: "1/1 services", state: "yes" });
    expect(svg).toContain('aria-label="&lt;a&gt; &amp; &quot;b&quot;: 1/1 services"');
    expect(svg).not.toMatch(/style=|href|<a>/);
  });
});
