import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseEvidenceMatrix } from "@egress6/core/map/evidence-matrix";
import { decodeMap } from "@egress6/core/map/map-data";
import { cellPlace } from "@egress6/core/map/map-layout";
import { NO_NAME, UNOBSERVED_NAME } from "@egress6/core/map/name-status";
import { NO_SCAN } from "@egress6/core/map/scan-status";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import type { StoreWriter } from "../../packages/egress6/src/ports.js";
import { observation } from "../store/observations.js";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { EMPTY_STORE, INVENTED_AT } from "./invented-store.js";
import {
  axeViolations,
  COLOURS_ALONE,
  NO_CHROMIUM,
  openPage,
  type WatchedPage,
} from "./open-page.js";
import { type FileServer, serveFiles, sharedSite, store as wholeStore } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

let folder: string;
let someStore: StoreWriter;
let empty: FileServer;
let some: FileServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "egress6-evidence-"));
  someStore = openStore(join(folder, "some.db"));
  someStore.record(
    [
      // As declared.
      observation("sqs.eu-west-1.amazonaws.com", "answer", "nodata"),
      observation("sqs.eu-west-1.api.aws", "answer", "answer"),
      // Otherwise than declared.
      observation("lambda.eu-central-1.amazonaws.com", "answer", "nodata"),
      observation("lambda.eu-central-1.api.aws", "nxdomain", "nxdomain"),
      // Asked about, in vain.
      observation("glue.eu-central-1.api.aws", "timeout", "timeout"),
    ],
    INVENTED_AT,
  );
  empty = await serveFiles(sharedSite(EMPTY_STORE, NO_SCAN, true), "empty");
  some = await serveFiles(sharedSite(someStore, NO_SCAN, false), "some");
});

afterAll(async () => {
  await Promise.all([empty.close(), some.close()]);
  someStore.close();
  rmSync(folder, { recursive: true });
});

const mapOf = async (site: FileServer) =>
  decodeMap(await (await fetch(`${site.url}data/map.json`)).json());

describe("the page's data", () => {
  it("has evidence for names that were never asked about, and for no others", async () => {
    const map = await mapOf(some);
    const { sources, places } = parseEvidenceMatrix(map.evidence, map.layout);
    const says = (service: string, region: string) => {
      const row = map.layout.serviceIndex.get(service) ?? -1;
      const column = map.layout.regionIndex.get(region) ?? -1;
      return sources[(places[cellPlace(map.layout, "dualstack", row, column)] ?? 0) - 1]?.says;
    };
    expect(says("sqs", "eu-west-2")).toBe("declared");
    expect(says("sts", "eu-west-2")).toBe("seen-by-others");
    expect(says("sqs", "eu-west-1")).toBeUndefined();
    expect(says("lambda", "eu-central-1")).toBeUndefined();
    expect(says("glue", "eu-central-1")).toBeUndefined();
  });

  it("has none once all was asked about", () => {
    const parts = sharedSite(wholeStore, NO_SCAN, false);
    const map = [...parts].find(({ path }) => path === "data/map.json")?.make();
    expect(JSON.parse(String(map))).not.toHaveProperty("evidence");
  });

  it("is no state: all cells stay unknown", async () => {
    const { statusMatrix } = await mapOf(empty);
    expect(new Set(statusMatrix)).toEqual(new Set([NO_NAME, UNOBSERVED_NAME]));
  });
});

it("plain pages say it in words", async () => {
  const text = async (path: string) => (await fetch(`${empty.url}${path}`)).text();
  const service = await text("services/sqs.html");
  expect(service).toContain("declared by AWS, 31 July 2026; not checked from here");
  expect(service).toContain("Regions: unknown 41");
  const table = await text("table.html");
  expect(table).toContain("declared by AWS, not checked");
  expect(table).toContain(
    '<td data-state="unknown" data-evidence="declared">declared by AWS, 31 July 2026; not checked from here</td>',
  );
});

describe.skipIf(NO_CHROMIUM !== null)(`the map in Chromium ${NO_CHROMIUM ?? ""}`, () => {
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    watched = await openPage();
    page = watched.page;
    await page.clock.setFixedTime(INVENTED_AT);
  });

  afterAll(async () => {
    expect(watched.faults).toEqual([]);
    await watched.close();
  });

  const open = async (site: FileServer, query: string) => {
    await page.goto(`${site.url}${query}`);
    await page.locator("[data-evidence]").first().waitFor();
  };
  const cell = (service: string, region: string) =>
    page.locator(`.cell[aria-label^="${service}, ${region}:"]`);
  const details = () => page.locator(".details");

  it("marks what nobody asked about, in words and not by colour alone", async () => {
    await open(empty, "?q=sqs");
    const marked = cell("sqs", "eu-west-1");
    expect(await marked.textContent()).toBe("declared");
    expect(await marked.getAttribute("data-state")).toBe("unknown");
    expect(await marked.getAttribute("aria-label")).toBe(
      "sqs, eu-west-1: unknown, declared by AWS, 31 July 2026; not checked from here",
    );
    await open(empty, "?q=sqs&r=all");
    expect(await cell("sqs", "eu-west-1").textContent()).toBe("◇");
    expect(await cell("sqs", "eusc-de-east-1").textContent()).toBe("?");
  });

  it("takes the mark away once the name was observed, or was asked about in vain", async () => {
    const regions = "&r=eu-west-1,eu-central-1";
    await open(some, `?q=sqs${regions}`);
    expect(await cell("sqs", "eu-west-1").getAttribute("data-state")).toBe("opt-in");
    expect(await cell("sqs", "eu-west-1").getAttribute("data-evidence")).toBeNull();
    expect(await cell("sqs", "eu-central-1").getAttribute("data-evidence")).toBe("declared");
    await open(some, `?q=lambda${regions}`);
    expect(await cell("lambda", "eu-central-1").getAttribute("data-state")).toBe("ipv4");
    await open(some, `?q=glue${regions}`);
    expect(await cell("glue", "eu-central-1").textContent()).toBe("?");
  });

  it("has a legend that filters, and a token for it", async () => {
    await open(empty, "?r=eu-west-1");
    const chip = page.getByRole("button", { name: /^declared by AWS, not checked/ });
    expect(await chip.getAttribute("aria-pressed")).toBe("false");
    await chip.click();
    expect(await page.locator("#filter").inputValue()).toBe("evidence:declared");
    await page.locator(".cell[aria-label^='sts,']").waitFor({ state: "detached" });
    expect(await cell("lambda", "eu-west-1").count()).toBe(1);
    expect(await chip.getAttribute("aria-pressed")).toBe("true");
    await chip.click();
    expect(await page.locator("#filter").inputValue()).toBe("");
    await page.locator("#filter").fill("evidence:seen");
    await cell("sts", "eu-west-1").waitFor();
    expect(await cell("lambda", "eu-west-1").count()).toBe(0);
    await page.locator("#filter").fill("evidence:rumoured");
    await page.getByText("known are declared, documented, seen-by-others").waitFor();
  });

  it("says in the details who says so, and of which day", async () => {
    await open(empty, "?c=lambda:eu-central-1");
    await details().getByText("Declared by AWS, 31 July 2026; not checked from here.").waitFor();
    const source = details().getByRole("link", { name: "source" });
    expect(await source.getAttribute("href")).toBe(
      "https://github.com/boto/botocore/blob/1.43.62/botocore/data/endpoints.json",
    );
  });

  it("shows a disagreement as one, and nothing where both agree", async () => {
    await open(some, "?q=evidence:declared&c=lambda:eu-central-1");
    await details()
      .getByText("declared by AWS on 31 July 2026; observed from here: no AAAA")
      .waitFor();
    await open(some, "?q=evidence:declared&c=sqs:eu-west-1");
    await details().getByText("sqs.eu-west-1.api.aws").first().waitFor();
    expect(await details().getByText("declared by AWS").count()).toBe(0);
    await open(some, "?q=evidence:declared&c=glue:eu-central-1");
    await details().getByText("no conclusive answer from here").waitFor();
  });

  it("stays within the weight of the first load", async () => {
    await page.goto("about:blank");
    const bodies: Promise<Buffer>[] = [];
    page.on("response", (response) => bodies.push(response.body()));
    await open(empty, "?r=all");
    await page.waitForLoadState("networkidle");
    page.removeAllListeners("response");
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body, { level: 9 }).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40_000);
  });

  it.each(["light", "dark"] as const)("is accessible: %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const options = colorScheme === "dark" ? COLOURS_ALONE : {};
    for (const path of [
      "?q=lambda&r=all",
      "?q=lambda&c=lambda:eu-central-1",
      "view.html?q=lambda",
    ]) {
      await open(empty, path);
      const violations = await axeViolations(page, { options });
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    }
    await open(some, "?q=lambda&c=lambda:eu-central-1");
    await details().locator(".disagreement").waitFor();
    expect((await axeViolations(page, { options })).map(({ id }) => id)).toEqual([]);
    await page.emulateMedia({ colorScheme: null });
  });

  it("is a list on a phone, with the mark and the words", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(empty, "?q=lambda");
    await page
      .getByRole("button", { name: /^lambda\b/ })
      .first()
      .click();
    await page.locator(".places .evidence").first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
