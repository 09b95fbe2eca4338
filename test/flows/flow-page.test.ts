import { readFileSync } from "node:fs";
import { flowsVerdict } from "@egress6/core/flow/flow-amounts";
import { readFlowsDocument } from "@egress6/core/flow/read-flows-document";
import { describe, expect, test } from "vitest";
import {
  namedDestinations,
  trafficPicture,
} from "../../packages/web/src/traffic/traffic-picture.js";

const document = JSON.parse(
  readFileSync(new URL("../../examples/journey/documents/flows.json", import.meta.url), "utf8"),
);
const report = readFlowsDocument(document, "flows.json");
const sumOf = (list: readonly { readonly bytes: bigint }[]) =>
  list.reduce((sum, { bytes }) => sum + bytes, 0n);

describe("a report of flows on a page", () => {
  test("has the figures of the document", () => {
    expect(report.bytes).toBe(BigInt(document.totals.bytes));
    expect(report.nats.map(({ name }) => name)).toEqual([
      "nat-0e00000000000000a",
      "nat-0e00000000000000b",
    ]);
    expect(flowsVerdict({ ...report, hasNames: true }, report.isComplete)).toMatch(
      /^67\.8 % of the NAT bytes can move, \$335\.55 a month; 26\.4 % cannot be told\./,
    );
    expect(report.blockers.map(({ host }) => host)).toEqual(["ghcr.io", "github.com"]);
  });

  test("draws every byte in each column, and gateways by what could become of theirs", () => {
    const { columns, links } = trafficPicture(report);
    expect(columns.map(sumOf)).toEqual([report.bytes, report.bytes, report.bytes]);
    const [gateways, classes, destinations] = columns;
    for (const node of [...(gateways ?? []), ...(classes ?? [])]) {
      expect(sumOf(links.filter(({ from }) => from === node.id)), node.label).toBe(node.bytes);
    }
    for (const node of [...(classes ?? []), ...(destinations ?? [])]) {
      expect(sumOf(links.filter(({ to }) => to === node.id)), node.label).toBe(node.bytes);
    }
    expect(destinations?.map(({ label }) => label)).toContain("s3");
  });

  test("names a service of elsewhere by its region, joins hosts of one service, and the small ones", () => {
    const many = {
      region: "us-east-1",
      destinations: [
        ...["a", "b"].map((bucket) => ({
          host: `${bucket}.s3.us-east-1.amazonaws.com`,
          service: "s3",
          region: "us-east-1",
          class: "free-fix" as const,
          bytes: 500n,
        })),
        { host: "x", service: "s3", region: "eu-west-1", class: "v6-config" as const, bytes: 400n },
        { host: null, service: null, region: null, class: "unknown" as const, bytes: 300n },
        ...Array.from({ length: 20 }, (_, index) => ({
          host: `h${index}`,
          service: null,
          region: null,
          class: "v4-only" as const,
          bytes: 1n,
        })),
      ],
    };
    expect(namedDestinations(many).slice(0, 3)).toMatchObject([
      { label: "s3", bytes: 1000n },
      { label: "s3 in eu-west-1", bytes: 400n },
      { label: "without a name", bytes: 300n },
    ]);
    const drawn = trafficPicture({ ...report, ...many });
    expect(drawn.columns[2]?.map(({ label }) => label)).toContain("11 others");
    expect(sumOf(drawn.columns[2] ?? [])).toBe(1720n);
  });

  test("bytes above 2^53 come as text, and stay exact", () => {
    const bytes = "12345678901234567890";
    const read = readFlowsDocument({ ...document, totals: { ...document.totals, bytes } }, "f");
    expect(read.bytes).toBe(12345678901234567890n);
  });

  test("a report of before reads as it is", () => {
    const { schemaVersion, classesUsdPerMonth, destinations, ...old } = document;
    expect(schemaVersion).toBe(1);
    expect(readFlowsDocument(old, "old.json").destinations).toEqual([]);
  });

  test.each([
    [
      "another schema",
      { ...document, schemaVersion: 2 },
      "schema version 2; this page reads version 1",
    ],
    ["a plan", { designs: [], headlines: {}, destinations: [] }, "open on the Checklist page"],
    ["a survey", { topology: {}, findings: [] }, "can be opened on the Planner page"],
    ["something else", { hello: 1 }, "Choose what `egress6 flows LOGS --json` printed"],
    ["a list", [], "is no report of flows"],
    [
      "a class that nobody knows",
      { ...document, destinations: [{ ...document.destinations[0], class: "v7" }] },
      "broken at destinations[0].class: expected one of free-fix",
    ],
    ["negative bytes", { ...document, totals: { ...document.totals, up: -1 } }, "totals.up"],
  ])("%s is refused, with the place and what to do", (_what, given, reason) => {
    expect(() => readFlowsDocument(given, "f.json")).toThrow(reason);
  });
});
