import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseCatalog } from "../endpoint/catalog.js";
import { outlineJson, parseOutline } from "./catalog-outline.js";

it("has every service and region of the shipped catalog, as they are in it", () => {
  const file = new URL("../../../../data/catalog.json", import.meta.url);
  const catalog = parseCatalog(JSON.parse(readFileSync(file, "utf8")));
  const outline = parseOutline(JSON.parse(JSON.stringify(outlineJson(catalog))));
  expect(outline.services).toEqual(catalog.services);
  expect(outline.partitions.map(({ regions }) => regions)).toEqual(
    catalog.partitions.map(({ regions }) => regions),
  );
});
