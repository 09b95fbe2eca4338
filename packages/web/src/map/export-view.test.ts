import { parseCatalog } from "@egress6/core/endpoint/catalog";
import { cellPlace, layoutOf, placeCount } from "@egress6/core/map/map-layout";
import { statusCode } from "@egress6/core/map/name-status";
import { NO_SCAN } from "@egress6/core/map/scan-status";
import type { Cell } from "@egress6/core/verdict/cell";
import { describe, expect, it } from "vitest";
import { exportView, type ViewSource } from "./export-view.js";
import { viewOf } from "./views.js";

const catalog = parseCatalog({
  format: 1,
  rules: { source: "botocore", version: "1.0.0" },
  patterns: {},
  partitions: {
    aws: {
      name: "AWS Standard",
      dns: "amazonaws.com",
      dualDns: "api.aws",
      home: "us-east-1",
      regionRegex: "^(us|eu)\\-\\w+\\-\\d+$",
      regions: { "eu-west-1": "Europe (Ireland)", "us-east-1": "US East (N. Virginia)" },
    },
  },
  services: {
    iam: { id: "IAM", name: "AWS IAM", names: { default: "iam.{dns}" } },
    logs: {
      id: 'Cloud"Watch, Logs',
      name: "Amazon CloudWatch Logs",
      names: { default: "logs.{region}.{dns}", dualstack: "logs.{region}.{dualDns}" },
    },
  },
});
const layout = layoutOf(catalog);
const statusMatrix = new Uint8Array(placeCount(layout)).fill(1);
statusMatrix[cellPlace(layout, "default", 1, 1)] = statusCode({ ipv4: "yes", ipv6: "no" });
statusMatrix[cellPlace(layout, "dualstack", 1, 1)] = statusCode({ ipv4: "yes", ipv6: "yes" });
const cellAt = (service: number, region: number): Cell =>
  service === 1 && region === 1 ? "opt-in" : "unknown";

const source: ViewSource = {
  map: {
    meta: {
      generatedAt: Date.UTC(2026, 10, 23),
      observedFrom: null,
      observedTo: null,
      namesObserved: 0,
      scan: NO_SCAN,
      isLive: false,
    },
    catalog,
    shared: new Map(),
    layout,
    order: [...catalog.services.keys()],
    statusMatrix,
    evidence: null,
  },
  catalog,
  meta: {
    generatedAt: Date.UTC(2026, 10, 23),
    observedFrom: null,
    observedTo: null,
    namesObserved: 0,
    scan: NO_SCAN,
    isLive: false,
  },
  statusMatrix,
  view: viewOf("default"),
  services: [1, 0],
  regions: [1],
  cellAt,
  evidenceAt: () => null,
  sought: new Set(),
  address: "https://example.net/?r=us-east-1",
};

describe("the export of the view", () => {
  it("as CSV has a row for each name of the cells that are shown, in their order", () => {
    expect(exportView("csv", source)).toBe(
      [
        "service,service_id,partition,region,cell,variant,hostname,scope,ipv4,ipv6",
        'logs,"Cloud""Watch, Logs",aws,us-east-1,opt-in,default,logs.us-east-1.amazonaws.com,regional,yes,no',
        'logs,"Cloud""Watch, Logs",aws,us-east-1,opt-in,dualstack,logs.us-east-1.api.aws,regional,yes,yes',
        "iam,IAM,aws,us-east-1,unknown,default,iam.amazonaws.com,partition,unknown,unknown",
        "",
      ].join("\r\n"),
    );
  });

  it("as JSON says where it came from", () => {
    const json = JSON.parse(exportView("json", source));
    expect(json.meta).toMatchObject({ address: source.address, view: "default" });
    expect(json.endpoints.map(({ service }: { service: string }) => service)).toEqual([
      "logs",
      "iam",
    ]);
    expect(json.endpoints[0].variants.dualstack).toEqual({
      hostname: "logs.us-east-1.api.aws",
      scope: "regional",
      ipv4: "yes",
      ipv6: "yes",
    });
  });

  it("as Markdown is the table that is seen", () => {
    expect(exportView("markdown", source)).toBe(
      [
        "| service | us-east-1 |",
        "| --- | --- |",
        "| logs | with setting |",
        "| iam | ? |",
        "",
        "Source: https://example.net/?r=us-east-1",
        "",
      ].join("\n"),
    );
  });

  it("has only the cells that are looked for, when some are", () => {
    const sought = { ...source, sought: new Set<Cell>(["opt-in"]) };
    expect(exportView("csv", sought).split("\r\n")).toHaveLength(4);
    expect(JSON.parse(exportView("json", sought)).endpoints).toHaveLength(1);
    expect(exportView("markdown", sought)).toContain("| iam |  |");
  });
});
