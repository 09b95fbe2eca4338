import { readdirSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { EMPTY_STORE } from "./invented-store.js";
import { NO_CHROMIUM, openPage, type WatchedPage } from "./open-page.js";
import { type FileServer, pageFiles, serveFiles, sharedSite } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

const docs = fileURLToPath(new URL("../../docs", import.meta.url));
const files = pageFiles();
const pages = new Map(
  [...files]
    .filter(([path]) => path.startsWith("docs/") && path.endsWith(".html"))
    .map(([path, bytes]) => [path, Buffer.from(bytes).toString("utf8")]),
);

describe("the documents as pages", () => {
  it("are all there, each with a title of its own", () => {
    const written = readdirSync(docs, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".md"))
      .map((path) => `docs/${path.replace(/README\.md$/, "index.md").replace(/md$/, "html")}`);
    expect([...pages.keys()].sort()).toEqual(written.sort());
    const titles = [...pages.values()].map((html) => /<title>(.*)<\/title>/.exec(html)?.[1]);
    expect(new Set(titles).size).toBe(pages.size);
  });

  it("lead to pages, headings and pictures that there are, and to the repository for the rest", () => {
    const dead: string[] = [];
    for (const [path, html] of pages) {
      for (const [, target = ""] of html.matchAll(/(?:href|src|action)="([^"]*)"/g)) {
        if (/^https:/.test(target)) continue;
        const [file = "", anchor] = target.split("#");
        const place = file === "" ? path : posix.join(posix.dirname(path), file);
        // Made over a store, not built.
        if (place === "about.html") continue;
        const isThere = files.has(place);
        const hasAnchor = anchor === undefined || pages.get(place)?.includes(`id="${anchor}"`);
        if (!isThere || !hasAnchor) dead.push(`${path}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
    expect(pages.get("docs/index.html")).toContain(
      'href="https://github.com/egress6/egress6/blob/main/CONTRIBUTING.md"',
    );
  });
});

describe.skipIf(NO_CHROMIUM !== null)(`documents in Chromium ${NO_CHROMIUM ?? ""}`, () => {
  let site: FileServer;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    site = await serveFiles(sharedSite(EMPTY_STORE), "some/sub-folder");
    watched = await openPage();
    page = watched.page;
  });
  afterAll(async () => {
    await watched.close();
    await site.close();
  });

  it("are reached from the map, searched, and read at the heading that was found", async () => {
    await page.goto(site.url);
    await page.getByRole("link", { name: "Docs", exact: true }).click();
    await page.getByRole("heading", { name: "Documents", level: 1 }).waitFor();
    const field = page.getByLabel("Search the documents");
    await field.fill("vetted resolver");
    const found = page.locator("#doc-results a");
    await found.first().waitFor();
    expect(new URL(page.url()).search).toBe("?q=vetted%20resolver");
    await found.first().click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    // From any document the search leads to the same results.
    await page.getByLabel("Search the documents").fill("frobnication");
    await page.keyboard.press("Enter");
    await page.getByText("No sections found for “frobnication”.").waitFor();
    expect(watched.faults).toEqual([]);
  });
});
