import type { DatedChange } from "@egress6/core/changes/net-changes";
import { cellPlace, layoutOf, placeCount } from "@egress6/core/map/map-layout";
import { statusCode } from "@egress6/core/map/name-status";
import { NO_SCAN } from "@egress6/core/map/scan-status";
import { expect, it } from "vitest";
import { AWS_PARTITION, smallCatalog } from "../../../../test/support/small-catalog.js";
import { viewOf } from "../map/views.js";
import { gainOf, reachOverTime } from "./reach-over-time.js";
import { gainWords, recentGains } from "./recent-gains.js";

const catalog = {
  ...smallCatalog(
    {
      logs: { id: "CloudWatch Logs", name: "Amazon CloudWatch Logs", names: { standard: "logs" } },
    },
    { aws: AWS_PARTITION },
  ),
};
const layout = layoutOf(catalog);
const [first, second] = layout.regions.map(({ id }) => id);
const statusMatrix = new Uint8Array(placeCount(layout));
for (const region of layout.regions.keys()) {
  statusMatrix[cellPlace(layout, "default", 0, region)] = statusCode({ ipv4: "yes", ipv6: "no" });
  statusMatrix[cellPlace(layout, "dualstack", 0, region)] = statusCode({
    ipv4: "yes",
    ipv6: "yes",
  });
}
const gained: DatedChange = {
  day: "2026-11-20",
  turn: 0,
  subject: "logs",
  variant: "dualstack",
  purpose: null,
  family: "ipv6",
  isReachable: true,
  regions: [first ?? ""],
};
const changes = [gained];
const log = {
  recordedFrom: Date.UTC(2026, 10, 19),
  recordedTo: Date.UTC(2026, 10, 21),
  changes,
  completeFrom: null,
  months: [],
};
const map = {
  meta: {
    generatedAt: 0,
    observedFrom: null,
    observedTo: null,
    namesObserved: 0,
    scan: NO_SCAN,
    isLive: false,
  },
  catalog,
  shared: new Map(),
  layout,
  order: [0],
  statusMatrix,
  evidence: null,
};

it("says what was reachable at the end of each day, in all, by region and by service", () => {
  const regions = [0, 1];
  const reach = reachOverTime({ map, log, view: viewOf("default"), services: [0], regions });
  expect(reach).toEqual({
    days: ["2026-11-19", "2026-11-20", "2026-11-21"],
    all: [50, 100, 100],
    regions: [
      { id: first, shares: [0, 100, 100] },
      { id: second, shares: [100, 100, 100] },
    ],
    services: [{ id: "logs", shares: [50, 100, 100] }],
  });
  expect(reach.regions.map(({ shares }) => gainOf(shares))).toEqual([100, 0]);
  expect(gainOf([null, null])).toBeNull();
});

it("has few days of a long time, the first and the last among them", () => {
  const year = { ...log, recordedFrom: Date.UTC(2025, 10, 21) };
  const { days } = reachOverTime({
    map,
    log: year,
    view: viewOf("default"),
    services: [0],
    regions: [0],
  });
  expect(days.length).toBeLessThanOrEqual(14);
  expect([days[0], days.at(-1)]).toEqual(["2025-11-21", "2026-11-21"]);
});

it("says the newest gains in words", () => {
  const [gain, ...others] = recentGains(
    [gained, { ...gained, isReachable: false }, { ...gained, variant: "fips" }],
    10,
  );
  expect(others).toEqual([]);
  expect(gain && gainWords(gain)).toBe(`with the dual-stack setting in ${first}`);
  expect(gainWords({ day: "", service: "s3", variants: ["default"], regions: ["a", "b"] })).toBe(
    "by default in 2 more regions",
  );
});
