import { describe, expect, it } from "vitest";
import type { Service } from "../endpoint/types.js";
import type { RegionReadiness } from "../verdict/list-readiness.js";
import type { Readiness } from "../verdict/readiness.js";
import { badgeSvg } from "./badge-svg.js";
import { readinessBadge } from "./readiness-badge.js";

const some = (count: number): readonly Readiness[] => Array.from({ length: count });
const region = (ready: number, missing: number, unknown: number, none = 0): RegionReadiness => ({
  region: "eu-west-1",
  services: some(ready + missing + unknown),
  cells: { ipv6: 0, "opt-in": 0, ipv4: 0, none, unknown: 0 },
  ready: some(ready),
  missing: some(missing),
  unknown: some(unknown),
  isReady: missing > 0 ? "no" : unknown > 0 ? "unknown" : "yes",
  switchBreaks: [],
  switchUnknown: [],
});
const services = (...names: string[]): readonly Service[] =>
  names.map((cliName) => ({
    cliName,
    serviceId: cliName,
    displayName: cliName,
    endpointDiscovery: "none",
  }));

describe("a badge", () => {
  it.each([
    [3, 0, 0, "3/3 services", "yes"],
    [2, 1, 0, "2/3 services", "no"],
    [1, 1, 1, "1/3 services, 1 unknown", "no"],
    [2, 0, 1, "2/3 services, 1 unknown", "unknown"],
    [0, 0, 3, "unknown", "unknown"],
    [0, 0, 0, "unknown", "unknown"],
  ])("of %i ready, %i missing, %i unknown says %s", (ready, missing, unknown, value, state) => {
    const regions = [region(ready, missing, unknown)];
    expect(readinessBadge({ services: services("s3", "sqs", "ec2"), regions })).toEqual({
      label: "s3, sqs, ec2 in eu-west-1 over IPv6",
      value,
      state,
    });
  });

  it("of a list counts regions that offer any of it, and those where all of it is ready", () => {
    const regions = [region(2, 0, 0), region(1, 1, 0, 1), region(1, 0, 1), region(0, 2, 0, 2)];
    expect(readinessBadge({ services: services("s3", "sqs"), regions })).toEqual({
      label: "s3, sqs over IPv6",
      value: "1/3 regions, 1 unknown",
      state: "no",
    });
  });

  it("of a region counts the services that are offered there", () => {
    expect(readinessBadge({ services: null, regions: [region(5, 3, 0, 3)] })).toEqual({
      label: "eu-west-1 over IPv6",
      value: "5/5 services",
      state: "yes",
    });
  });

  it("of everything counts endpoints", () => {
    const regions = [region(5, 3, 0, 3), region(1, 1, 1)];
    expect(readinessBadge({ services: null, regions })).toMatchObject({
      label: "AWS over IPv6",
      value: "6/8 endpoints, 1 unknown",
    });
  });

  it("says when it is of FIPS names", () => {
    const question = { services: services("s3"), regions: [region(1, 0, 0)], isFips: true };
    expect(readinessBadge(question).label).toBe("s3 in eu-west-1 over IPv6 by FIPS names");
  });

  it("does not grow with its list", () => {
    const four = services("a", "b", "c", "d");
    expect(readinessBadge({ services: four, regions: [region(4, 0, 0)] }).label).toBe(
      "4 services in eu-west-1 over IPv6",
    );
  });

  it("is an image with a name, whatever the label", () => {
    const svg = badgeSvg({ label: '<a> & "b"', value: "1/1 services", state: "yes" });
    expect(svg).toContain('aria-label="&lt;a&gt; &amp; &quot;b&quot;: 1/1 services"');
    expect(svg).not.toMatch(/style=|href|<a>/);
  });
});
