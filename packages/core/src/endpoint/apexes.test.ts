import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { APEXES, apexOf } from "./apexes.js";
import { parseCatalog } from "./catalog.js";

const file = new URL("../../../../data/catalog.json", import.meta.url);

it("has the DNS suffixes of all partitions of the catalog", () => {
  const { partitions } = parseCatalog(JSON.parse(readFileSync(file, "utf8")));
  const suffixes = partitions.flatMap(({ dnsSuffix, dualStackDnsSuffix }) => [
    dnsSuffix,
    dualStackDnsSuffix,
  ]);
  expect([...APEXES].sort()).toEqual([...new Set([...suffixes, "on.aws"])].sort());
});

it.each([
  ["s3.eu-west-1.amazonaws.com", "amazonaws.com"],
  ["logs.eu-west-1.api.aws", "api.aws"],
  ["ec2.cn-north-1.amazonaws.com.cn", "amazonaws.com.cn"],
  ["amazonaws.com", null],
  ["notamazonaws.com", null],
  ["github.com", null],
] as const)("finds the zone of %s: %s", (name, apex) => {
  expect(apexOf(name)).toBe(apex);
});
