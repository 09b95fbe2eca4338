import type { DatedChange } from "@egress6/core/changes/net-changes";
import { layoutOf } from "@egress6/core/map/map-layout";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallCatalog } from "../../../../test/support/small-catalog.js";
import { changedCells } from "./changed-cells.js";
import { changesFilter } from "./changes-filter.js";
import { FIRST_CHANGES_QUERY, formatChangesQuery, parseChangesQuery } from "./changes-query.js";
import { feedOf } from "./feed-of.js";
import { filterChanges } from "./filter-changes.js";

const catalog = smallCatalog({
  s3: { id: "S3", name: "Amazon S3", names: {} },
  sqs: { id: "SQS", name: "Amazon SQS", names: {} },
});
const { regions } = layoutOf(catalog);
const parse = (search: string) => parseChangesQuery(search, catalog, regions);

describe("the address of the changes", () => {
  const day = fc.option(fc.constantFrom("2026-02-28", "2026-11-23"));
  const query = fc.record({
    text: fc.string({ unit: "binary", maxLength: 200 }),
    regions: fc.constantFrom("all", "large", "eu-*", "us-east-1,eu-west-1"),
    list: fc.subarray(["s3", "sqs"]),
    from: day,
    to: day,
  });

  it("brings back what was shown when it was copied", () => {
    fc.assert(
      fc.property(query, (shown) => {
        expect(parse(formatChangesQuery(shown))).toEqual({ query: shown, ignored: [] });
      }),
    );
  });

  it.each([
    ["?from=2026-02-30", "from"],
    ["?to=yesterday", "to"],
    ["?list=nothing", "list"],
    ["?list=", "list"],
    ["?r=mars-*", "r"],
    [`?q=${"a".repeat(201)}`, "q"],
    ["?constructor=1", "constructor"],
  ])("%s is ignored, and said to be", (search, name) => {
    expect(parse(search)).toEqual({ query: FIRST_CHANGES_QUERY, ignored: [name] });
  });
});

describe("the feed of what is shown", () => {
  const s3 = new Set(["s3"]);
  const two = new Set(["s3", "sqs"]);
  const eu = new Set(["eu-west-1"]);
  const both = new Set(["eu-west-1", "us-east-1"]);

  it.each([
    [null, null, true, "feeds/all.atom"],
    [s3, null, true, "feeds/services/s3.atom"],
    [null, eu, true, "feeds/regions/eu-west-1.atom"],
    [two, both, true, "api/changes.atom?service=s3,sqs&region=eu-west-1,us-east-1"],
    [s3, eu, true, "api/changes.atom?service=s3&region=eu-west-1"],
    [null, both, true, "api/changes.atom?region=eu-west-1,us-east-1"],
    [new Set<string>(), null, true, "feeds/all.atom"],
    [s3, eu, false, "feeds/services/s3.atom"],
    [two, eu, false, "feeds/regions/eu-west-1.atom"],
    [two, both, false, "feeds/all.atom"],
  ])(
    "%#: is just that where a server makes it, and else holds all of it",
    (services, regions, isLive, feed) => {
      expect(feedOf({ services, regions, variant: null, isLive })).toBe(feed);
    },
  );
});

it("the feed is of one variant where a server makes it", () => {
  const question = { services: null, regions: null, variant: "fips" } as const;
  expect(feedOf({ ...question, isLive: true })).toBe("api/changes.atom?variant=fips");
  expect(feedOf({ ...question, isLive: false })).toBe("feeds/all.atom");
});

describe("filtering changes", () => {
  const change = (subject: string, ...regions: readonly string[]): DatedChange => ({
    day: "2026-11-23",
    turn: 0,
    subject,
    variant: regions.length === 0 ? null : "dualstack",
    purpose: null,
    family: "ipv6",
    isReachable: true,
    regions,
  });
  const changes = [
    change("s3", "eu-west-1", "us-east-1"),
    change("sqs", "us-east-1"),
    change("github.com"),
  ];
  const noHost = () => false;

  it("leaves the regions that are meant, and no change without one", () => {
    const regions = new Set(["eu-west-1"]);
    const filter = { services: null, hasHost: noHost, regions, variant: null };
    expect(filterChanges(changes, filter)).toEqual([change("s3", "eu-west-1")]);
  });

  it("leaves the services, hosts and variants that are meant", () => {
    const hasHost = (host: string) => host === "github.com";
    const filter = { services: new Set(["sqs"]), hasHost, regions: null, variant: null };
    expect(filterChanges(changes, filter)).toEqual([
      change("sqs", "us-east-1"),
      change("github.com"),
    ]);
    const fips = { services: null, hasHost: noHost, regions: null, variant: "fips" } as const;
    expect(filterChanges(changes, fips)).toEqual([]);
  });

  it("understands the words and tokens of the map", () => {
    const layout = layoutOf(catalog);
    const filter = (query: Partial<typeof FIRST_CHANGES_QUERY>) => {
      const { hasHost, ...rest } = changesFilter(
        { catalog, layout },
        { ...FIRST_CHANGES_QUERY, ...query },
      );
      return { ...rest, github: hasHost("github.com") };
    };
    const everything = { services: null, regions: null, variant: null, github: true, problems: [] };
    expect(filter({})).toEqual(everything);
    expect(filter({ text: "hub" })).toEqual({ ...everything, services: new Set() });
    expect(filter({ text: "-s3 region:eu-* variant:fips" })).toEqual({
      services: new Set(["sqs"]),
      regions: new Set(["eu-west-1"]),
      variant: "fips",
      github: false,
      problems: [],
    });
    expect(filter({ text: "-region:eu-west-1", list: ["s3"] })).toMatchObject({
      services: new Set(["s3"]),
      regions: new Set(["us-east-1"]),
    });
    expect(filter({ text: "status:ipv4" }).problems).toEqual([
      "status: and evidence: are about cells, not about changes",
    ]);
  });
});

describe("what changed on the map", () => {
  const layout = layoutOf(catalog);
  // s3 in eu-west-1 and us-east-1, then sqs.
  const [ipv6, optIn, ipv4] = [0, 1, 2];
  const before = Uint8Array.of(ipv4, ipv4, optIn, ipv4);
  const after = Uint8Array.of(optIn, optIn, ipv6, ipv4);
  const all = { services: null, regions: null };

  it("is said by service: which state became which, and where", () => {
    expect(changedCells(layout, before, after, all)).toEqual([
      { service: "s3", from: "ipv4", to: "opt-in", regions: ["eu-west-1", "us-east-1"] },
      { service: "sqs", from: "opt-in", to: "ipv6", regions: ["eu-west-1"] },
    ]);
    expect(changedCells(layout, before, before, all)).toEqual([]);
  });

  it("is limited to the services and regions that are meant", () => {
    expect(changedCells(layout, before, after, { ...all, services: new Set(["sqs"]) })).toEqual([
      { service: "sqs", from: "opt-in", to: "ipv6", regions: ["eu-west-1"] },
    ]);
    expect(
      changedCells(layout, before, after, { ...all, regions: new Set(["us-east-1"]) }),
    ).toEqual([{ service: "s3", from: "ipv4", to: "opt-in", regions: ["us-east-1"] }]);
  });
});
