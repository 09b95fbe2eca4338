import { badgeSvg } from "@egress6/core/map/badge-svg";
import { readinessBadge } from "@egress6/core/map/readiness-badge";
import { readinessOfList } from "@egress6/core/verdict/list-readiness";
import { expect, it } from "vitest";
import { mapReports } from "../../packages/egress6/src/library/site/map-reports.js";
import { openMapSite } from "../../packages/egress6/src/library/site/map-site.js";
import { INVENTED_AT, inventedStore } from "./invented-store.js";
import { catalog } from "./site-fixture.js";

const store = inventedStore(catalog, []);
const reports = mapReports(openMapSite(store), store, () => INVENTED_AT);

it("a live badge of a list in a region says what core says", () => {
  const services = catalog.services.filter(({ cliName }) => ["s3", "sqs"].includes(cliName));
  const regions = readinessOfList({
    catalog,
    services,
    regions: ["eu-west-1"],
    observed: store.readSupport(),
  });
  const svg = badgeSvg(readinessBadge({ services, regions }));
  // Under whatever name, in whatever order.
  expect(reports.badgeSvg({ service: ["SQS", "s3"], region: ["eu-west-1"] })).toBe(svg);
  expect(svg).toContain("s3, sqs in eu-west-1 over IPv6");
});

it("a live badge without a list is of everything offered", () => {
  expect(reports.badgeSvg({ region: ["eu-west-1"] })).toMatch(
    /eu-west-1 over IPv6: \d+\/\d+ services/,
  );
  expect(reports.badgeSvg({})).toMatch(/AWS over IPv6: \d+\/\d+ endpoints/);
  expect(() => reports.badgeSvg({ service: ["frobnicate"] })).toThrow(/no AWS service/);
});

it("a live feed holds what is asked for, and its entries of some regions are entries of their own", () => {
  const entries = (feed: string) =>
    [...feed.matchAll(/<entry>\s*<id>(.*)<\/id>/g)].map(([, id]) => String(id));
  const query = "?service=s3files,cloudhsm";
  const feed = reports.changesFeed({ service: ["s3files", "cloudhsm"] }, query);
  expect(feed).toContain(`href="changes.atom${query}"`);
  expect(entries(feed).length).toBeGreaterThan(2);
  expect(entries(feed).every((id) => /:(s3files|cloudhsm):/.test(id))).toBe(true);
  const inRegion = reports.changesFeed({ service: ["cloudhsm"], region: ["eu-west-1"] }, "");
  expect(entries(inRegion).filter((id) => entries(feed).includes(id))).toEqual([]);
});
