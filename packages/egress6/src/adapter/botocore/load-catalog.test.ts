import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadCatalog, readCatalog } from "./load-catalog.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-test-catalog-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the shipped catalog can be read", () => {
  expect(loadCatalog().services.length).toBeGreaterThanOrEqual(400);
});

test.each([
  ["missing", null],
  ["cut short", '{"format": 1,'],
  ["of something else", "[]"],
])("a catalog that is %s is an input error with the remedy", (_, content) => {
  const file = join(folder, "catalog.json");
  if (content !== null) writeFileSync(file, content);
  expect(() => readCatalog(pathToFileURL(file))).toThrow(
    expect.objectContaining({
      code: "CATALOG_INVALID",
      kind: "input",
      message: expect.stringContaining("egress6 catalog update"),
    }),
  );
});
