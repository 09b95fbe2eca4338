import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { catalogFactsSchema, readAuthoredTables } from "./authored-tables.js";
import { lintAuthoredTables } from "./lint-authored-tables.js";
import { loadCatalog } from "./load-catalog.js";

const fact = { source: "a page", date: "2026-01-02", confidence: "documented" } as const;
const endpoint = { for: "tests", names: {}, partitions: ["aws"], ...fact };

test("the shipped tables are clean", () => {
  const tables = readAuthoredTables(DATA_FOLDER);
  expect(lintAuthoredTables(tables, loadCatalog(), "2026-12-01")).toEqual([]);
});

test("an unknown service, a day to come and a wrong order are named", () => {
  const tables = {
    facts: readAuthoredTables(DATA_FOLDER).facts,
    parameters: { s3: { reason: "tests", ...fact }, acm: { reason: "tests", ...fact } },
    endpoints: [{ service: "nimbus", ...endpoint }],
    services: [],
  };
  const services = loadCatalog().services.filter(({ cliName }) => /^(acm|s3)$/.test(cliName));
  const problems = lintAuthoredTables(tables, { services, partitions: [] }, "2026-01-01");
  expect(problems.slice(0, 5)).toEqual([
    "nimbus is not a service of the catalog",
    "s3: its date 2026-01-02 is after today, 2026-01-01",
    "acm: its date 2026-01-02 is after today, 2026-01-01",
    "nimbus: its date 2026-01-02 is after today, 2026-01-01",
    "acm comes after s3: sort by service",
  ]);
});

test("facts of what the catalog does not have, and of days to come, are named", () => {
  const catalog = loadCatalog();
  const tables = readAuthoredTables(DATA_FOLDER);
  const said = { source: "a page", date: "2026-12-01", confidence: "documented" } as const;
  const facts = {
    largeRegions: { ...said, value: ["us-east-1", "mars-north-1"] },
    partitionTitles: { ...said, date: "2026-11-30", value: { "aws-mars": "Mars" } },
    plainEndpointServices: { ...said, date: "2026-11-30", value: ["aws", "aws-moon"] },
    refusesOwnUrl: { ...said, date: "2026-11-30", value: ["nimbus"] },
    displayNames: { ...said, date: "2026-11-30", value: { cumulus: "Amazon Cumulus" } },
    cliCommands: { ...said, date: "2026-11-30", value: { sts: "s3" } },
  };
  expect(lintAuthoredTables({ ...tables, facts }, catalog, "2026-11-30")).toEqual([
    "largeRegions: mars-north-1 is not a region of the catalog",
    "partitionTitles: aws-mars is not a partition of the catalog",
    "plainEndpointServices: aws-moon is not a partition of the catalog",
    "refusesOwnUrl: nimbus is not a service of the catalog",
    "displayNames: cumulus is not a service of the catalog",
    "cliCommands: sts is a service of its own",
    "largeRegions: its date 2026-12-01 is after today, 2026-11-30",
  ]);
});

test("the facts have the JSON Schema that their type gives", () => {
  const written = readFileSync(new URL("schema/catalog-facts.schema.json", DATA_FOLDER), "utf8");
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(catalogFactsSchema())));
});
