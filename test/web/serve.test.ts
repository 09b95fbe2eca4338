import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expandCatalog } from "@egress6/core/endpoint/catalog";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { DEAD_RESOLVER } from "../support/dns/dead-resolver.js";
import { type DnsServer, type Records, startDnsServer } from "../support/dns/server.js";
import { type Egress6Process, servedUrl, startEgress6 } from "../support/egress6-process.js";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { NO_CHROMIUM, openPage } from "./open-page.js";
import { catalog } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

const folder = mkdtempSync(join(tmpdir(), "egress6-serve-"));
const started: Egress6Process[] = [];
let stores = 0;
let dns: DnsServer;

const newStore = () => join(folder, `store-${stores++}.db`);

const start = (...args: string[]) => {
  const serving = startEgress6(args);
  started.push(serving);
  return serving;
};

/** Every name of the catalog exists; those to opt into have IPv6. */
function testZone(): Readonly<Record<string, Records>> {
  const records: Record<string, Records> = {};
  for (const { hostname, variant } of expandCatalog(catalog)) {
    const hasIpv6 = variant === "dualstack";
    records[hostname.toLowerCase()] = {
      A: ["52.94.5.1"],
      ...(hasIpv6 ? { AAAA: ["2600:1f18:a::1"] } : {}),
    };
  }
  return records;
}

beforeAll(async () => {
  dns = await startDnsServer({ records: testZone() });
});

afterEach(async () => {
  for (const serving of started.splice(0)) {
    serving.kill("SIGKILL");
    await serving.ended;
  }
});

afterAll(async () => {
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

const cellLabel = (page: Page, service: string, region: string) =>
  page
    .getByRole("gridcell", { name: new RegExp(`^${service}, ${region}: `) })
    .getAttribute("aria-label");

const scanOf = async (url: string) => (await fetch(`${url}api/scan`)).json();

describe.skipIf(NO_CHROMIUM !== null)(`serving in Chromium ${NO_CHROMIUM ?? ""}`, () => {
  it("scans with another resolver that somebody names on the page, once that passed its controls", async () => {
    const serving = start(
      "serve",
      "--port",
      "0",
      "--db",
      newStore(),
      "--resolver",
      DEAD_RESOLVER.resolver,
    );
    const url = await servedUrl(serving);
    const { page, close } = await openPage();
    await page.goto(`${url}?q=translate`);
    const field = page.getByLabel("Ask another DNS resolver");
    await field.fill(DEAD_RESOLVER.resolver);
    await page.getByRole("button", { name: "Check it" }).click();
    await page.getByText(/Nothing listens at this address|It does not answer/).waitFor();
    expect(await page.getByRole("button", { name: "Scan with it" }).count()).toBe(0);
    await field.fill(dns.resolver);
    await page.keyboard.press("Enter");
    await page.getByText(/passed every control: what it says counts/).waitFor();
    await page.getByRole("button", { name: "Scan with it" }).click();
    await expect
      .poll(() => cellLabel(page, "translate", "us-east-1"))
      .toBe("translate, us-east-1: IPv6 with a setting");
    await field.waitFor({ state: "detached" });
    await close();
  });

  it("fills the cells in while it scans, stops cleanly, and goes on where it was", async () => {
    const db = newStore();
    const serve = (rate: string) =>
      start("serve", "--port", "0", "--db", db, "--resolver", dns.resolver, "--rate", rate);
    // Before the scan, which is to get to this cell only after the page was seen without it.
    const { page, faults, origins, close } = await openPage();
    const serving = serve("100");
    const url = await servedUrl(serving);
    // Names that AWS declares come first, by region and service: this one after some seconds.
    const translate = () => cellLabel(page, "translate", "us-east-1");

    await page.goto(`${url}?q=translate`);
    await page.getByRole("progressbar").waitFor();
    await expect
      .poll(translate)
      .toBe("translate, us-east-1: unknown, declared by AWS, 31 July 2026; not checked from here");
    await expect.poll(translate).toBe("translate, us-east-1: IPv6 with a setting");
    await page.getByText(/^[\d,]+ of [\d,]+ names · .* unknown so far · .* left$/).waitFor();
    await page.goto(`${url}?c=accessanalyzer:us-east-1`);
    // Open by itself while nothing is known.
    await page.locator(".evidence").evaluate((part) => part.setAttribute("open", ""));
    const section = page.locator("section.name", { hasText: "access-analyzer.us-east-1.api.aws" });
    await section.getByText("2600:1f18:a::1").waitFor();
    await section.getByText(`by ${dns.resolver}`).first().waitFor();
    expect(faults).toEqual([]);
    expect([...origins]).toEqual([new URL(url).origin]);
    const { done } = (await scanOf(url)).progress;
    serving.kill("SIGINT");
    expect((await serving.ended).code).toBe(0);
    expect(serving.stderr()).toContain("Everything observed is kept");

    const resumedUrl = await servedUrl(serve("1"));
    await expect
      .poll(async () => (await scanOf(resumedUrl)).progress?.done)
      .toBeGreaterThan(done - 1);
    await page.goto(`${resumedUrl}?q=translate`);
    await expect.poll(translate).toBe("translate, us-east-1: IPv6 with a setting");
    await close();
  });

  it("fills in my services while it scans: figures, what is missing, and the settings", async () => {
    // Before the scan, which is to get to textract and translate only after the page has connected.
    const { page, faults, close } = await openPage();
    const { resolver } = dns;
    const serving = start(
      ...["serve", "--port", "0", "--db", newStore(), "--resolver", resolver, "--rate", "20"],
    );
    const url = await servedUrl(serving);
    const figure = () => page.locator(".figures td .visually-hidden").textContent();
    // What the page loads once it is connected comes late, after events that are newer.
    let letGo = () => {};
    const isNewerShown = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let loads = 0;
    await page.route("**/data/map.json", async (route) => {
      const response = await route.fetch();
      if (++loads === 2) await isNewerShown;
      await route.fulfill({ response });
    });
    const late = page.waitForResponse(
      (response) => loads === 2 && /map\.json$/.test(response.url()),
    );
    // What AWS declares comes first: textract and translate after some seconds, workspaces after minutes.
    await page.goto(`${url}my-services.html?list=textract,translate,workspaces&r=us-east-1`);
    await page.getByRole("progressbar").waitFor();
    await page.getByRole("button", { name: "Show the settings" }).click();
    await expect.poll(figure).toBe("2 of 3 ready, 1 unknown");
    await page.getByText("Nothing has been observed yet").waitFor({ state: "detached" });
    letGo();
    await (await late).finished();
    const progress = page.getByText(/ of [\d,]+ names/);
    const before = await progress.textContent();
    await expect.poll(() => progress.textContent()).not.toBe(before);
    expect(await figure()).toBe("2 of 3 ready, 1 unknown");

    await page
      .getByText("2 of 3 services can be reached over IPv6, and 1 is unknown, in us-east-1.")
      .waitFor();
    await page
      .getByRole("region", { name: "What is missing" })
      .getByText("workspaces unknown")
      .waitFor();
    // Loaded when nothing was known; what was observed since has to be in it.
    const settings = page.getByRole("region", { name: "Make it work" });
    await settings.getByText("translate.us-east-1.api.aws").first().waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it("without a resolver shows why nothing is known, and stays up", async () => {
    const { resolver } = DEAD_RESOLVER;
    const serving = start("serve", "--port", "0", "--db", newStore(), "--resolver", resolver);
    const url = await servedUrl(serving);
    await expect.poll(async () => (await scanOf(url)).phase).toBe("failed");
    const { page, close } = await openPage();
    await page.goto(url);
    await page.getByText("We could not check anything").waitFor();
    await page.getByText(resolver).first().waitFor();
    const states = await page
      .locator(".cell:not([hidden])")
      .evaluateAll((cells) => [...new Set(cells.map((cell) => cell.getAttribute("data-state")))]);
    expect(states).toEqual(["unknown"]);
    await close();
    expect(serving.stderr()).toContain(resolver);
    serving.kill("SIGINT");
    expect((await serving.ended).code).toBe(0);
  });
});

describe("serving", () => {
  it("answers with what `export` would, obeying its filters", async () => {
    const serving = start("serve", "--port", "0", "--db", newStore(), "--no-scan");
    const url = await servedUrl(serving);
    const answer = await (await fetch(`${url}api/endpoints?service=s3&region=eu-west-1`)).json();
    expect(answer.endpoints).toMatchObject([
      {
        service: "s3",
        region: "eu-west-1",
        cell: "unknown",
        variants: { default: { hostname: "s3.eu-west-1.amazonaws.com", ipv6: "unknown" } },
      },
    ]);
    expect((await (await fetch(`${url}api/changes?since=7d`)).json()).changes).toEqual([]);
    for (const [path, code] of [
      ["api/endpoints?service=s33", "SERVICE_UNKNOWN"],
      ["api/endpoints?region=mars-1", "REGION_UNKNOWN"],
      ["api/endpoints?partition=aws-mars", "PARTITION_UNKNOWN"],
      ["api/endpoints?variant=best", "VARIANT_UNKNOWN"],
      ["api/changes?since=yesterday", "SINCE_INVALID"],
    ]) {
      const refused = await fetch(`${url}${path}`);
      expect([refused.status, (await refused.json()).error.code]).toEqual([400, code]);
    }
  });

  it("refuses filters that are too long, and answers globs at once", async () => {
    const url = await servedUrl(start("serve", "--port", "0", "--db", newStore(), "--no-scan"));
    for (const [query, code] of [
      [`region=${"*".repeat(20)}x`, "REGION_UNKNOWN"],
      [`region=${"*1".repeat(90)}x`, "REGION_UNKNOWN"],
      [`region=${"a".repeat(14_000)}`, "FILTER_TOO_LONG"],
      [`region=${Array(51).fill("eu-*")}`, "FILTER_TOO_LONG"],
      [`service=${Array(51).fill("s3")}`, "FILTER_TOO_LONG"],
    ]) {
      for (const path of ["api/endpoints", "api/changes", "api/changes.atom", "api/badge.svg"]) {
        const answer = await fetch(`${url}${path}?${query}`);
        expect([answer.status, (await answer.json()).error.code]).toEqual([400, code]);
      }
    }
  });

  // The page that is stopped by hand is asked for the shorter one: each report takes a second to make.
  it.each([
    ["SIGTERM", ["/data/v1/export.sqlite", "/data/export.json"]],
    ["SIGINT", ["/data/v1/export.csv"]],
  ] as const)(
    "ends on %s while reports are made and answers wait to be read",
    async (signal, paths) => {
      const serving = start("serve", "--port", "0", "--db", newStore(), "--no-scan");
      const { hostname, port } = new URL(await servedUrl(serving));
      const sockets = Array.from({ length: 10 }, (_, index) => {
        const socket = connect(Number(port), hostname)
          .on("error", () => {})
          .pause();
        const path = paths[index % paths.length];
        socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(5));
        return socket;
      });
      await fetch(`http://${hostname}:${port}/api/badge.svg?service=s3`);
      serving.kill(signal);
      expect((await serving.ended).code).toBe(0);
      for (const socket of sockets) socket.destroy();
    },
  );

  it("asks nobody with --no-scan, and says so", async () => {
    const asked = dns.queries.length;
    const serving = start(
      "serve",
      "--port",
      "0",
      "--db",
      newStore(),
      "--no-scan",
      "--resolver",
      dns.resolver,
    );
    const url = await servedUrl(serving);
    expect(await scanOf(url)).toMatchObject({ phase: "off", progress: null });
    expect((await (await fetch(`${url}data/map.json`)).json()).meta.namesObserved).toBe(0);
    expect(dns.queries.length).toBe(asked);
  });

  it("leaves the store to a scan with --no-scan, and shows what that observes", async () => {
    const db = newStore();
    const url = await servedUrl(start("serve", "--port", "0", "--db", db, "--no-scan"));
    const scope = ["--service", "s3", "--region", "eu-central-1"];
    const scan = await start("scan", ...scope, "--db", db, "--resolver", dns.resolver).ended;
    expect(scan).toMatchObject({ code: 0 });
    const observed = async () => (await (await fetch(`${url}data/map.json`)).json()).meta;
    await expect.poll(async () => (await observed()).namesObserved).not.toBe(0);
    expect(await scanOf(url)).toMatchObject({ phase: "done" });
  });

  it("only reads a store that another process writes to, and says so", async () => {
    const db = newStore();
    const writer = start(
      "serve",
      "--port",
      "0",
      "--db",
      db,
      "--resolver",
      dns.resolver,
      "--rate",
      "50",
    );
    await servedUrl(writer);
    const reader = start("serve", "--port", "0", "--db", db, "--resolver", dns.resolver);
    const url = await servedUrl(reader);
    expect(await scanOf(url)).toMatchObject({
      phase: "elsewhere",
      reason: expect.stringContaining("another egress6"),
    });
    expect(reader.stderr()).toContain("another egress6");
    reader.kill("SIGINT");
    expect((await reader.ended).code).toBe(0);
  });

  it("on a port that is in use ends with 2 and the remedy", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const serving = start("serve", "--port", port, "--db", newStore(), "--no-scan");
    expect((await serving.ended).code).toBe(2);
    expect(serving.stderr()).toMatch(/already in use.*--port/);
    other.close();
  });

  it.each([
    [["--port", "banana"], /0 to 65535/],
    [["--port", "65536"], /0 to 65535/],
    [["--host", "203.0.113.7"], /--host/],
    [["--resolver", "not a host"], /resolver/],
    [["--rate", "-1"], /queries per second/],
    [["--prot", "80"], /--port/],
    [["--db", tmpdir()], /--db/],
  ])("%j ends with 2 and a reason", async (args, reason) => {
    const db = args.includes("--db") ? [] : ["--db", newStore()];
    const { code, stdout, stderr } = await egress6(["serve", ...db, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(reason);
  });

  it("checks another resolver for its own pages only, and refuses what is none", async () => {
    const serving = start(
      "serve",
      "--port",
      "0",
      "--db",
      newStore(),
      "--resolver",
      DEAD_RESOLVER.resolver,
    );
    const url = await servedUrl(serving);
    const ask = (address: string, headers: Record<string, string>, method = "GET") =>
      fetch(`${url}api/resolver?address=${address}`, { method, headers });
    const own = { "sec-fetch-site": "same-origin" };
    expect((await ask(dns.resolver, {})).status).toBe(403);
    expect((await ask(dns.resolver, { "sec-fetch-site": "same-site" }, "POST")).status).toBe(403);
    expect((await ask(dns.resolver, own, "PUT")).status).toBe(405);
    expect((await ask("not%20a%20resolver", own)).status).toBe(400);
    expect(await (await ask(dns.resolver, own)).json()).toMatchObject({
      address: dns.resolver,
      state: "vetted",
      words: expect.stringContaining("passed every control"),
    });
    expect(await (await ask(DEAD_RESOLVER.resolver, own, "POST")).json()).toMatchObject({
      state: "unreachable",
    });
  });

  it("shows a demo that says on every page that it is invented, and gives nothing of it away", async () => {
    const serving = start("serve", "--port", "0", "--demo");
    const url = await servedUrl(serving);
    expect(serving.stdout()).toContain(`Open ${url} in your browser.`);
    expect(serving.stdout()).toContain("every answer in it is invented");
    const html = { headers: { accept: "text/html" } };
    for (const path of [
      "",
      "changes.html",
      "my-services.html",
      "planner.html",
      "checklist.html",
      "traffic.html",
      "hosts.html",
      "view.html",
      "about.html",
      "table.html",
      "services/sqs.html",
      "docs/METHOD.html",
      "no-such-page",
    ]) {
      const page = await (await fetch(`${url}${path}`, html)).text();
      expect([path, page.includes("Every answer shown here is invented.")]).toEqual([path, true]);
      expect([path, /<title>Demo: /.test(page)]).toEqual([path, true]);
    }
    for (const path of [
      "data/export.json",
      "data/v1/export.csv",
      "badges/sqs.svg",
      "feeds/all.atom",
      "api/endpoints",
    ]) {
      const answer = await fetch(`${url}${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
    }
    const details = await (await fetch(`${url}data/services/sqs.json`)).json();
    const { ipv6 } = details.names["sqs.eu-central-1.api.aws"];
    // An invented "no" could be believed: what AWS declares has IPv6 here, too, at addresses that are nobody's.
    expect(ipv6).toMatchObject({ known: "yes", addresses: ["2001:db8::1"] });
    serving.kill("SIGINT");
    expect(await serving.ended).toMatchObject({ code: 0, stderr: "Stopped.\n" });
  });

  it("takes no store and no resolver for a demo", async () => {
    const serving = start("serve", "--demo", "--db", newStore());
    const { code, stderr } = await serving.ended;
    expect(code).toBe(2);
    expect(stderr).toContain("--demo");
  });

  it("explains itself, with examples", async () => {
    const help = start("serve", "--help");
    expect((await help.ended).code).toBe(0);
    expect(help.stdout()).toMatch(/Examples:\n {2}\$ egress6 serve/);
  });
});
