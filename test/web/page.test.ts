import { AxeBuilder } from "@axe-core/playwright";
import { endpointOf, expandCatalog } from "@egress6/core/endpoint/catalog";
import { observableName } from "@egress6/core/endpoint/placeholder";
import { decodeMap } from "@egress6/core/map/map-data";
import { NO_SCAN } from "@egress6/core/map/scan-status";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { statusOfRecord } from "../../packages/egress6/src/pages/scan-record-status.js";
import { NO_CHROMIUM, openPage, type WatchedPage } from "./chromium.js";
import {
  EMPTY_STORE,
  INVENTED_RESOLVER,
  inventedOutcomes,
  inventedStore,
} from "./invented-store.js";
import { catalog, type FileServer, hosts, serveFiles, staticSite } from "./site-fixture.js";

const store = inventedStore(
  catalog,
  hosts.map(({ host }) => host),
);
let site: FileServer;
let emptySite: FileServer;
let failedSite: FileServer;

beforeAll(async () => {
  const files = [...staticSite(store, statusOfRecord(store.readScans()[0]))];
  site = await serveFiles(files, "some/sub-folder");
  emptySite = await serveFiles(staticSite(EMPTY_STORE), "empty");
  const failed = { ...NO_SCAN, phase: "failed", reason: "192.0.2.53:53 does not answer." } as const;
  failedSite = await serveFiles(staticSite(EMPTY_STORE, failed), "failed");
});

afterAll(async () => {
  await Promise.all([site, emptySite, failedSite].map((server) => server.close()));
});

it("every hostname comes out of the page's data as the catalog has it", async () => {
  const map = decodeMap(await (await fetch(`${site.url}data/map.json`)).json());
  expect([...expandCatalog(map.catalog)]).toEqual([...expandCatalog(catalog)]);
});

it("the page leads to the observations without JavaScript", async () => {
  const html = await (await fetch(site.url)).text();
  const withoutScript = /<noscript>(.*)<\/noscript>/s.exec(html)?.[1];
  expect(withoutScript).toContain('href="./data/export.csv"');
  expect(withoutScript).toContain('href="./data/export.json"');
});

describe.skipIf(NO_CHROMIUM !== null)(`the page in Chromium ${NO_CHROMIUM ?? ""}`, () => {
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    watched = await openPage();
    page = watched.page;
  });

  afterAll(async () => {
    await watched.close();
  });

  const open = async (query = "", url = site.url) => {
    await page.goto(`${url}${query}`);
    await page.locator(".cell").first().waitFor();
  };
  const counts = () => page.getByRole("status").first();
  const cell = (service: string, region: string) =>
    page.getByRole("gridcell", { name: new RegExp(`^${service}, ${region}: `) });
  const details = () => page.getByRole("complementary");

  it("works from a sub-folder of a plain file server, with no fault and no foreign request", async () => {
    await open();
    await expect.poll(() => counts().textContent()).toBe("427 services · 8 regions");
    await page.getByLabel("Filter services").fill("s3");
    await cell("s3", "us-east-1").click();
    await details().getByText("Default").first().waitFor();
    await page.getByRole("link", { name: "Other hosts" }).click();
    await page.getByRole("rowheader", { name: "github.com", exact: true }).waitFor();
    expect(watched.faults).toEqual([]);
    expect([...watched.origins]).toEqual([new URL(site.url).origin]);
  });

  it("filters services by what they are called, and keeps that in the address", async () => {
    await open();
    await page.getByLabel("Filter services").fill("cloudwatch logs");
    await expect.poll(() => counts().textContent()).toBe("1 service · 8 regions");
    expect(await page.getByRole("rowheader").allTextContents()).toEqual(["logs"]);
    expect(new URL(page.url()).search).toBe("?q=cloudwatch%20logs");
    await page.getByLabel("Filter services").fill("no such thing");
    await expect.poll(() => counts().textContent()).toContain("No service");
    expect(await page.getByRole("gridcell").count()).toBe(0);
  });

  it("shows other regions: all, those of a partition, chosen ones", async () => {
    await open();
    await page.getByRole("button", { name: "All regions" }).click();
    const columns = page.getByRole("columnheader");
    await expect.poll(() => columns.count()).toBe(40);
    expect(new URL(page.url()).search).toBe("?r=all");
    await page.getByRole("button", { name: "Choose…" }).click();
    await page
      .getByRole("group", { name: /AWS China/ })
      .getByRole("button")
      .click();
    await expect
      .poll(() => columns.allTextContents())
      .toEqual(["Service", "cn-north-1Beijing", "cn-northwest-1Ningxia"]);
    await page.getByRole("checkbox", { name: /^eu-west-1/ }).check();
    await expect
      .poll(() => new URL(page.url()).search)
      .toBe("?r=eu-west-1,cn-north-1,cn-northwest-1");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("checkbox").count()).toBe(0);
  });

  it("says in every cell what was observed, in words", async () => {
    const names = {
      ipv6: "IPv6 by default",
      opt: "opt-in hostname",
      ipv4: "IPv4 only",
      none: "no endpoint",
      unknown: "unknown",
    };
    await open("?r=us-east-1");
    for (const service of catalog.services.slice(0, 20)) {
      const observed = (variant: "default" | "dualstack") => {
        const endpoint = endpointOf(catalog, service, "us-east-1", variant);
        return endpoint === null ? null : inventedOutcomes(observableName(endpoint.hostname));
      };
      const [usual, dual] = [observed("default"), observed("dualstack")];
      const isLost = usual?.a === "timeout" || (usual?.aaaa !== "answer" && dual?.a === "timeout");
      const expected = isLost
        ? names.unknown
        : usual?.aaaa === "answer"
          ? names.ipv6
          : dual?.aaaa === "answer"
            ? names.opt
            : usual?.a === "answer" || dual?.a === "answer"
              ? names.ipv4
              : names.none;
      const label = await cell(service.cliName, "us-east-1").getAttribute("aria-label");
      expect(label?.replace(", one name for the whole partition", "")).toBe(
        `${service.cliName}, us-east-1: ${expected}`,
      );
    }
  });

  it("opens a cell: every variant with its hostname, what came back, since when, by whom", async () => {
    await open("?q=accessanalyzer");
    await cell("accessanalyzer", "us-east-1").click();
    await expect
      .poll(() => new URL(page.url()).searchParams.get("c"))
      .toBe("accessanalyzer:us-east-1");
    for (const hostname of [
      "access-analyzer.us-east-1.amazonaws.com",
      "access-analyzer.us-east-1.api.aws",
      "access-analyzer-fips.us-east-1.amazonaws.com",
      "access-analyzer-fips.us-east-1.api.aws",
    ]) {
      await details().getByText(hostname, { exact: true }).waitFor();
    }
    const usual = details().locator("section", {
      hasText: "access-analyzer.us-east-1.amazonaws.com",
    });
    await usual.getByText("exists, without AAAA (NODATA)").waitFor();
    await usual.getByText("192.0.2.1", { exact: true }).waitFor();
    await usual
      .getByText(
        new RegExp(
          `since \\d+ \\w+ 2026 · last checked 23 Nov 2026, 16:20 UTC · by ${INVENTED_RESOLVER} · 1 try`,
        ),
      )
      .first()
      .waitFor();
  });

  it("copies a hostname", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await open("?c=accessanalyzer:us-east-1");
    await page.getByRole("button", { name: "Copy access-analyzer.us-east-1.api.aws" }).click();
    await page
      .getByRole("button", { name: "Copy access-analyzer.us-east-1.api.aws" })
      .getByText("Copied")
      .waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "access-analyzer.us-east-1.api.aws",
    );
  });

  it("lists the additional endpoints of a service in that region", async () => {
    await open("?c=logs:eu-central-1");
    await details()
      .getByText(/Additional endpoints/)
      .click();
    await details().getByText("stream-logs.eu-central-1.amazonaws.com", { exact: true }).waitFor();
    expect(
      await details()
        .getByText(/us-east-1/)
        .count(),
    ).toBe(0);
  });

  it("shows other names when told to", async () => {
    await open("?q=accessanalyzer&r=us-east-1");
    const name = () => cell("accessanalyzer", "us-east-1").getAttribute("aria-label");
    expect(await name()).toContain("opt-in hostname");
    await page.getByLabel("Names shown").selectOption("dualstack");
    await expect.poll(name).toContain("IPv6 by default");
    expect(new URL(page.url()).searchParams.get("v")).toBe("dualstack");
  });

  it("comes back from its address as it was, and ignores what the address says wrongly", async () => {
    await open("?q=s3&r=eu-*&v=fips&c=s3:eu-west-1");
    await expect.poll(() => counts().textContent()).toMatch(/services · 8 regions/);
    expect(await page.getByLabel("Filter services").inputValue()).toBe("s3");
    expect(await page.getByLabel("Names shown").inputValue()).toBe("fips");
    await details().getByRole("heading", { name: "s3", exact: true }).waitFor();
    await open("?r=mars-1&c=nothing:nowhere&evil=%3Cscript%3E&q=logs");
    await expect.poll(() => counts().textContent()).toContain("ignored in the address: r, c, evil");
    expect(await details().count()).toBe(0);
  });

  it("closes the details on going back", async () => {
    await open("?q=accessanalyzer");
    await cell("accessanalyzer", "us-east-1").click();
    await details().waitFor();
    await page.goBack();
    await details().waitFor({ state: "detached" });
    await page.goForward();
    await details().waitFor();
  });

  it("is walked by keyboard over sixty rows, and back to the cell after a look at its details", async () => {
    await open();
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    await page.locator(".cell[tabindex='0']").focus();
    for (let row = 0; row < 60; row++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    const service = catalog.services[60]?.cliName;
    expect(await focused()).toMatch(new RegExp(`^${service}, us-east-2: `));
    expect(await page.getByRole("gridcell").count()).toBeLessThan(600);
    expect(await page.locator(".cell[tabindex='0']").count()).toBe(1);
    await page.keyboard.press("Enter");
    await details()
      .getByRole("heading", { name: service ?? "", exact: true })
      .waitFor();
    await page.keyboard.press("Escape");
    await details().waitFor({ state: "detached" });
    expect(await focused()).toMatch(new RegExp(`^${service}, us-east-2: `));
    await page.keyboard.press("Control+End");
    expect(await focused()).toMatch(/^xray, ap-southeast-2: /);
    await page.keyboard.press("Home");
    expect(await focused()).toMatch(/^xray, us-east-1: /);
  });

  it("keeps the focused cell when its row is scrolled out of view", async () => {
    await open();
    await page.locator(".cell[tabindex='0']").focus();
    await page.locator(".grid").evaluate((grid) => grid.scrollTo(0, 5_000));
    await cell(catalog.services[180]?.cliName ?? "", "us-east-1").waitFor();
    await page.keyboard.press("ArrowDown");
    const second = catalog.services[1]?.cliName;
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toMatch(
      new RegExp(`^${second}, us-east-1: `),
    );
  });

  it("holds few elements, whatever it shows", async () => {
    await open("?r=all");
    const elements = () => page.evaluate(() => document.querySelectorAll("*").length);
    expect(await elements()).toBeLessThan(2_500);
    await page.locator(".grid").evaluate((grid) => grid.scrollTo(0, 6_000));
    await cell("lambda", "us-east-1").waitFor({ state: "attached" });
    expect(await elements()).toBeLessThan(2_500);
  });

  it("says that nothing was observed when nothing was, and shows nothing as known", async () => {
    await open("?r=all", emptySite.url);
    await page.getByText("Nothing has been observed yet: no scan has been run.").waitFor();
    const states = await page
      .locator(".cell")
      .evaluateAll((cells) => [...new Set(cells.map((each) => each.getAttribute("data-state")))]);
    expect(states).toEqual(["unknown"]);
    await open("?c=s3:eu-west-1", emptySite.url);
    await details().getByText("not asked yet").first().waitFor();
    expect(
      await details()
        .getByText(/last checked|since/)
        .count(),
    ).toBe(0);
  });

  it("says why nothing was observed", async () => {
    await open("", failedSite.url);
    await page
      .getByText(
        "Nothing has been observed yet: the scan could not be completed: 192.0.2.53:53 does not answer.",
      )
      .waitFor();
  });

  it("does not scroll sideways on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open("?r=all");
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(widths[0]).toBe(widths[1]);
    await cell("account", "af-south-1").click();
    await details().getByText("account.us-east-1.amazonaws.com").waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it("says so when its data cannot be loaded, and loads it when asked to", async () => {
    await page.route("**/data/map.json", (route) => route.fulfill({ status: 503, body: "" }));
    await page.goto(site.url);
    await page.getByRole("alert").getByText("The map could not be loaded.").waitFor();
    await page.unroute("**/data/map.json");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".cell").first().waitFor();
  });
});

describe.skipIf(NO_CHROMIUM !== null).each(["light", "dark"] as const)(
  `the page has no accessibility fault, %s ${NO_CHROMIUM ?? ""}`,
  (colorScheme) => {
    let watched: WatchedPage;

    beforeAll(async () => {
      watched = await openPage({ colorScheme, bypassCSP: true });
    });

    afterAll(async () => {
      await watched.close();
    });

    it.each([
      ["8 regions", () => site.url],
      ["all regions", () => `${site.url}?r=all&q=s3`],
      ["details", () => `${site.url}?c=logs:eu-central-1`],
      ["other hosts", () => `${site.url}hosts.html`],
      ["nothing observed", () => emptySite.url],
      ["no service left", () => `${site.url}?q=nonsense`],
    ])("%s", async (_, url) => {
      await watched.page.goto(url());
      await watched.page.locator(".cell, tbody tr, .grid").first().waitFor();
      await watched.page.waitForLoadState("networkidle");
      const { violations } = await new AxeBuilder({ page: watched.page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
      ).toEqual([]);
    });
  },
);
