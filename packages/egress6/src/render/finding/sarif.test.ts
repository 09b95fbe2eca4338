import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding } from "@egress6/core/finding/finding";
import { describe, expect, it } from "vitest";
import { sarifFaults } from "../../../../../test/support/sarif-schema.js";
import { type SarifRun, sarifText } from "./sarif.js";

const RULE = { id: "two-words", title: "Two words", helpUri: "https://example.com/two" };
const FINDING: Finding = {
  ruleId: "two-words",
  level: "warning",
  kind: "fail",
  message: { code: "two-words", args: {} },
  place: { file: "infra/a b.tf", line: 3, column: 5, resource: "aws_vpc.main" },
  goal: "ipv6-only",
  fix: null,
  evidence: [
    {
      text: "ipv6 = false",
      place: { file: "infra/vars.tf", line: 9, column: null, resource: null },
    },
  ],
  related: [{ file: null, line: null, column: null, resource: "module.vpc" }],
  fingerprint: "two-words/terraform/aws_vpc.main",
  suppressed: null,
  helpUri: "https://example.com/two",
};

const NO_RESULTS: SarifRun = {
  version: "1.2.3",
  rules: [RULE],
  results: [],
  folder: resolve("/w"),
  input: null,
};

function run(finding: Partial<Finding>, more: Partial<SarifRun> = {}) {
  const results = [{ finding: { ...FINDING, ...finding }, text: "It fails." }];
  const log = JSON.parse(sarifText({ ...NO_RESULTS, results, ...more }));
  expect(sarifFaults(log)).toEqual([]);
  return log.runs[0];
}
const result = (finding: Partial<Finding>, more: Partial<SarifRun> = {}) =>
  run(finding, more).results[0];

describe("a SARIF report", () => {
  it("is one run of this version, with every rule", () => {
    const { driver } = run({}).tool;
    expect(driver).toMatchObject({ name: "egress6", version: "1.2.3" });
    expect(driver.rules).toEqual([
      {
        id: "two-words",
        name: "TwoWords",
        shortDescription: { text: "Two words" },
        helpUri: "https://example.com/two",
      },
    ]);
  });

  it("has level, place, related places and fingerprint of a finding", () => {
    expect(result({})).toEqual({
      ruleId: "two-words",
      ruleIndex: 0,
      kind: "fail",
      level: "warning",
      message: { text: "It fails." },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "infra/a%20b.tf", uriBaseId: "%SRCROOT%" },
            region: { startLine: 3, startColumn: 5 },
          },
          logicalLocations: [{ fullyQualifiedName: "aws_vpc.main" }],
        },
      ],
      relatedLocations: [
        {
          id: 0,
          logicalLocations: [{ fullyQualifiedName: "module.vpc" }],
          message: { text: "module.vpc" },
        },
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: "infra/vars.tf", uriBaseId: "%SRCROOT%" },
            region: { startLine: 9 },
          },
          message: { text: "ipv6 = false" },
        },
      ],
      partialFingerprints: { "egress6/v1": "two-words/terraform/aws_vpc.main" },
      suppressions: [],
      properties: { goal: "ipv6-only" },
    });
  });

  it("gives no level to what somebody must look at", () => {
    expect(result({ kind: "review", level: "note" })).toMatchObject({
      kind: "review",
      level: "none",
    });
  });

  it("keeps what is suppressed, with the reason", () => {
    const suppressed = { kind: "in-source", reason: "ours", until: "2027-01-01" } as const;
    expect(result({ suppressed }).suppressions).toEqual([
      { kind: "inSource", status: "accepted", justification: "ours (until 2027-01-01)" },
    ]);
    const external = { kind: "external", reason: "theirs", until: null } as const;
    expect(result({ suppressed: external }).suppressions[0]).toMatchObject({
      kind: "external",
      justification: "theirs",
    });
  });

  it("names a file outside of the folder by its whole path", () => {
    const file = resolve("/elsewhere/config");
    const place = { file, line: 1, column: null, resource: null };
    expect(result({ place }).locations[0].physicalLocation.artifactLocation).toEqual({
      uri: pathToFileURL(file).href,
    });
    const inside = { ...place, file: resolve("/w/config") };
    expect(result({ place: inside }).locations[0].physicalLocation.artifactLocation.uri).toBe(
      "config",
    );
  });

  it("shows a finding without a file at what was looked through, if that is a file", () => {
    const artifactLocation = { uri: ".env", uriBaseId: "%SRCROOT%" };
    expect(result({ place: null }, { input: ".env" }).locations).toEqual([
      { physicalLocation: { artifactLocation } },
    ]);
    expect(result({ place: null }).locations).toEqual([]);
  });

  it.each([
    ["See [the guide](https://example.com).", "See \\[the guide\\](https://example.com)."],
    ["[a](0) and [b](1)", "\\[a\\](0) and \\[b\\](1)"],
    ["[[a](0)]", "[\\[a\\](0)]"],
    ["The section [profile dev], at [fd00:ec2::23] (IPv6)", null],
    ["Put {0} and {AccountId} in `a\\b`", null],
  ])("has no link or placeholder that was not meant: %s", (text, escaped) => {
    const finding = { ...FINDING, evidence: [{ text, place: FINDING.place }] };
    const { message, relatedLocations } = result({}, { results: [{ finding, text }] });
    expect(message).toEqual({ text: escaped ?? text });
    expect(relatedLocations.at(-1).message).toEqual({ text: escaped ?? text });
  });

  it("would not pass the schema with a level or kind of our own", () => {
    const log = JSON.parse(
      sarifText({ ...NO_RESULTS, results: [{ finding: FINDING, text: "x" }] }),
    );
    const [first] = log.runs[0].results;
    first.level = "breaks";
    first.kind = "trap";
    first.locations[0].physicalLocation.region.startLine = 0;
    expect(sarifFaults(log)).toEqual([
      "/runs/0/results/0/kind must be equal to one of the allowed values",
      "/runs/0/results/0/level must be equal to one of the allowed values",
      "/runs/0/results/0/locations/0/physicalLocation/region/startLine must be >= 1",
    ]);
  });
});
