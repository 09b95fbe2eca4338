import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { NO_CHROMIUM, openPage, type WatchedPage } from "./open-page.js";
import { type FileServer, serveFiles, sharedSite, store } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

/** What a sheet of A4 has between its margins, in CSS pixels. */
const UPRIGHT = 718;
const LANDSCAPE = 1032;
const LIST = "ec2,s3,sqs,dynamodb,lambda,logs,sts,ssm";

describe.skipIf(NO_CHROMIUM !== null)(`on paper, in Chromium ${NO_CHROMIUM ?? ""}`, () => {
  let site: FileServer;
  let watched: WatchedPage;

  beforeAll(async () => {
    site = await serveFiles(sharedSite(store), "site");
    watched = await openPage();
    await watched.page.emulateMedia({ media: "print" });
  });

  afterAll(async () => {
    await watched.close();
    await site.close();
  });

  it.each([
    ["hosts.html", UPRIGHT],
    [`my-services.html?list=${LIST}&r=all`, UPRIGHT],
    ["changes.html?from=2026-10-01", UPRIGHT],
    ["view.html?r=all", LANDSCAPE],
    ["table.html", LANDSCAPE],
    ["services/s3.html", LANDSCAPE],
    ["regions/us-gov-east-1.html", LANDSCAPE],
  ])("%s loses nothing at the edge", async (path, width) => {
    const { page } = watched;
    await page.setViewportSize({ width, height: 1000 });
    await page.goto(`${site.url}${path}`);
    await page.locator("tbody tr, .changed").first().waitFor();
    const lost = () =>
      page.evaluate(() => {
        const tables = [...document.querySelectorAll("table, .changed")];
        const edge = Math.max(...tables.map((each) => each.getBoundingClientRect().right));
        return Math.max(0, Math.ceil(edge - innerWidth));
      });
    await expect.poll(lost).toBe(0);
  });

  it("My services names the regions that are folded on the screen", async () => {
    const { page } = watched;
    await page.setViewportSize({ width: UPRIGHT, height: 1000 });
    await page.goto(`${site.url}my-services.html?list=${LIST}&r=all`);
    const folded = page.locator(".findings details span").first();
    await expect.poll(() => folded.isVisible()).toBe(true);
    expect(await page.getByRole("heading", { name: "Make it work" }).isVisible()).toBe(false);
  });
});
