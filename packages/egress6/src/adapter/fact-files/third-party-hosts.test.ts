import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { lintThirdPartyHosts } from "./lint-third-party-hosts.js";
import {
  loadThirdPartyHosts,
  type ThirdPartyHost,
  thirdPartyHostsSchema,
} from "./third-party-hosts.js";

const host = (name: string, extra: Partial<ThirdPartyHost> = {}): ThirdPartyHost => ({
  host: name,
  group: "tools",
  usedBy: "a test",
  source: "https://example.com/",
  confidence: "inferred",
  ...extra,
});

describe("the shipped list", () => {
  test("is clean", () => {
    expect(lintThirdPartyHosts(loadThirdPartyHosts(), "2026-11-23")).toEqual([]);
  });

  test("covers what start-ups ask first", () => {
    const names = loadThirdPartyHosts().map((entry) => entry.host);
    expect(names).toEqual(
      expect.arrayContaining([
        "github.com",
        "ghcr.io",
        "registry-1.docker.io",
        "pypi.org",
        "deb.debian.org",
        "archive.ubuntu.com",
      ]),
    );
  });

  test("has the JSON Schema that its type gives", () => {
    const written = readFileSync(new URL("schema/third-party-hosts.schema.json", DATA_FOLDER));
    expect(JSON.parse(written.toString())).toEqual(thirdPartyHostsSchema());
  });
});

describe("lint", () => {
  test("names a host out of order, and one listed twice", () => {
    expect(
      lintThirdPartyHosts([host("b.com"), host("a.com"), host("a.com")], "2026-01-01"),
    ).toEqual(["a.com comes after b.com: sort by host", "a.com is listed twice: remove one"]);
  });

  test("refuses a statement from the future", () => {
    const documented = { ipv6: "no", asOf: "2026-02-01", source: "https://example.com/" } as const;
    expect(lintThirdPartyHosts([host("a.com", { documented })], "2026-01-01")).toEqual([
      "a.com: asOf 2026-02-01 is after today, 2026-01-01",
    ]);
  });

  test("sends AWS endpoints to the catalog", () => {
    expect(lintThirdPartyHosts([host("ec2.eu-west-1.api.aws")], "2026-01-01")).toHaveLength(1);
  });
});

describe("a list that is not of its schema", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(`${tmpdir()}/egress6-facts-`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ["not JSON", "{", "third-party-hosts.json"],
    ["a wildcard", JSON.stringify({ hosts: [{ host: "*.example.com" }] }), "hosts[0].host"],
  ])("%s: the error names the place", (_what, text, place) => {
    writeFileSync(`${folder}/third-party-hosts.json`, text);
    expect(() => loadThirdPartyHosts(pathToFileURL(`${folder}/`))).toThrow(place);
  });

  test("a missing file: the error names it", () => {
    expect(() => loadThirdPartyHosts(pathToFileURL(`${folder}/`))).toThrow(
      "third-party-hosts.json",
    );
  });
});
