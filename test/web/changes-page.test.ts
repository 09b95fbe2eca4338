import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { EMPTY_STORE } from "./invented-store.js";
import { NO_CHROMIUM, openPage, type WatchedPage } from "./open-page.js";
import { type FileServer, serveFiles, sharedSite, store } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

/** Of a service with changes in many regions and on two days. */
const SERVICE = "cloudhsm";
let site: FileServer;
let emptySite: FileServer;

beforeAll(async () => {
  site = await serveFiles(sharedSite(store), "some/sub-folder");
  emptySite = await serveFiles(sharedSite(EMPTY_STORE), "empty");
});

afterAll(async () => {
  await Promise.all([site.close(), emptySite.close()]);
});

describe.skipIf(NO_CHROMIUM !== null)(`the changes page in Chromium ${NO_CHROMIUM ?? ""}`, () => {
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
    await page.goto(`${url}changes.html${query}`);
    await page.getByRole("status").first().waitFor();
  };
  const search = () => new URL(page.url()).search;

  it("shows by day and service what became reachable, its regions folded, each leading to its cell", async () => {
    await open();
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    const days = await page.locator(".day h2").allTextContents();
    const dates = days.map((day) => Date.parse(`${day} UTC`));
    expect(dates).toEqual([...dates].sort((a, b) => b - a));
    const row = page.locator(".changed", { hasText: SERVICE }).nth(1);
    await row.getByText(/in \d+ regions/).click();
    const link = row.getByRole("link", { name: "eu-west-1" });
    const cell = `./?q=${SERVICE}&r=eu-west-1&c=${SERVICE}:eu-west-1`;
    await expect.poll(() => link.getAttribute("href")).toBe(cell);
    expect(watched.faults).toEqual([]);
    expect([...watched.origins]).toEqual([new URL(site.url).origin]);
  });

  it("has one row for a service on a day, with its hostnames folded", async () => {
    await open();
    const [day] = await page.locator(".day").all();
    await day?.locator(".changed").first().waitFor();
    for (const section of await page.locator(".day").all()) {
      const services = await section.locator(".changed .subject strong").allTextContents();
      expect(services).toEqual([...new Set(services)]);
    }
    const parts = page.locator(".change .parts").first();
    await parts.locator("summary").click();
    await parts
      .getByText(/hostname reachable over IPv6: .*-\d/)
      .first()
      .waitFor();
  });

  it("shows how much is reachable, since when, where most, and the newest gains", async () => {
    await open();
    const reach = page.getByRole("region", {
      name: /^\d+% of the checked endpoints are reachable/,
    });
    await reach.getByText(/^\+\d+ points since 14 Aug 2026/).waitFor();
    await reach
      .getByText(/: (by default|with the dual-stack setting) in /)
      .first()
      .waitFor();
    await reach.getByText("By region and service").click();
    const regions = reach.getByRole("table", { name: "Regions, most reachable first" });
    const figures = await regions.locator("tbody td:nth-child(2)").allTextContents();
    const shares = figures.map((text) => Number(text.replace("%", "")));
    expect(shares.length).toBe(41);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    // Of what the filter leaves.
    await page.getByLabel("Filter services").fill("sts region:eu-west-1");
    await expect.poll(() => regions.locator("tbody th").allTextContents()).toEqual(["eu-west-1"]);
  });

  it("filters by service, region and list, keeps that in the address, and leads to the nearest feed", async () => {
    await open();
    await page.getByLabel("Filter services").fill(SERVICE);
    await expect.poll(search).toBe(`?q=${SERVICE}`);
    const subjects = async () => {
      const names = await page.locator(".changed .subject strong").allTextContents();
      return new Set(names.map((name) => name.startsWith(SERVICE)));
    };
    await expect.poll(subjects).toEqual(new Set([true]));
    await open(`?list=s3files`);
    const feed = page.getByRole("link", { name: "Atom feed" });
    await expect.poll(() => feed.getAttribute("href")).toBe("feeds/services/s3files.atom");
    const answer = await fetch(new URL("feeds/services/s3files.atom", site.url));
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("s3files")]);
    await open("?r=eu-west-1");
    await expect.poll(() => feed.getAttribute("href")).toBe("feeds/regions/eu-west-1.atom");
    const regions = async () =>
      new Set(await page.locator(".regions-of-change a").allTextContents());
    await expect.poll(regions).toEqual(new Set(["eu-west-1"]));
  });

  it("compares two days, in both directions, and goes back to the list", async () => {
    await open(`?q=${SERVICE}`);
    await page.getByRole("button", { name: "Compare two days" }).click();
    await page.getByLabel("Compare", { exact: true }).fill("2026-11-21");
    await page.getByLabel("with", { exact: true }).fill("2026-11-23");
    await expect.poll(search).toBe(`?q=${SERVICE}&from=2026-11-21&to=2026-11-23`);
    await page
      .getByText("Different at the end of 23 Nov 2026 from the end of 21 Nov 2026:")
      .waitFor();
    await page.getByRole("heading", { name: "Became reachable" }).waitFor();
    await open(`?q=${SERVICE}&from=2026-11-23&to=2026-11-21`);
    await page.getByRole("heading", { name: "No longer reachable" }).waitFor();
    await page.getByRole("heading", { name: "Became reachable" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "By day" }).click();
    await page.getByRole("heading", { name: "23 Nov 2026" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "No longer reachable" }).waitFor();
  });

  it("says which state of the map became which, in the regions that the map of both days says", async () => {
    const statesOn = async (day: string) => {
      await page.goto(`${site.url}?q=${SERVICE}&r=all&at=${day}`);
      await page.getByText("The map as of the end of").waitFor();
      const cells = page.locator(".grid-row .cell:not([hidden])");
      return cells.evaluateAll((all) =>
        all.flatMap(
          (cell) =>
            /, (\S+): (.*)$/
              .exec(cell.ariaLabel ?? "")
              ?.slice(1)
              .join(" ") ?? [],
        ),
      );
    };
    const [before, after] = [await statesOn("2026-11-21"), await statesOn("2026-11-23")];
    const changed = before.flatMap((text, index) => {
      const [region, ...was] = text.split(" ");
      const is = after[index]?.split(" ").slice(1).join(" ");
      return was.join(" ") === is ? [] : [`${region}: ${was.join(" ")} became ${is}`];
    });
    expect(changed.length).toBeGreaterThan(0);
    await open(`?q=${SERVICE}&from=2026-11-21&to=2026-11-23`);
    const rows = page.getByRole("region", { name: "On the map" }).locator(".change");
    for (const summary of await rows.locator("summary").all()) await summary.click();
    const said = await rows.evaluateAll((all) =>
      all.flatMap((row) => {
        const [from, to] = [...row.querySelectorAll(".state")].map(
          (state) => [...state.childNodes].at(-1)?.textContent,
        );
        return [...row.querySelectorAll("a")].map((a) => `${a.textContent}: ${from} became ${to}`);
      }),
    );
    expect(said.sort()).toEqual(changed.sort());
  });

  it("says that nothing is known of the time before observing began", async () => {
    await open("?from=2025-01-01&to=2026-11-23");
    await page.getByText(/Nothing is known of the time before 14 Aug 2026/).waitFor();
    await page.getByRole("heading", { name: "Became reachable" }).waitFor();
    expect(await page.getByRole("heading", { name: "On the map" }).count()).toBe(0);
  });

  it("goes to the day that the address points at, however old", async () => {
    await open("");
    const days = await page.evaluate(async () => (await fetch("data/changes.json")).json());
    const oldest = days.changes.at(-1).day;
    await page.goto("about:blank");
    await open(`#${oldest}`);
    await expect.poll(() => page.locator(`[id="${oldest}"]`).isVisible()).toBe(true);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(500);
  });

  it("loads older months only when they are asked for, or needed to compare", async () => {
    const change = (day: string, subject: string) => ({
      day,
      subject,
      variant: "dualstack",
      family: "ipv6",
      isReachable: true,
      regions: ["eu-west-1"],
    });
    const newest = {
      format: 2,
      recordedFrom: "2026-08-01T12:00:00Z",
      recordedTo: "2026-11-23T16:20:00Z",
      completeFrom: "2026-11-20",
      changes: [change("2026-11-21", "s3")],
      months: ["2026-11", "2026-09"],
    };
    const months: Readonly<Record<string, readonly object[]>> = {
      "2026-11": [change("2026-11-21", "s3"), change("2026-11-02", "sqs")],
      "2026-09": [change("2026-09-09", "logs")],
    };
    const loaded: string[] = [];
    await page.route("**/data/changes.json", (route) => route.fulfill({ json: newest }));
    await page.route("**/data/changes/*.json", (route) => {
      const month = new URL(route.request().url()).pathname.slice(-12, -5);
      loaded.push(month);
      return route.fulfill({ json: { format: 1, month, changes: months[month] } });
    });
    const subjects = () => page.locator(".changed .subject strong").allTextContents();
    await open();
    await page.getByText("1 change since 20 Nov 2026").waitFor();
    expect([await subjects(), loaded]).toEqual([["s3"], []]);
    await page.getByRole("button", { name: "Show those of November 2026" }).click();
    await expect.poll(subjects).toEqual(["s3", "sqs"]);
    await page.getByRole("button", { name: "Show those of September 2026" }).click();
    await page.getByText("3 changes", { exact: true }).waitFor();
    expect(await subjects()).toEqual(["s3", "sqs", "logs"]);

    loaded.length = 0;
    await open("?from=2026-11-01&to=2026-11-23");
    await page.getByRole("heading", { name: "Became reachable" }).waitFor();
    expect([(await subjects()).sort(), loaded]).toEqual([["s3", "sqs"], ["2026-11"]]);
    loaded.length = 0;
    await page.goto("about:blank");
    await open("#2026-09-09");
    await expect.poll(() => page.locator('[id="2026-09-09"]').isVisible()).toBe(true);
    expect(loaded).toEqual(["2026-11", "2026-09"]);
    await page.unroute("**/data/changes.json");
    await page.unroute("**/data/changes/*.json");
  });

  it("ignores what the address says wrongly, and says so", async () => {
    await open("?from=2026-02-30&list=nonsense&evil=%3Cscript%3E&q=s3");
    await page.getByText("could not be read, so it is ignored: from, list, evil").waitFor();
    await expect.poll(() => page.getByLabel("Filter services").inputValue()).toBe("s3");
  });

  it("says when nothing is left, was observed, or could be loaded", async () => {
    await open("?q=nonsense");
    await page.getByText("No changes of these services in these regions.").waitFor();
    await open("", emptySite.url);
    await page.getByText(/Nothing has been observed yet/).waitFor();
    await page.route("**/data/changes.json", (route) => route.fulfill({ status: 503, body: "" }));
    await page.goto(`${site.url}changes.html`);
    await page.getByRole("alert").getByText("The changes could not be loaded.").waitFor();
    await page.unroute("**/data/changes.json");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 2 }).first().waitFor();
  });

  it("does not scroll sideways on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open("?from=2026-10-01");
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it("has feeds that are Atom by RFC 4287, read by a real XML parser", async () => {
    await open();
    const faults = await page.evaluate(feedFaults, [
      "feeds/all.atom",
      "feeds/services/s3files.atom",
      "feeds/services/acm.atom",
      "feeds/regions/eu-west-1.atom",
    ]);
    expect(faults).toEqual([]);
  });
});

/** Runs in the page. @returns what RFC 4287 forbids about these feeds */
async function feedFaults(paths: readonly string[]): Promise<readonly string[]> {
  const ATOM = "http://www.w3.org/2005/Atom";
  const IRI = /^[a-z][a-z0-9+.-]*:(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9A-F]{2})+$/;
  const faults: string[] = [];
  const seen = new Map<string, string>();
  for (const path of paths) {
    const response = await fetch(path);
    const feed = new DOMParser().parseFromString(await response.text(), "application/xml");
    const fault = (what: string) => faults.push(`${path}: ${what}`);
    if (feed.querySelector("parsererror") !== null) fault("is not well-formed");
    const root = feed.documentElement;
    if (root.localName !== "feed") fault("is no feed");
    for (const element of feed.querySelectorAll("*")) {
      if (element.namespaceURI !== ATOM) fault(`${element.localName} is not of Atom`);
    }
    const children = (parent: Element, name: string) =>
      [...parent.children].filter(({ localName }) => localName === name);
    const one = (parent: Element, name: string) => {
      const found = children(parent, name);
      if (found.length !== 1) fault(`${found.length} ${name} in ${parent.localName}`);
      return found[0]?.textContent ?? "";
    };
    const checkHead = (parent: Element) => {
      const id = one(parent, "id");
      if (!IRI.test(id)) fault(`id ${id} is no IRI`);
      if (one(parent, "title").trim() === "") fault("empty title");
      const updated = one(parent, "updated");
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(updated)) fault(`updated ${updated}`);
      const links = children(parent, "link").map(
        (link) => `${link.getAttribute("rel")} ${link.getAttribute("type")}`,
      );
      if (new Set(links).size !== links.length) fault("two links of one kind");
      for (const link of children(parent, "link")) {
        const href = link.getAttribute("href") ?? "";
        if (!URL.canParse(href, response.url)) fault(`link ${href}`);
      }
      return { id, updated };
    };
    const { updated } = checkHead(root);
    if (children(root, "author").length === 0) fault("no author");
    const self = children(root, "link").find((link) => link.getAttribute("rel") === "self");
    if (new URL(self?.getAttribute("href") ?? "", response.url).href !== response.url) {
      fault("self leads elsewhere");
    }
    const ids = new Set<string>();
    for (const entry of children(root, "entry")) {
      const head = checkHead(entry);
      if (ids.has(head.id)) fault(`id ${head.id} twice`);
      ids.add(head.id);
      const content = one(entry, "content");
      // The same id in two feeds has to be the same entry.
      if ((seen.get(head.id) ?? content) !== content) fault(`id ${head.id} of two entries`);
      seen.set(head.id, content);
      if (head.updated > updated) fault("an entry newer than its feed");
    }
    if (ids.size === 0 && path === "feeds/all.atom") fault("has no entries to check");
  }
  return faults;
}
