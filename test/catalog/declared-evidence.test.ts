import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  declaredEntry,
  formatEvidence,
} from "../../packages/egress6/src/adapter/botocore/declared-entry.js";
import { declaredNames } from "../../packages/egress6/src/adapter/botocore/declared-names.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { readEvidenceFile } from "../../packages/egress6/src/adapter/fact-files/evidence.js";
import { type Layer, unpackLayer } from "./aws-cli-layer.js";

const catalog = loadCatalog();
const committed = readEvidenceFile();
const [declared, ...others] = committed.entries;

let layer: Layer;
let endpoints: unknown;
beforeAll(async () => {
  layer = await unpackLayer();
  endpoints = JSON.parse(readFileSync(join(layer.data, "endpoints.json"), "utf8"));
});
afterAll(() => layer.remove());

describe("what AWS declares in botocore's endpoints.json", () => {
  test("is what data/evidence.json says, to the byte", () => {
    const { version } = catalog.rules;
    const rebuilt = declaredEntry(endpoints, catalog, { version, date: declared?.date ?? "" });
    const { entries: _entries, ...head } = committed;
    const text = readFileSync(new URL("../../data/evidence.json", import.meta.url), "utf8");
    expect(formatEvidence(head, [rebuilt, ...others])).toBe(text);
  });

  test("is found by name: keys in the wrong place, old patterns and other names of services do no harm", () => {
    const { endpoints: found, declared, unmatched } = declaredNames(endpoints, catalog);
    expect(declared).toBe(1959);
    const stems = new Set(unmatched.map((name) => name.replace(/(-fips)?\..*/, "")));
    expect([...stems].sort()).toEqual(["ramus-gov-east-1", "ramus-gov-west-1", "secretsmanager"]);
    const regionsOf = (service: string) =>
      found.filter((each) => each.service === service && each.variant === "dualstack").length;
    // "es" is `aos` in the names, which OpenSearch has, too; "api.ecr", "aps" and "states" are ecr, amp, stepfunctions.
    expect(["es", "opensearch", "ecr", "amp", "stepfunctions"].map(regionsOf)).toEqual([
      36, 36, 36, 14, 2,
    ]);
    expect(found.some(({ hostname }) => hostname === "iam.global.api.aws")).toBe(true);
    expect(found.filter(({ partition }) => partition.startsWith("aws-iso"))).toEqual([]);
  });

  test("a file that lost most of it, or is another, is refused", () => {
    expect(() => declaredNames({ partitions: [] }, catalog)).toThrow("declares 0 dual-stack names");
    expect(() => declaredNames({}, catalog)).toThrow("is not as expected");
  });
});
