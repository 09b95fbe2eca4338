import { readFileSync } from "node:fs";
import { parseCatalog } from "@egress6/core/endpoint/catalog";
import { describe, expect, test } from "vitest";
import { mapPreview, withPreview } from "./map-preview.js";

const read = (path: string) =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
const catalog = parseCatalog(JSON.parse(read("data/catalog.json")));
const page = read("packages/web/index.html");

describe("what is shown of an address of the map", () => {
  test.each([
    ["?c=s3:eu-central-1&r=all", "Amazon Simple Storage Service in eu-central-1 over IPv6"],
    ["?q=lambda", "“lambda” over IPv6"],
    ["?r=eu-central-1", "AWS endpoints over IPv6 in eu-central-1"],
    ["?c=nothing:nowhere&r=all", undefined],
    [`?q=${"x".repeat(61)}`, undefined],
    ["", undefined],
  ])("%s: %s", (search, title) => {
    expect(mapPreview(catalog, search)?.title).toBe(title);
  });

  test("is in the page's title and in what links are shown with", () => {
    const preview = mapPreview(catalog, "?c=s3:eu-central-1");
    const html = withPreview(page.replace("<title>", "<title>Demo: "), preview ?? fail());
    expect(html).toContain(
      "<title>Demo: Amazon Simple Storage Service in eu-central-1 over IPv6 · egress6</title>",
    );
    expect(html).toContain(
      'property="og:title" content="Amazon Simple Storage Service in eu-central-1 over IPv6"',
    );
    expect(
      html.match(/content="Whether Amazon Simple Storage Service \(s3\) answers/g),
    ).toHaveLength(2);
  });

  test("is text, whatever somebody typed", () => {
    const preview = mapPreview(catalog, `?q=${encodeURIComponent('"><script>$&$1')}`);
    const html = withPreview(page, preview ?? fail());
    expect(html).toContain("“&quot;&gt;&lt;script&gt;$&amp;$1” over IPv6");
    expect(html.match(/<script/g)).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error("no preview");
}
