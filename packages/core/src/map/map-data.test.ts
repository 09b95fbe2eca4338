import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AWS_PARTITION, smallCatalog } from "../../../../test/support/small-catalog.js";
import { type Catalog, endpointOf } from "../endpoint/catalog.js";
import { VARIANTS } from "../endpoint/types.js";
import type { StatedEvidence } from "../evidence/evidence.js";
import { encodeMap, sharedNamesOf } from "./encode-map.js";
import { type EvidenceMatrix, parseEvidenceMatrix } from "./evidence-matrix.js";
import { LiveStatusMatrix } from "./live-status-matrix.js";
import { decodeMap, type MapMeta } from "./map-data.js";
import { cellPlace, layoutOf, placeCount } from "./map-layout.js";
import { NO_NAME, statusCode, statusOfCode, UNOBSERVED_NAME } from "./name-status.js";
import { SCAN_PHASES, type ScanStatus } from "./scan-status.js";
import { isSharedName, parseSharedNames, sharedNamesJson } from "./shared-names.js";

const catalog: Catalog = {
  ...smallCatalog(
    {
      iam: {
        id: "IAM",
        name: "AWS Identity and Access Management",
        names: { default: "iam.{dns}", dualstack: "iam.global.{dualDns}", "default aws-iso": null },
      },
      logs: {
        id: "CloudWatch Logs",
        name: "Amazon CloudWatch Logs",
        cliCommands: ["cwlogs"],
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
    {
      aws: AWS_PARTITION,
      "aws-iso": {
        name: "AWS ISO (US)",
        title: "Isolated",
        isPublic: false,
        dns: "c2s.ic.gov",
        dualDns: "api.aws.ic.gov",
        home: "us-iso-east-1",
        regionRegex: "^us\\-iso\\-\\w+\\-\\d+$",
        regions: { "us-iso-east-1": "US ISO East" },
      },
    },
  ),
  largeRegions: ["us-east-1"],
};

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
const statusMatrix = fc
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

describe("the page's data", () => {
  it("comes out of its JSON as it went in", () => {
    fc.assert(
      fc.property(meta, statusMatrix, (someMeta, someStatusMatrix) => {
        const text = encodeMap({
          meta: someMeta,
          catalog,
          popular: ["logs", "no-such-service"],
          layout,
          statusMatrix: someStatusMatrix,
          evidence: null,
        });
        const map = decodeMap(JSON.parse(text));
        expect(map.meta).toEqual(someMeta);
        expect(map.statusMatrix).toEqual(someStatusMatrix);
        expect(map.layout).toEqual(layout);
        const names = map.order.map((index) => map.catalog.services[index]?.cliName);
        const rest = catalog.services
          .map(({ cliName }) => cliName)
          .filter((each) => each !== "logs");
        expect(names).toEqual(["logs", ...rest]);
        expect(map.catalog.rules).toEqual(catalog.rules);
        expect(map.catalog.largeRegions).toEqual(catalog.largeRegions);
        expect(map.catalog.services).toEqual(catalog.services);
        expect(map.catalog.partitions).toEqual(
          catalog.partitions.map(({ id, name, title, isPublic, regions }) => ({
            id,
            name,
            title,
            isPublic,
            regions,
          })),
        );
      }),
    );
  });

  it("has what others say, too, and nothing of it where they say nothing", () => {
    const sources: readonly StatedEvidence[] = [
      { says: "declared", date: "2026-07-31", source: "https://a.example/" },
      { says: "seen-by-others", date: "2025-11-17", source: "https://b.example/" },
    ];
    const places = fc.uint8Array({
      minLength: placeCount(layout),
      maxLength: placeCount(layout),
      max: sources.length,
    });
    const statusMatrix = new Uint8Array(placeCount(layout));
    const encode = (evidence: EvidenceMatrix | null) =>
      encodeMap({ meta: SOME_META, catalog, popular: [], layout, statusMatrix, evidence });
    fc.assert(
      fc.property(places, (some) => {
        const evidence = { sources, places: some };
        const map = decodeMap(JSON.parse(encode(evidence)));
        expect(parseEvidenceMatrix(map.evidence, map.layout)).toEqual(evidence);
      }),
    );
    expect(JSON.parse(encode(null))).not.toHaveProperty("evidence");
    expect(decodeMap(JSON.parse(encode(null))).evidence).toBeNull();
  });

  const valid = () =>
    JSON.parse(
      encodeMap({
        meta: SOME_META,
        catalog,
        popular: [],
        layout,
        statusMatrix: new Uint8Array(placeCount(layout)),
        evidence: null,
      }),
    );

  it.each([
    ["another format", (map: ReturnType<typeof valid>) => ({ ...map, format: 1 })],
    ["no meta", (map: ReturnType<typeof valid>) => ({ ...map, meta: undefined })],
    [
      "a service that is missing",
      (map: ReturnType<typeof valid>) => ({
        ...map,
        status: { ...map.status, usual: map.status.usual.slice(1) },
      }),
    ],
    [
      "a tuple that is no status",
      (map: ReturnType<typeof valid>) => ({
        ...map,
        status: { ...map.status, tuples: "0x00" },
      }),
    ],
    [
      "a character without a tuple",
      (map: ReturnType<typeof valid>) => ({
        ...map,
        status: { ...map.status, usual: map.status.usual.replace("#", "~") },
      }),
    ],
    [
      "marks that end too early",
      (map: ReturnType<typeof valid>) => ({ ...map, status: { ...map.status, marks: "0" } }),
    ],
    [
      "a character too many",
      (map: ReturnType<typeof valid>) => ({ ...map, status: { ...map.status, others: "#" } }),
    ],
    ["a list", () => []],
    ["null", () => null],
  ])("is refused when it is damaged: %s", (_, damage) => {
    expect(() => decodeMap(damage(valid()))).toThrow(/broken at/);
  });
});

describe("shared names", () => {
  it("are those that serve a whole partition, by variant", () => {
    const shared = parseSharedNames(
      JSON.parse(JSON.stringify(sharedNamesJson(sharedNamesOf(catalog), catalog.services))),
      catalog.services,
    );
    for (const service of catalog.services) {
      for (const [index, { regions }] of catalog.partitions.entries()) {
        for (const variant of VARIANTS) {
          const endpoint = endpointOf(catalog, service, regions[0]?.id ?? "", variant);
          expect(isSharedName(shared, service.cliName, index, variant)).toBe(
            endpoint?.scope === "partition",
          );
        }
      }
    }
    expect([...shared.keys()]).toEqual(["iam"]);
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

describe("a live status matrix", () => {
  it("begin with every name of the catalog unobserved and the others absent", () => {
    const live = new LiveStatusMatrix(catalog);
    for (const [index, service] of catalog.services.entries()) {
      for (const [column, region] of layout.regions.entries()) {
        const code = live.statusMatrix[cellPlace(layout, "default", index, column)];
        const endpoint = endpointOf(catalog, service, region.id, "default");
        expect(code).toBe(endpoint === null ? NO_NAME : UNOBSERVED_NAME);
      }
    }
  });

  it("show a partition-wide name in all its regions at once, and say what changed only once", () => {
    const live = new LiveStatusMatrix(catalog);
    const changes = live.set("iam.amazonaws.com", { ipv4: "yes", ipv6: "no" });
    expect(changes.map(([place]) => place)).toEqual([
      cellPlace(layout, "default", 0, 0),
      cellPlace(layout, "default", 0, 1),
    ]);
    expect(changes.map(([, code]) => statusOfCode(code))).toEqual([
      { ipv4: "yes", ipv6: "no" },
      { ipv4: "yes", ipv6: "no" },
    ]);
    expect(live.set("iam.amazonaws.com", { ipv4: "yes", ipv6: "no" })).toEqual([]);
  });

  it("know nothing of a name that is not on the map", () => {
    expect(new LiveStatusMatrix(catalog).set("github.com", { ipv4: "yes", ipv6: "no" })).toEqual(
      [],
    );
  });
});
