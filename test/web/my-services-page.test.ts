import { badgeSvg } from "@egress6/core/map/badge-svg";
import { readinessBadge } from "@egress6/core/map/readiness-badge";
import { readinessOfList } from "@egress6/core/verdict/list-readiness";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { EMPTY_STORE } from "./invented-store.js";
import { NO_CHROMIUM, openPage, type WatchedPage } from "./open-page.js";
import { catalog, type FileServer, serveFiles, sharedSite, store } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

const LIST = ["ec2", "s3", "sqs", "logs"];
const services = LIST.flatMap(
  (name) => catalog.services.find((each) => each.cliName === name) ?? [],
);
let site: FileServer;
let emptySite: FileServer;

beforeAll(async () => {
  site = await serveFiles(sharedSite(store), "some/sub-folder");
  emptySite = await serveFiles(sharedSite(EMPTY_STORE), "empty");
});

afterAll(async () => {
  await Promise.all([site.close(), emptySite.close()]);
});

const readinessIn = (...regions: readonly string[]) =>
  readinessOfList({ catalog, services, regions, observed: store.readSupport() });

describe.skipIf(NO_CHROMIUM !== null)(`my services in Chromium ${NO_CHROMIUM ?? ""}`, () => {
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
    await page.goto(`${url}my-services.html${query}`);
    await page.getByLabel("Your services").waitFor();
  };
  const search = () => new URL(page.url()).search;
  const figures = () => page.locator(".figures td .visually-hidden").allTextContents();

  it("reads a pasted list of any kind, and says of each region what core says", async () => {
    await open("?r=eu-central-1,us-east-1");
    await page
      .getByLabel("Your services")
      .fill(
        "EC2\n@aws-sdk/client-s3\nAmazon Simple Queue Service\nAWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
      );
    await expect.poll(search).toBe(`?list=${LIST.join(",")}&r=eu-central-1,us-east-1`);
    const regions = readinessIn("eu-central-1", "us-east-1");
    // The order of the page is that of the catalog, where eu-central-1 comes first.
    await expect
      .poll(figures)
      .toEqual(
        regions.map(({ ready, unknown }) =>
          [
            `${ready.length} of 4 ready`,
            ...(unknown.length > 0 ? [`${unknown.length} unknown`] : []),
          ].join(", "),
        ),
      );
    const broken = new Set(
      regions.flatMap((each) => each.switchBreaks.map((r) => r.service.cliName)),
    );
    const shown = page.getByRole("region", { name: /would break/ }).locator("li");
    const said = async () => {
      const lines = await shown.allTextContents();
      const ofServices = lines.filter((line) => /calls fail|without AAAA/.test(line));
      return new Set(ofServices.map((line) => line.split(" ")[0]));
    };
    await expect.poll(said).toEqual(broken);
    expect(broken.size).toBeGreaterThan(0);
    expect(watched.faults).toEqual([]);
    expect([...watched.origins]).toEqual([new URL(site.url).origin]);
  });

  it("asks about words that are no service, and takes the nearest on a click", async () => {
    await open("?list=s3,dynamodbb");
    await page.getByText("is not an AWS service. Nearest:").waitFor();
    await page.getByRole("button", { name: "dynamodb", exact: true }).click();
    await expect.poll(search).toBe("?list=s3,dynamodb");
    await page.getByText("is not an AWS service").waitFor({ state: "detached" });
    await page.getByLabel("Add a service").fill("sqs");
    await page.keyboard.press("Enter");
    await expect.poll(search).toBe("?list=s3,dynamodb,sqs");
  });

  it("comes back from its permalink, and without one from what was last typed, not what was last followed", async () => {
    await open(`?list=${LIST.join(",")}&r=eu-west-1`);
    await page
      .getByText(readinessIn("eu-west-1")[0]?.isReady === "yes" ? /all 4/ : /of 4/)
      .first()
      .waitFor();
    const typed = () => page.getByLabel("Your services").inputValue();
    await expect.poll(typed).toBe(LIST.join("\n"));
    await page.getByLabel("Your services").fill("kms sts");
    await expect.poll(search).toBe("?list=kms,sts&r=eu-west-1");
    await open(`?list=${LIST.join(",")}`);
    await open("");
    await expect.poll(typed).toBe("kms\nsts");
    await page.goto(`${site.url}changes.html`);
    await page.getByRole("button", { name: "My services 2" }).click();
    await expect.poll(search).toBe("?list=kms,sts");
  });

  it("makes the badge that the command makes, to download and to embed", async () => {
    await open(`?list=${LIST.join(",")}&r=eu-west-1`);
    const expected = badgeSvg(readinessBadge({ services, regions: readinessIn("eu-west-1") }));
    const downloaded = async () => {
      const href = await page.getByRole("link", { name: "Download SVG" }).getAttribute("href");
      return decodeURIComponent(href?.split(",").slice(1).join(",") ?? "");
    };
    await expect.poll(downloaded).toBe(expected);
    await page.getByText("[![4 services in eu-west-1 over IPv6").waitFor();
    await open("?list=sqs&r=all");
    const image = `${site.url}badges/sqs.svg`;
    const markdown = page.locator("dd code", { hasText: "[![" });
    await expect.poll(() => markdown.textContent()).toContain(`](${image})](`);
    const answer = await fetch(image);
    expect(await answer.text()).toContain("sqs over IPv6");
  });

  it("never counts what was not observed", async () => {
    await open(`?list=${LIST.join(",")}&r=eu-west-1`, emptySite.url);
    await expect.poll(figures).toEqual(["0 of 4 ready, 4 unknown"]);
    await page
      .getByText("0 of 4 services can be reached over IPv6, and 4 are unknown, in eu-west-1.")
      .waitFor();
    await page.getByText("Nothing has been observed yet, so everything is unknown.").waitFor();
  });

  it("ignores what the address says wrongly, and says so", async () => {
    await open("?list=s3&r=mars-1&fips=maybe&evil=%3Cscript%3E");
    await page.getByText("could not be read, so it is ignored: r, fips, evil").waitFor();
    await expect.poll(async () => (await figures()).length).toBe(8);
  });

  it("has a list to begin with for who has none", async () => {
    await page.evaluate(() => localStorage.clear());
    await open("");
    await page.getByRole("button", { name: "Show an example" }).click();
    await page.locator(".figures td").first().waitFor();
    await expect.poll(search).toContain("?list=ec2,");
  });

  it.each(["map", "catalog"])(
    "says so when the data of the %s cannot be loaded, and loads it when asked to",
    async (name) => {
      const address = `**/data/${name}.json`;
      await page.route(address, (route) => route.fulfill({ status: 503, body: "" }));
      await page.goto(`${site.url}my-services.html?list=s3`);
      await page
        .getByRole("alert")
        .getByText(
          `The observations could not be loaded. The server answered 503 for data/${name}.json`,
        )
        .waitFor();
      await page.unroute(address);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.locator(".figures td").first().waitFor();
    },
  );

  it("does not scroll sideways, on a phone or with all regions", async () => {
    await open(`?list=${LIST.join(",")}&r=all`);
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.locator(".figures td").first().waitFor();
    await expect.poll(overflow).toBe(0);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(overflow).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

describe.skipIf(NO_CHROMIUM !== null)(`plain pages in Chromium ${NO_CHROMIUM ?? ""}`, () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    watched = await openPage({ javaScriptEnabled: false });
  });

  afterAll(async () => {
    await watched.close();
  });

  it("lead from the map to every service and region, without JavaScript", async () => {
    const { page } = watched;
    await page.goto(site.url);
    await page.getByRole("link", { name: "each service" }).click();
    await page.getByRole("link", { name: "sqs", exact: true }).click();
    await page
      .getByRole("heading", { name: "Amazon Simple Queue Service (sqs) over IPv6" })
      .waitFor();
    await page.getByRole("link", { name: "eu-west-1" }).click();
    await page.getByRole("heading", { name: "eu-west-1, Europe (Ireland), over IPv6" }).waitFor();
    await expect.poll(() => page.locator("tbody tr").count()).toBe(catalog.services.length);
    await page.getByRole("link", { name: "Whole map" }).click();
    await page.getByRole("heading", { name: /services by region/ }).waitFor();
    expect(watched.faults).toEqual([]);
    expect([...watched.origins]).toEqual([new URL(site.url).origin]);
  });

  it("say the same as the map, cell by cell", async () => {
    const html = await (await fetch(`${site.url}table.html`)).text();
    const cells = [...html.matchAll(/<td data-state="([a-z0-9-]+)">/g)].map(([, state]) => state);
    const regions = catalog.partitions
      .filter(({ isPublic }) => isPublic)
      .flatMap(({ regions }) => regions.map(({ id }) => id));
    const readiness = readinessOfList({
      catalog,
      services: catalog.services,
      regions,
      observed: store.readSupport(),
    });
    expect(cells).toEqual(
      catalog.services.flatMap((_, index) =>
        readiness.map(({ services }) => services[index]?.cell),
      ),
    );
  });

  it("fit a phone's width but for the tables, which scroll by themselves", async () => {
    const { page } = watched;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["services/sqs.html", "regions/index.html", "table.html"]) {
      await page.goto(`${site.url}${path}`);
      await expect
        .poll(async () => [path, (await page.locator("main").boundingBox())?.width])
        .toEqual([path, 390]);
    }
  });
});
