import { CELLS } from "@egress6/core/verdict/cell";
import { readinessOfList } from "@egress6/core/verdict/list-readiness";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { writeReport } from "../../packages/egress6/src/library/write-report.js";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { EMPTY_STORE, INVENTED_AT } from "./invented-store.js";
import { axeViolations, NO_CHROMIUM, openPage, type WatchedPage } from "./open-page.js";
import { catalog, type FileServer, serveFiles, sharedSite, store } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

interface PageState {
  readonly name: string;
  /** Page and query; of the site where nothing was observed with `empty/` in front. */
  readonly path: string;
  /** What is there once the state is reached. */
  readonly until: string;
  /** Files that do not come: never, or not at all. */
  readonly withheld?: readonly [pattern: string, how: "never" | "failed"];
  readonly daysLater?: number;
  readonly act?: (page: Page) => Promise<void>;
}

/** The map with details open, once for each state that a cell can have. */
const DETAILS: readonly PageState[] = CELLS.map((cell) => {
  const [ireland] = readinessOfList({
    catalog,
    services: catalog.services,
    regions: ["eu-west-1"],
    observed: store.readSupport(),
  });
  const found = ireland?.services.findIndex((each) => each.cell === cell) ?? -1;
  const service = catalog.services[found]?.cliName;
  return {
    name: `map: details, ${cell}`,
    path: `?q=${service}&c=${service}:eu-west-1`,
    until: ".details .evidence",
    act: async (page) => {
      if (cell === "opt-in") await page.locator(".first .lines").waitFor();
      // Open by itself where the state is unknown.
      await page.locator(".details details").evaluateAll((parts) => {
        for (const part of parts) part.setAttribute("open", "");
      });
    },
  };
});

/** A workload for the planner's address. */
const workload = (change: object) =>
  Buffer.from(
    JSON.stringify({
      name: "web",
      region: "us-east-1",
      azs: 2,
      compute: [{ name: "web", kind: "ecs-fargate", subnets: "dual-stack", count: 2 }],
      services: [{ service: "sqs", gbPerMonth: 5 }],
      hosts: [],
      ...change,
    }),
  ).toString("base64url");

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole("button", { name }).first().click();
  await page.getByRole("dialog").locator("button, input, kbd").first().waitFor();
};

const MAP_DRAWN = ".cell, .service-list button";
const STATES: readonly PageState[] = [
  { name: "map", path: "", until: MAP_DRAWN },
  { name: "map: all regions", path: "?r=all&q=s3", until: MAP_DRAWN },
  { name: "map: a state looked for", path: "?s=ipv4&q=s3", until: MAP_DRAWN },
  { name: "map: notices", path: "?r=mars&q=status:green", until: ".notices p" },
  { name: "map: an earlier day", path: "?at=2026-11-01&q=s3", until: ".notices p" },
  { name: "map: old", path: "?q=s3", until: ".notices p", daysLater: 12 },
  { name: "map: no service left", path: "?q=nonsense", until: ".empty" },
  {
    name: "map: loading",
    path: "",
    until: ".loading",
    withheld: ["**/data/map.json", "never"],
  },
  {
    name: "map: not loaded",
    path: "",
    until: ".empty button",
    withheld: ["**/data/map.json", "failed"],
  },
  { name: "map: nothing observed", path: "empty/?q=s3", until: MAP_DRAWN },
  ...DETAILS,
  {
    name: "map: details not loaded",
    path: "?q=s3&c=s3:eu-west-1",
    until: ".details .notice",
    withheld: ["**/data/services/*", "failed"],
  },
  { name: "map: regions", path: "?q=s3", until: MAP_DRAWN, act: press(/^Large regions/) },
  { name: "map: export", path: "?q=s3", until: MAP_DRAWN, act: press(/^Export/) },
  { name: "map: help", path: "?q=s3", until: MAP_DRAWN, act: press(/^Help/) },
  { name: "map as a table", path: "view.html?q=s3", until: "tbody tr" },
  { name: "hosts", path: "hosts.html", until: "tbody tr" },
  {
    name: "changes: over time",
    path: "changes.html",
    until: ".reach",
    act: (page) => page.getByText("By region and service").click(),
  },
  { name: "changes", path: "changes.html?q=s3", until: ".changed" },
  { name: "changes: two days", path: "changes.html?q=s3&from=2026-10-01&evil=1", until: "h2" },
  { name: "changes: none left", path: "changes.html?q=nonsense", until: "[role=status]" },
  { name: "changes: none", path: "empty/changes.html", until: "[role=status]" },
  {
    name: "changes: not loaded",
    path: "changes.html",
    until: "[role=alert]",
    withheld: ["**/data/changes.json", "failed"],
  },
  // What `egress6 report` writes is served like a page of the site, and asks for nothing.
  { name: "report", path: "report.html", until: "svg.bars" },
  { name: "my services: no list", path: "my-services.html", until: ".no-list" },
  {
    name: "my services: unknown words, one region, settings",
    path: "my-services.html?list=s3,sqs,ecr,dynamo&r=eu-west-1",
    until: "tbody tr",
    act: async (page) => {
      await page.getByRole("button", { name: "Show the settings" }).click();
      await page.getByRole("tabpanel").waitFor();
    },
  },
  { name: "my services", path: "my-services.html?list=s3,sqs", until: "tbody tr" },
  {
    name: "my services: FIPS",
    path: "my-services.html?list=s3,sqs&r=us-east-1,us-west-2&fips=1",
    until: "tbody tr",
  },
  {
    name: "my services: nothing observed",
    path: "empty/my-services.html?list=s3&evil=1",
    until: "tbody tr",
  },
  {
    name: "my services: not loaded",
    path: "my-services.html?list=s3",
    until: "[role=alert]",
    withheld: ["**/data/map.json", "failed"],
  },
  {
    name: "planner",
    path: "planner.html",
    until: ".cost-chart svg",
    act: async (page) => {
      for (const summary of await page.locator("summary").all()) await summary.click();
    },
  },
  {
    name: "planner: no price",
    path: `planner.html?w=${workload({ region: "mx-central-1" })}`,
    until: ".plan-verdict",
  },
  {
    name: "planner: problems",
    path: `planner.html?w=${workload({ azs: "two" })}`,
    until: "[role=alert]",
  },
  {
    name: "planner: files",
    path: "planner.html",
    until: ".plan-verdict",
    act: async (page) => {
      await page.getByRole("button", { name: "Show an example" }).click();
      await page.locator(".figure-list").waitFor();
      await page.locator(".step-list summary").first().click();
    },
  },
  { name: "checklist: none", path: "checklist.html", until: ".file-drop" },
  {
    name: "checklist",
    path: "checklist.html",
    until: ".file-drop",
    act: async (page) => {
      await page.getByRole("button", { name: "Show an example" }).click();
      await page.getByRole("checkbox").first().check();
      await page.locator(".step-content summary").nth(1).click();
    },
  },
  { name: "traffic: none", path: "traffic.html", until: ".file-drop" },
  {
    name: "traffic",
    path: "traffic.html",
    until: ".file-drop",
    act: async (page) => {
      await page.getByRole("button", { name: "Show an example" }).click();
      await page.locator(".ribbon").first().waitFor();
    },
  },
  { name: "about", path: "about.html", until: "h1" },
  { name: "docs", path: "docs/index.html", until: "h1" },
  { name: "docs: found", path: "docs/index.html?q=timeout", until: "#doc-results li" },
  { name: "docs: tables and code", path: "docs/settings.html", until: "h1" },
  { name: "plain: services", path: "services/index.html", until: "tbody tr" },
  { name: "plain: a service", path: "services/sqs.html", until: "tbody tr" },
  { name: "plain: regions", path: "regions/index.html", until: "tbody tr" },
  { name: "plain: a region", path: "regions/eu-west-1.html", until: "tbody tr" },
  { name: "plain: the whole map", path: "table.html", until: "tbody tr" },
];

/** Also held: what WCAG 2.2 says of the size of targets, which axe leaves out unless told. */
const WITH_TARGET_SIZE = { rules: { "target-size": { enabled: true } } };

/** Rows are alike, and thousands of cells would take axe a minute: what is looked at is the first. */
const keepFirstRows = async (page: Page) => {
  await page.evaluate(() => {
    for (const row of document.querySelectorAll("tbody tr:nth-child(n + 9)")) row.remove();
  });
  // The map draws its rows anew with each size of the window.
  const rows = "[role=grid] [role=row]:nth-child(n + 9), .service-list li:nth-child(n + 9)";
  await page.addStyleTag({ content: `${rows} { display: none !important }` });
};

describe.skipIf(NO_CHROMIUM !== null)(`every page, in every state ${NO_CHROMIUM ?? ""}`, () => {
  let watched: WatchedPage;
  let page: Page;
  let site: FileServer;

  beforeAll(async () => {
    const report = await writeReport(["examples/eks-nat-per-az.yaml"], { now: () => INVENTED_AT });
    const empty = [...sharedSite(EMPTY_STORE, undefined, false)];
    site = await serveFiles(
      [
        ...sharedSite(store),
        ...empty.map(({ path, make }) => ({ path: `empty/${path}`, make })),
        { path: "report.html", make: () => report },
      ],
      "site",
    );
    watched = await openPage({ bypassCSP: true, reducedMotion: "reduce" });
    page = watched.page;
    await page.clock.setFixedTime(INVENTED_AT);
  });

  afterAll(async () => {
    await watched.close();
    await site.close();
  });

  const reach = async (state: PageState): Promise<void> => {
    const { path, until, withheld, daysLater = 0, act } = state;
    await page.clock.setFixedTime(INVENTED_AT + daysLater * 86_400_000);
    if (withheld !== undefined) {
      await page.route(withheld[0], (route) =>
        withheld[1] === "failed" ? route.fulfill({ status: 503, body: "" }) : undefined,
      );
    }
    await page.goto(`${site.url}${path}`, { waitUntil: "commit" });
    await page.locator(until).first().waitFor();
    await act?.(page);
    await keepFirstRows(page);
    if (withheld !== undefined) await page.unroute(withheld[0]);
  };

  /** @returns axe's violations, and whether the page is wider than its window */
  const faultsAt = async (
    width: number,
    colorScheme: "light" | "dark",
  ): Promise<readonly string[]> => {
    await page.setViewportSize({ width, height: width < 700 ? 844 : 900 });
    await page.emulateMedia({ colorScheme });
    const violations = await axeViolations(page, { options: WITH_TARGET_SIZE });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const faults = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${width} px, ${colorScheme}: ${id}: ${html}`),
    );
    return over > 0 ? [...faults, `${width} px: scrolls sideways by ${over}`] : faults;
  };

  // Colours do not depend on the width, nor the layout on colours: two looks stand for all four.
  it.each(STATES)("$name has no accessibility fault and fits its window", async (state) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await reach(state);
    expect([...(await faultsAt(1440, "light")), ...(await faultsAt(390, "dark"))]).toEqual([]);
  });
});
