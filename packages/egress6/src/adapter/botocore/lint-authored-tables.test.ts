import { expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { readAuthoredTables } from "./authored-tables.js";
import { lintAuthoredTables } from "./lint-authored-tables.js";
import { loadCatalog } from "./load-catalog.js";

const fact = { source: "a page", date: "2026-01-02", confidence: "documented" } as const;
const endpoint = { for: "tests", names: {}, partitions: ["aws"], ...fact };

test("the shipped tables are clean", () => {
  const services = new Set(loadCatalog().services.map(({ cliName }) => cliName));
  const tables = readAuthoredTables(DATA_FOLDER);
  expect(lintAuthoredTables(tables, services, "2026-11-23")).toEqual([]);
});

test("an unknown service, a day to come and a wrong order are named", () => {
  const tables = {
    parameters: { s3: { reason: "tests", ...fact }, acm: { reason: "tests", ...fact } },
    endpoints: [{ service: "nimbus", ...endpoint }],
    services: [],
  };
  expect(lintAuthoredTables(tables, new Set(["acm", "s3"]), "2026-01-01")).toEqual([
    "nimbus is not a service of the catalog",
    "s3: its date 2026-01-02 is after today, 2026-01-01",
    "acm: its date 2026-01-02 is after today, 2026-01-01",
    "nimbus: its date 2026-01-02 is after today, 2026-01-01",
    "acm comes after s3: sort by service",
  ]);
});
