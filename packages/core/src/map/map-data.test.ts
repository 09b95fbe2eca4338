import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Catalog, endpointOf, expandCatalog, parseCatalog } from "../endpoint/catalog.js";
import { LivePlanes } from "./live-planes.js";
import { decodeMap, encodeMap, type MapMeta } from "./map-data.js";
import { layoutOf, placeCount, placeOf } from "./map-layout.js";
import { NO_NAME, statusCode, statusOfCode, UNOBSERVED_NAME } from "./name-status.js";
import { SCAN_PHASES, type ScanStatus } from "./scan-status.js";

const CATALOG_JSON = {
  format: 1,
  rules: { source: "botocore", version: "1.0.0" },
  patterns: {
    standard: {
      default: "{label}.{region}.{dns}",
      dualstack: "{label}.{region}.{dualDns}",
      fips: "{label}-fips.{region}.{dns}",
      "fips-dualstack": "{label}-fips.{region}.{dualDns}",
    },
  },
  partitions: {
    aws: {
      name: "AWS Standard",
      dns: "amazonaws.com",
      dualDns: "api.aws",
      home: "us-east-1",
      regionRegex: "^(us|eu)\\-\\w+\\-\\d+$",
      regions: { "eu-west-1": "Europe (Ireland)", "us-east-1": "US East (N. Virginia)" },
    },
    "aws-iso": {
      name: "AWS ISO (US)",
      isPublic: false,
      dns: "c2s.ic.gov",
      dualDns: "api.aws.ic.gov",
      home: "us-iso-east-1",
      regionRegex: "^us\\-iso\\-\\w+\\-\\d+$",
      regions: { "us-iso-east-1": "US ISO East" },
    },
  },
  services: {
    iam: {
      id: "IAM",
      name: "AWS Identity and Access Management",
      names: { default: "iam.{dns}", dualstack: "iam.global.{dualDns}", "default aws-iso": null },
    },
    logs: {
      id: "CloudWatch Logs",
      name: "Amazon CloudWatch Logs",
      names: { standard: "logs" },
      additional: [{ for: "host prefix stream-", prefix: "stream-" }],
    },
    "timestream-write": {
      id: "Timestream Write",
      name: "Amazon Timestream Write",
      discovery: "required",
      names: { standard: "ingest.timestream" },
    },
  },
};

const catalog = parseCatalog(CATALOG_JSON);
const layout = layoutOf(catalog);

const time = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000);
const timeOrNull = fc.option(time);
const status: fc.Arbitrary<ScanStatus> = fc.record({
  phase: fc.constantFrom(...SCAN_PHASES),
  reason: fc.option(fc.string()),
  startedAt: timeOrNull,
  endedAt: timeOrNull,
  progress: fc.option(
    fc.record({
      total: fc.nat(),
      done: fc.nat(),
      unknown: fc.nat(),
      namesPerSecond: fc.nat(),
      secondsLeft: fc.option(fc.nat()),
    }),
  ),
});
const meta: fc.Arbitrary<MapMeta> = fc.record({
  generatedAt: time,
  observedFrom: timeOrNull,
  observedTo: timeOrNull,
  namesObserved: fc.nat(),
  scan: status,
  isLive: fc.boolean(),
});
const planes = fc
  .array(fc.integer({ min: 0, max: 9 }), {
    minLength: placeCount(layout),
    maxLength: placeCount(layout),
  })
  .map((codes) => Uint8Array.from(codes));

const SOME_META: MapMeta = {
  generatedAt: 0,
  observedFrom: null,
  observedTo: null,
  namesObserved: 0,
  scan: { phase: "none", reason: null, startedAt: null, endedAt: null, progress: null },
  isLive: false,
};

const expanded = (source: Catalog) => [...expandCatalog(source)];

describe("the page's data", () => {
  it("comes out of its JSON as it went in", () => {
    fc.assert(
      fc.property(meta, planes, (someMeta, somePlanes) => {
        const text = encodeMap({
          meta: someMeta,
          catalogJson: CATALOG_JSON,
          layout,
          planes: somePlanes,
        });
        const map = decodeMap(JSON.parse(text));
        expect(map.meta).toEqual(someMeta);
        expect(map.planes).toEqual(somePlanes);
        expect(map.layout).toEqual(layout);
        expect(expanded(map.catalog)).toEqual(expanded(catalog));
        expect(map.catalog.services).toEqual(catalog.services);
      }),
    );
  });

  const valid = () =>
    JSON.parse(
      encodeMap({
        meta: SOME_META,
        catalogJson: CATALOG_JSON,
        layout,
        planes: new Uint8Array(placeCount(layout)),
      }),
    );

  it.each([
    ["another format", (map: ReturnType<typeof valid>) => ({ ...map, format: 2 })],
    ["no meta", (map: ReturnType<typeof valid>) => ({ ...map, meta: undefined })],
    [
      "a row that is too short",
      (map: ReturnType<typeof valid>) => ({
        ...map,
        status: { ...map.status, fips: ["000", "00", "000"] },
      }),
    ],
    [
      "a character that is no status",
      (map: ReturnType<typeof valid>) => ({
        ...map,
        status: { ...map.status, fips: ["000", "0x0", "000"] },
      }),
    ],
    ["a list", () => []],
    ["null", () => null],
  ])("is refused when it is damaged: %s", (_, damage) => {
    expect(() => decodeMap(damage(valid()))).toThrow(/broken at/);
  });
});

describe("status codes", () => {
  it("stand for ten different states of a name, one digit each", () => {
    const states = Array.from({ length: 10 }, (_, code) => statusOfCode(code));
    expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(10);
    expect(states.map(statusCode)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(statusOfCode(NO_NAME)).toBeNull();
    expect(statusOfCode(UNOBSERVED_NAME)).toEqual({ ipv4: "unknown", ipv6: "unknown" });
  });
});

describe("live planes", () => {
  it("begin with every name of the catalog unobserved and the others absent", () => {
    const live = new LivePlanes(catalog);
    for (const [index, service] of catalog.services.entries()) {
      for (const [column, region] of layout.regions.entries()) {
        const code = live.planes[placeOf(layout, "default", index, column)];
        const endpoint = endpointOf(catalog, service, region.id, "default");
        expect(code).toBe(endpoint === null ? NO_NAME : UNOBSERVED_NAME);
      }
    }
  });

  it("show a partition-wide name in all its regions at once, and say what changed only once", () => {
    const live = new LivePlanes(catalog);
    const changes = live.set("iam.amazonaws.com", { ipv4: "yes", ipv6: "no" });
    expect(changes.map(([place]) => place)).toEqual([
      placeOf(layout, "default", 0, 0),
      placeOf(layout, "default", 0, 1),
    ]);
    expect(changes.map(([, code]) => statusOfCode(code))).toEqual([
      { ipv4: "yes", ipv6: "no" },
      { ipv4: "yes", ipv6: "no" },
    ]);
    expect(live.set("iam.amazonaws.com", { ipv4: "yes", ipv6: "no" })).toEqual([]);
  });

  it("know nothing of a name that is not on the map", () => {
    expect(new LivePlanes(catalog).set("github.com", { ipv4: "yes", ipv6: "no" })).toEqual([]);
  });
});
