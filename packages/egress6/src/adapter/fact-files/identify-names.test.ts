import { describe, expect, test } from "vitest";
import { loadCatalog } from "../botocore/load-catalog.js";
import { type IdentifyFiles, readIdentifyFiles } from "./identify-names.js";
import { lintIdentifyNames } from "./lint-identify-names.js";

const files = readIdentifyFiles();
const catalog = loadCatalog();
const lint = (changed: Partial<IdentifyFiles>) =>
  lintIdentifyNames({ ...files, ...changed }, catalog, "2026-12-01");
const withAlias = (alias: string, ...services: string[]): IdentifyFiles["aliases"] => ({
  ...files.aliases,
  aliases: [{ alias, services, source: "https://example.com/", confidence: "inferred" }],
});
const withResource = (id: string, host: string, switchedHost: string | null) => ({
  ...files.resourceHosts,
  resources: files.resourceHosts.resources
    .slice(0, 1)
    .map((each) => ({ ...each, id, hosts: [host], switchedHost })),
});

describe("the files of names", () => {
  test("are clean as shipped", () => {
    expect(lint({})).toEqual([]);
  });

  test.each<[string, Partial<IdentifyFiles>, RegExp]>([
    ["a service that is none", { aliases: withAlias("x", "no-such") }, /no-such is not a service/],
    [
      "a word that the catalog has",
      { aliases: withAlias("key management service", "kms") },
      /remove it/,
    ],
    ["a CLI name for another service", { aliases: withAlias("sqs", "sns") }, /comes first/],
    ["a day to come", { aliases: { ...withAlias("x", "s3"), date: "2027-01-01" } }, /after today/],
    [
      "a value that no host gives",
      { resourceHosts: withResource("a", "{Name}.example.com", "{Other}.example.com") },
      /\{Other\}/,
    ],
    [
      "a host without a zone",
      { resourceHosts: withResource("a", "{Name}.{region}", null) },
      /no zone of its own/,
    ],
  ])("with %s are not", (_, changed, problem) => {
    expect(lint(changed)).toEqual([expect.stringMatching(problem)]);
  });
});
