import { readFileSync } from "node:fs";
import { decodeMap } from "@egress6/core/map/map-data";
import { observedOfStatusMatrix } from "@egress6/core/map/observed-of-status-matrix";
import { costCurves } from "@egress6/core/plan/cost-curves";
import { costsByGroup } from "@egress6/core/plan/cost-groups";
import { differenceText } from "@egress6/core/plan/headlines";
import { costText, usdText } from "@egress6/core/plan/plan-words";
import { planWorkload } from "@egress6/core/plan/plan-workload";
import { parsePlannerData } from "@egress6/core/plan/planner-data";
import { waterfallOf } from "@egress6/core/plan/way/waterfall";
import { wayOfDesign, wayTo } from "@egress6/core/plan/way/way";
import { playbookOf } from "@egress6/core/playbook/playbook";
import { joinedPlaybookSources, playbookSourcesOf } from "@egress6/core/playbook/playbook-sources";
import { stepsDocument } from "@egress6/core/playbook/steps-json";
import { stepsText } from "@egress6/core/playbook/steps-markdown";
import { compare, minus, sum } from "@egress6/core/price/exact";
import { joinSources, workloadInDocument } from "@egress6/core/workload/join-sources";
import type { WorkloadSource } from "@egress6/core/workload/merge";
import { parseWorkload, parseWorkloadPart } from "@egress6/core/workload/parse-workload";
import type { Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { loadPlanFacts } from "../../packages/egress6/src/adapter/fact-files/plan-facts.js";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { EMPTY_STORE } from "./invented-store.js";
import { axeViolations, NO_CHROMIUM, openPage, type WatchedPage } from "./open-page.js";
import { catalog, type FileServer, serveFiles, sharedSite, store } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

const files = new Map([...sharedSite(store)].map((part) => [part.path, part]));
const textOf = (path: string): string => String(files.get(path)?.make());
const data = parsePlannerData(JSON.parse(textOf("data/planner.json")));

const observedOnMap = observedOfStatusMatrix(
  catalog,
  decodeMap(JSON.parse(textOf("data/map.json"))),
);

/** What the page must come to, computed here from the same files. */
function planOf(workload: unknown) {
  const names = { catalog, computeKinds: data.facts.computeKinds };
  const parsed = parseWorkload(workload, names);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const observed = new Map([...observedOnMap, ...data.observed]);
  return planWorkload({ ...parsed, ...data, catalog, observed });
}

interface ExampleWorkload {
  readonly services: readonly { readonly gbPerMonth: number }[];
}

/** An example by the name of its file. */
function exampleNamed(name: string): { readonly workload: ExampleWorkload } {
  const found = data.examples.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no example "${name}"`);
  return { workload: found.workload as ExampleWorkload };
}

const exampleText = (path: string): string =>
  readFileSync(new URL(`../../examples/journey/${path}`, import.meta.url), "utf8");
const workloadNames = { catalog, computeKinds: data.facts.computeKinds };

/** As `egress6 plan` reads it. */
function sourceOf(place: string, text: string): WorkloadSource {
  const { value, by } = workloadInDocument(parse(text));
  const read = parseWorkloadPart(value, workloadNames);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return { place, part: read.part, ...(by === null ? {} : { by }) };
}

const addressOf = (workload: unknown): string =>
  `?w=${Buffer.from(JSON.stringify(workload)).toString("base64url")}`;

/** The part of the page that Observable Plot is in. */
const PLOT =
  [...files.keys()].find((path) => path.endsWith(".js") && textOf(path).includes("--plot-")) ?? "";

let site: FileServer;
let unobserved: FileServer;
beforeAll(async () => {
  site = await serveFiles(files.values(), "some/sub-folder");
  unobserved = await serveFiles(sharedSite(EMPTY_STORE), "empty");
});
afterAll(async () => {
  await Promise.all([site.close(), unobserved.close()]);
});

it("the chart's library is in a file of its own", () => {
  expect(PLOT).toMatch(/^assets\//);
  expect(textOf("planner.html")).not.toContain(PLOT);
});

describe("data/planner.json", () => {
  it("has the facts and prices of the command line", () => {
    const { documentedHosts, ...facts } = loadPlanFacts(catalog);
    expect(data.facts).toMatchObject(facts);
    expect([...data.facts.documentedHosts.keys()]).toEqual([...documentedHosts.keys()]);
    expect(documentedHosts.get("github.com")).toMatchObject({
      ...data.facts.documentedHosts.get("github.com"),
    });
    expect(data.prices).toEqual(loadShippedPrices());
    expect(data.observed.get("github.com")).toBeDefined();
  });

  it("has examples that are workloads, and can be drawn", () => {
    expect(data.examples.length).toBeGreaterThanOrEqual(5);
    for (const { workload } of data.examples) {
      const plan = planOf(workload);
      for (const { network } of plan.designs) {
        if (network === null) continue;
        const parts = costsByGroup(network.lines).map(([, usd]) => usd);
        expect(compare(sum(parts), network.usd)).toBe(0);
      }
    }
  });

  it.each([
    ["another format", (json: Record<string, unknown>) => ({ ...json, format: 99 }), "format"],
    [
      "a kind without id",
      (json: Record<string, unknown>) => ({ ...json, computeKinds: [{}] }),
      "computeKinds[0].id",
    ],
  ])("with %s is refused, with the place", (_what, damage, place) => {
    expect(() => parsePlannerData(damage(JSON.parse(textOf("data/planner.json"))))).toThrow(place);
  });
});

describe("cost curves", () => {
  it.each(["data", "count", "azs"] as const)("over %s go through what the plan says", (varied) => {
    const plan = planOf(data.examples[0]?.workload);
    const { curves, now } = costCurves(plan, varied);
    if (now === null) throw new Error("the example has amounts");
    expect(curves.length).toBeGreaterThan(3);
    for (const { design, points } of curves) {
      const here = points.find(({ value }) => compare(value, now) === 0);
      const high = plan.designs.find((each) => each.design.id === design.id)?.high ?? null;
      if (here !== undefined) expect(here.usd).toEqual(high);
      for (const [index, { usd }] of points.entries()) {
        const before = points[index - 1]?.usd ?? null;
        if (usd !== null && before !== null) expect(compare(usd, before)).toBeGreaterThanOrEqual(0);
      }
    }
    if (varied !== "data") {
      expect(curves[0]?.points.some(({ value }) => compare(value, now) === 0)).toBe(true);
    }
  });
});

describe.skipIf(NO_CHROMIUM !== null)(`the planner in Chromium ${NO_CHROMIUM ?? ""}`, () => {
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
    await page.goto(`${url}planner.html${query}`);
    await page.getByRole("heading", { name: /^Designs, USD a / }).waitFor();
  };
  const verdict = () => page.locator(".plan-verdict").textContent();
  const focusedId = () => page.evaluate(() => document.activeElement?.id);
  const bar = (title: string) => page.getByRole("button", { name: new RegExp(`^${title} *[$–]`) });
  const choose = (...given: readonly (readonly [name: string, content: Buffer | string])[]) =>
    page.locator('input[type="file"]').setInputFiles(
      given.map(([name, content]) => ({
        name,
        mimeType: "text/plain",
        buffer: Buffer.from(content),
      })),
    );
  const fileRow = (name: string) =>
    page.getByRole("list", { name: "Files of this plan" }).getByText(name, { exact: true });
  const workloadInAddress = () => {
    const packed = new URL(page.url()).searchParams.get("w") ?? "";
    return JSON.parse(Buffer.from(packed, "base64url").toString());
  };

  it("shows an example, priced as core does, from a sub-folder and with no foreign request", async () => {
    await open();
    const plan = planOf(data.examples[0]?.workload);
    const [best] = plan.designs;
    if (best === undefined) throw new Error("the example has no design");
    await expect.poll(verdict).toContain(`${costText(best)} a month: ${best.design.title}`);
    const carrying = plan.designs.filter(({ network }) => network !== null);
    await expect.poll(() => page.locator(".bar").count()).toBe(carrying.length);
    await page.locator(".cost-chart svg").waitFor();
    await page.getByText("prices of 2025-10-01 to 2026-09-24").waitFor();
    expect(watched.faults).toEqual([]);
    expect([...watched.origins]).toEqual([new URL(site.url).origin]);
  });

  it("follows the form, keeps all in the address, and comes back from it", async () => {
    await open();
    await page.getByRole("textbox", { name: "Zones" }).fill("3");
    await page.getByLabel("Count").fill("20");
    await page.getByRole("button", { name: "Add host" }).click();
    await page.getByLabel("Host", { exact: true }).nth(1).fill("github.com");
    await page.getByText("Constraints", { exact: true }).click();
    await page.getByLabel("No NAT instances").check();
    await expect.poll(workloadInAddress).toMatchObject({
      azs: 3,
      compute: [{ name: "web", count: 20 }],
      constraints: { mustBeManaged: true },
    });
    const workload = workloadInAddress();
    expect(workload.hosts[1]).toEqual({ host: "github.com" });
    const [best] = planOf(workload).designs;
    await expect.poll(verdict).toContain(best?.design.title);
    await bar("Public IPv4 only").click();
    await page.getByRole("button", { name: "the number of instances" }).click();
    const [said, address] = [await verdict(), page.url()];
    await page.goto("about:blank");
    await page.goto(address);
    await page.getByRole("heading", { name: "Public IPv4 only" }).waitFor();
    await expect.poll(verdict).toBe(said);
    await expect.poll(() => page.getByLabel("Count").inputValue()).toBe("20");
    await page.getByRole("table").filter({ hasText: "instances" }).first().waitFor();
  });

  it("opens an example, and goes back from it", async () => {
    await open();
    await page.getByLabel("Example").selectOption("eks nat per az");
    await expect
      .poll(() => page.getByLabel("Name").first().inputValue())
      .toBe("EKS with a NAT gateway in each zone");
    await page.goBack();
    await expect.poll(() => page.getByLabel("Name").first().inputValue()).toBe("shop on Fargate");
  });

  it("writes the workload as YAML and JSON, and reads both again", async () => {
    const example = data.examples.find(({ name }) => name === "lambda sqs api");
    await open();
    await page.getByLabel("Example").selectOption("lambda sqs api");
    for (const format of ["YAML", "JSON"]) {
      const downloading = page.waitForEvent("download");
      await page.getByRole("button", { name: `Save ${format}` }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toBe(`workload.${format.toLowerCase()}`);
      const path = await download.path();
      expect(parse(readFileSync(path, "utf8"))).toEqual(example?.workload);
      await page.getByLabel("Example").selectOption("shop on fargate");
      await choose([`w.${format}`, readFileSync(path)]);
      await fileRow(`w.${format}`).waitFor();
      expect(new URL(page.url()).search).toBe("?files=1");
      await page.getByRole("button", { name: "Edit in the form" }).click();
      await expect.poll(workloadInAddress).toEqual(example?.workload);
    }
  });

  it.each([
    ["a: [1", "w.yaml"],
    ["- 1\n- 2", "holds no workload"],
    ["compute:\n  - kind: fargate\n", "w.yaml:2: compute[0].kind: "],
    ['{ "inventory": 1, "findings": [] }', "Run `egress6 audit` again"],
    ['{ "verdict": 1, "steps": [], "targets": [] }', "what `egress6 doctor` printed"],
    ['{ "designs": 1, "headlines": [], "destinations": [] }', "is a plan already"],
    [Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff]), "is no text"],
  ])("a file that is none is refused, and nothing is lost: %j", async (text, reason) => {
    await open();
    await choose(["w.yaml", text]);
    await expect.poll(() => page.getByRole("alert").textContent()).toContain(reason);
    await expect.poll(() => page.getByLabel("Name").first().inputValue()).toBe("shop on Fargate");
  });

  describe("with files of code, account and flow logs", () => {
    const documents = (["audit", "survey", "flows"] as const).map(
      (name) => [`${name}.json`, exampleText(`documents/${name}.json`)] as const,
    );
    const constraints = ["constraints.yaml", exampleText("constraints.yaml")] as const;
    const planOfFiles = (names: readonly string[]) => {
      const sources = [...documents, constraints]
        .filter(([name]) => names.includes(name))
        .map(([name, text]) => sourceOf(name, text));
      const { result, settled } = joinSources(sources, workloadNames, null);
      if ("problems" in result) throw new Error(JSON.stringify(result.problems));
      const observed = new Map([...observedOnMap, ...data.observed]);
      return { plan: planWorkload({ ...result, ...data, catalog, observed }), settled };
    };
    afterEach(async () => {
      await page.evaluate(() => sessionStorage.clear());
    });
    const all = [...documents.map(([name]) => name), constraints[0]];
    const openAll = async () => {
      await open();
      await choose(...documents, constraints);
      await fileRow("constraints.yaml").waitFor();
    };

    it("makes the plan of the command line, from files that never leave the browser", async () => {
      const asked: string[] = [];
      const note = (request: Request) =>
        asked.push(
          [request.method(), new URL(request.url()).pathname, request.postData()].join(" "),
        );
      await open();
      page.on("request", note);
      await choose(...documents, constraints);
      const { plan } = planOfFiles(all);
      const best = plan.designs.find(
        ({ design }) => design.id === plan.headlines.cheapestManaged.design,
      );
      if (best === undefined) throw new Error("the example has a managed design");
      await expect.poll(verdict).toContain(`${costText(best)} a month: ${best.design.title}`);
      page.off("request", note);
      // What reads YAML is a part of the page, and comes from its server.
      expect(
        asked.filter((each) => !/^GET \/some\/sub-folder\/assets\/\S+\.js $/.test(each)),
      ).toEqual([]);
      expect(new URL(page.url()).search).toBe("?files=1");
      expect([...watched.origins]).toEqual([new URL(site.url).origin]);
      expect(watched.faults).toEqual([]);
    });

    it("says of each figure where it comes from, and marks what one source alone knows", async () => {
      await openAll();
      const row = (text: RegExp | string) =>
        page.locator(".figure-list > li").filter({ hasText: text });
      await row(/^orders: 2 × ECS on Fargate/)
        .getByText("code, main.tf:127")
        .waitFor();
      await row(/^orders: 2/)
        .getByText("arn:aws:ecs:us-east-1:210987654321:service/shop/orders")
        .waitFor();
      await row(/^sqs: /)
        .getByText("flow logs, VPC flow logs, 2026-10-05")
        .waitFor();
      await row(/^pypi\.org: an unknown amount of data/)
        .getByText("only in code")
        .waitFor();
      expect(await page.locator(".figure-list mark").allTextContents()).toEqual(["only in code"]);
      await page.getByText("7 of 8 destinations are measured in flow logs.").waitFor();
    });

    it("makes it again without a file, after a reload, and beside what is typed", async () => {
      await openAll();
      await page.getByRole("button", { name: "Remove flows.json" }).click();
      const without = planOfFiles(all.filter((name) => name !== "flows.json")).plan;
      const costOf = ({ designs }: typeof without) => {
        const [first] = designs;
        return first === undefined ? "" : costText(first);
      };
      await expect.poll(verdict).toContain(costOf(without));
      await page.getByText("Not given: flow logs.").waitFor();
      await page.reload();
      await expect.poll(verdict).toContain(costOf(without));
      await expect.poll(() => fileRow("flows.json").count()).toBe(0);
      await page.getByText("Constraints", { exact: true }).click();
      await page.getByLabel("No IPv6").check();
      await expect.poll(() => workloadInAddress()).toEqual({ constraints: { noIpv6: true } });
      await expect.poll(verdict).toContain("NAT gateways only");
      // A bare address, as the header's link has, goes on with the files of this tab.
      await page.goto(`${site.url}planner.html`);
      await fileRow("survey.json").waitFor();
      for (const name of ["audit.json", "survey.json", "constraints.yaml"]) {
        await page.getByRole("button", { name: `Remove ${name}` }).click();
      }
      await expect.poll(() => page.getByLabel("Name").first().inputValue()).toBe("shop on Fargate");
      await page.goto(`${site.url}planner.html?files=1`);
      await page.getByText("This address was made with files").waitFor();
    });

    it("asks whose word counts where the files contradict each other", async () => {
      await open();
      const rest = "region: us-east-1\ncompute: [{ kind: lambda, subnets: ipv4 }]\n";
      const written = (by: string, azs: number) =>
        `${rest}azs: ${azs}\nevidence: [{ by: ${by}, ref: ${by} of ${azs} }]\n`;
      await choose(["a.yaml", written("audit", 2)], ["b.yaml", written("survey", 3)]);
      await page.getByText("azs: 2 (audit of 2) against 3 (survey of 3)").waitFor();
      expect(await page.locator(".bar").count()).toBe(0);
      expect(await axeViolations(page)).toEqual([]);
      await page.getByLabel("Whose word counts").selectOption("survey");
      await page.getByText("us-east-1, 3 zones").waitFor();
      await page.getByText("The files differ in one place").waitFor();
    });

    it("has the steps of the command line, to copy, to save, and to tick off", async () => {
      await openAll();
      const { plan } = planOfFiles(all);
      const way = wayOfDesign(plan, undefined);
      const { findings, account } = joinedPlaybookSources(
        documents.map(([, text]) => playbookSourcesOf(JSON.parse(text))),
      );
      const playbook = playbookOf(way, plan, findings, account);
      const document = stepsDocument(way, playbook);
      const section = page.getByRole("region", { name: "Steps", exact: true });
      await section.waitFor();
      expect(await section.locator(".step-title").allTextContents()).toEqual(
        document.steps.map(({ title }) => title),
      );
      expect(await section.locator(".gate").count()).toBe(document.gates.length);
      const step = section.locator("li").filter({ hasText: "Create the gateway endpoint of s3" });
      await step.locator("summary").click();
      await step.getByText("--route-table-ids rtb-0d00000000000000a").waitFor();
      await step.getByText("saves $245.53").waitFor();
      await step.getByRole("button", { name: /^Copy the commands of “Change”/ }).click();
      await step
        .getByRole("button", { name: /^Copy the commands of “Change”/ })
        .getByText("Copied")
        .waitFor();
      const downloading = page.waitForEvent("download");
      await section.getByRole("button", { name: "Steps as Markdown" }).click();
      const download = await downloading;
      expect(readFileSync(await download.path(), "utf8")).toBe(stepsText(way, plan, playbook));
    });

    it("shows an invented example, which the first own file replaces", async () => {
      await open();
      await page.getByRole("button", { name: "Show an example" }).click();
      await page.getByText("An invented example.").waitFor();
      for (const [name] of [...documents, constraints]) await fileRow(name).waitFor();
      await choose([
        "own.yaml",
        "region: us-east-1\nazs: 2\ncompute: [{ kind: lambda, subnets: ipv4 }]\n",
      ]);
      await fileRow("own.yaml").waitFor();
      expect(await fileRow("flows.json").count()).toBe(0);
      await page.goBack();
      await expect.poll(() => page.getByLabel("Name").first().inputValue()).toBe("shop on Fargate");
    });
  });

  it("says what is wrong with a value at its field, and leads there", async () => {
    await open();
    await page.getByLabel("Count").fill("many");
    await page.getByRole("combobox", { name: "Service" }).first().fill("sqss");
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert");
    await expect.poll(() => alert.textContent()).toContain('There is no AWS service "sqss"');
    await expect.poll(() => page.getByLabel("Count").getAttribute("aria-invalid")).toBe("true");
    await alert.getByRole("button", { name: "Count of compute 1" }).click();
    await expect.poll(focusedId).toBe("w-compute[0].count");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("2");
    await page.getByRole("combobox", { name: "Service" }).first().fill("sqs");
    await page.locator(".plan-verdict").waitFor();
  });

  it("shows the subnets that are counted with where the workload names none", async () => {
    const workload = {
      region: "us-east-1",
      azs: 2,
      compute: [{ kind: "lambda" }],
      services: [{ service: "sqs", gbPerMonth: 5 }],
    };
    await open(`?w=${Buffer.from(JSON.stringify(workload)).toString("base64url")}`);
    await expect.poll(() => page.getByLabel("Subnets").inputValue()).toBe("none");
    await page.getByText("outside the VPC, by AWS").waitFor();
    await page.getByLabel("Subnets").selectOption("dual-stack");
    await expect.poll(() => page.getByText("outside the VPC, by AWS").count()).toBe(0);
    expect(workloadInAddress().compute).toEqual([{ kind: "lambda", subnets: "dual-stack" }]);
  });

  it("shows a volume that nobody gave as unknown, and a range as one", async () => {
    const workload = {
      region: "us-east-1",
      azs: 2,
      compute: [{ kind: "lambda", subnets: "ipv4" }],
      services: [{ service: "sqs" }],
      constraints: { noIpv6: true, mustBeManaged: true },
    };
    await open(`?w=${Buffer.from(JSON.stringify(workload)).toString("base64url")}`);
    const zonal = page.getByRole("button", { name: /^NAT gateways only/ });
    const field = page.getByLabel("GB a month");
    expect(await field.getAttribute("placeholder")).toBe("unknown");
    await expect.poll(() => zonal.textContent()).toContain("from $73.00");
    await page.getByText("We do not know how much data this workload sends.").waitFor();
    await field.fill("100-200");
    await expect
      .poll(() => workloadInAddress().services)
      .toEqual([{ service: "sqs", gbPerMonth: { low: 100, high: 200 } }]);
    await expect.poll(() => zonal.textContent()).toContain("$77.50 to $82.00");
    await page.locator(".cost-chart svg").waitFor();
  });

  it("says what is wrong inside a list at the field of the list", async () => {
    await open();
    await page.getByText("Constraints", { exact: true }).click();
    const field = page.getByLabel("Services that must stay private");
    await field.fill("kms, sqss");
    expect(await field.getAttribute("aria-invalid")).toBe("false");
    await field.press("Enter");
    await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
    const id = await field.getAttribute("aria-describedby");
    expect(await page.locator(`[id="${id}"]`).textContent()).toContain('"sqss"');
  });

  it("has the answer above the form on a phone, and beside it elsewhere", async () => {
    await open();
    const topOf = async (name: string) => (await page.locator(name).boundingBox())?.y ?? 0;
    await page.setViewportSize({ width: 390, height: 844 });
    await expect
      .poll(async () => (await topOf(".plan-verdict")) < (await topOf(".planner-form")))
      .toBe(true);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect
      .poll(async () => Math.round((await topOf(".plan-answer")) - (await topOf(".planner-form"))))
      .toBe(0);
  });

  it("a region without prices says so, names no command on a hosted site, and guesses nothing", async () => {
    await open();
    await page.getByLabel("Region").selectOption("mx-central-1");
    await expect.poll(verdict).toMatch(/\b0 of \d+ designs that work have a price here\./);
    const unpriced = page.getByRole("region", { name: "Designs that work, without a price" });
    expect(await unpriced.textContent()).toContain(
      "This site lacks these prices of mx-central-1. It has the most of us-east-1.",
    );
    expect(await page.locator(".plan-result").textContent()).not.toContain("prices update");
    // What has no price is no bar of zero.
    expect(await page.locator(".bar .bar-track").count()).toBe(0);
  });

  it("where nothing was observed, unknowns give a range", async () => {
    await open("", unobserved.url);
    await page.getByText("No endpoint has been checked yet").waitFor();
    await expect
      .poll(() => page.locator(".bar-cost").allTextContents())
      .toContainEqual(expect.stringMatching(/ to | or more/));
  });

  it("an address that says nonsense is named, and the rest shown", async () => {
    await open("?w=nonsense&by=azs");
    await page.getByText("could not be read, so it is ignored: w").waitFor();
    const byZones = page.getByRole("button", { name: "the number of zones" });
    await expect.poll(() => byZones.getAttribute("aria-pressed")).toBe("true");
  });

  it("data that do not come can be asked for again", async () => {
    await page.route("**/data/planner.json", (route) => route.abort());
    await page.goto(`${site.url}planner.html`);
    await page.getByText("Facts and prices could not be loaded.").waitFor();
    await page.unroute("**/data/planner.json");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".plan-verdict").waitFor();
  });

  it("a chart that does not come leaves its table", async () => {
    await page.route(`**/${PLOT}`, (route) => route.abort());
    await open();
    await page.getByText("The chart could not be loaded").waitFor();
    await expect.poll(() => page.getByRole("columnheader", { name: "GB a month" }).count()).toBe(1);
    await page.unroute(`**/${PLOT}`);
  });

  it("keeps the plan on screen while a service is typed, letter by letter", async () => {
    await open();
    const before = await page.locator(".bar").count();
    await page.getByRole("button", { name: "Add service" }).click();
    const field = page.getByRole("combobox", { name: "Service" }).last();
    // A row that nobody has filled in yet is no fault.
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(await field.getAttribute("aria-invalid")).toBe("false");
    await field.focus();
    for (const letter of "kinesis") {
      await page.keyboard.type(letter);
      expect(await page.locator(".bar").count()).toBeGreaterThanOrEqual(before);
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(await page.locator(".headline").count()).toBe(3);
    }
    await expect.poll(() => page.locator(".is-old").count()).toBe(0);
    await field.fill("kinesi");
    await expect.poll(() => page.locator(".is-old").count()).toBeGreaterThan(0);
    expect(await axeViolations(page)).toEqual([]);
    await field.blur();
    const alert = page.getByRole("alert");
    await alert.getByText('There is no AWS service "kinesi"').waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await alert.getByRole("button", { name: /^Service of service \d$/ }).waitFor();
    expect(await page.locator(".bar").count()).toBe(before);
    expect(await axeViolations(page)).toEqual([]);
  });

  it("keeps the plan while a number is cleared, and names the field in its own words", async () => {
    await open();
    const zones = page.getByRole("textbox", { name: "Zones" });
    const bars = () => page.locator(".bar").count();
    const before = await bars();
    await zones.fill("");
    expect(await bars()).toBe(before);
    expect(await page.getByRole("alert").count()).toBe(0);
    await zones.press("Enter");
    const alert = page.getByRole("alert");
    await alert.getByRole("button", { name: "Zones" }).waitFor();
    expect(await alert.textContent()).toContain("Enter a whole number from 1 to 6");
    expect(await alert.textContent()).not.toContain("azs");
    await zones.fill("3");
    await expect.poll(() => page.getByRole("alert").count()).toBe(0);
    await page.getByLabel("GB a month").first().fill("1,5");
    await page.keyboard.press("Enter");
    await alert.getByRole("button", { name: "GB a month of service 1" }).waitFor();
    expect(await bars()).toBeGreaterThan(0);
  });

  it("sets a host aside that does not exist, says so, and prices the rest", async () => {
    const json = JSON.parse(textOf("data/planner.json"));
    json.observed["ghcr.io"] = ["no", "no"];
    await page.route("**/data/planner.json", (route) => route.fulfill({ json }));
    const { workload } = exampleNamed("lambda sqs api");
    await open(addressOf({ ...workload, hosts: [{ host: "ghcr.io", gbPerMonth: 3 }] }));
    await page.getByText("ghcr.io has no address: left out.").waitFor();
    await page.unroute("**/data/planner.json");
    const costs = await page.locator(".bar-cost").allTextContents();
    expect(costs.length).toBeGreaterThan(1);
    expect(costs.every((cost) => cost.includes("$"))).toBe(true);
  });

  it("has three headlines, each with its difference to today and the sign of it", async () => {
    const { workload } = exampleNamed("eks nat per az");
    const { headlines } = planOf(workload);
    await open(addressOf(workload));
    const card = (name: string) => page.getByRole("region", { name, exact: true });
    const { low } = headlines.today.usdPerMonth;
    if (low === null) throw new Error("the example says what exists");
    await expect.poll(() => card("Today").textContent()).toContain(usdText(low));
    for (const [name, { differenceToToday }] of [
      ["Cheapest", headlines.cheapest],
      ["Cheapest managed by AWS", headlines.cheapestManaged],
    ] as const) {
      if (differenceToToday === null) throw new Error("there is something to compare with");
      await expect
        .poll(() => card(name).textContent())
        .toContain(differenceText(differenceToToday));
      expect(await card(name).textContent()).toContain("less than today");
    }
    await page.getByRole("button", { name: "a year", exact: true }).click();
    await expect
      .poll(() => card("Today").textContent())
      .toContain(`${usdText({ ...low, numerator: low.numerator * 12n })} a year`);
    expect(new URL(page.url()).searchParams.get("per")).toBe("year");
  });

  it("draws which change saves what; the savings add up to today less the design", async () => {
    const { workload } = exampleNamed("eks nat per az");
    const plan = planOf(workload);
    for (const design of plan.designs.filter(({ rank }) => rank !== null)) {
      const waterfall = waterfallOf(wayTo(design, plan), plan);
      if (waterfall === null) throw new Error(`${design.design.id} has no way from today`);
      const saved = sum(waterfall.steps.map(({ saves }) => saves));
      expect(compare(saved, minus(waterfall.today, waterfall.design))).toBe(0);
    }
    await open(addressOf(workload));
    const managed = plan.designs.find(
      ({ design }) => design.id === plan.headlines.cheapestManaged.design,
    );
    await page
      .getByRole("region", { name: "Cheapest managed by AWS", exact: true })
      .getByRole("button")
      .click();
    if (managed === undefined || managed.high === null) throw new Error("no managed design");
    const figure = page.getByRole("img", { name: /^Waterfall: from / });
    const { low: today } = plan.headlines.today.usdPerMonth;
    if (today === null) throw new Error("the example says what exists");
    expect(await figure.getAttribute("aria-label")).toContain(
      `from ${usdText(today)} a month today to ${usdText(managed.high)} with`,
    );
    const table = page.getByRole("region", { name: "Changes, table" });
    const { changes } = wayTo(managed, plan);
    await expect.poll(() => table.locator("tbody tr").count()).toBe(changes.length);
    for (const { what } of changes) await table.getByText(what, { exact: true }).waitFor();
  });

  it("folds the designs that do not work, with the reason beside the name", async () => {
    const { workload } = exampleNamed("shop on fargate");
    await open(addressOf({ ...workload, constraints: { noPublicIpv4: true } }));
    const folded = page.locator(".blocked-designs");
    expect(await folded.getAttribute("open")).toBeNull();
    await folded.locator("summary").click();
    await folded.getByText("ruled out by “No public IPv4”: it is made of them").first().waitFor();
    expect(await folded.textContent()).toContain("Public IPv4 only: ruled out");
  });

  it("sliders move data, zones and peak, in the form and in the plan", async () => {
    const { workload } = exampleNamed("eks nat per az");
    await open(addressOf(workload));
    const slider = (name: string) => page.getByRole("slider", { name, exact: true });
    const said = await verdict();
    await slider("Zones").fill("2");
    await expect.poll(() => workloadInAddress().azs).toBe(2);
    await expect.poll(verdict).not.toBe(said);
    const [first, second] = workload.services.map(({ gbPerMonth }) => gbPerMonth);
    if (first === undefined || second === undefined) throw new Error("the example has volumes");
    await slider("Data").fill("0");
    await slider("Data").fill("500");
    await expect.poll(() => slider("Data").getAttribute("aria-valuetext")).toContain("100,000 GB");
    await expect
      .poll(
        () =>
          workloadInAddress().services[0].gbPerMonth / workloadInAddress().services[1].gbPerMonth,
      )
      .toBeCloseTo(first / second, 1);
    await slider("Peak").fill("300");
    await expect.poll(() => workloadInAddress().peakMbitPerSecond).toBe(1000);
    const scaled = planOf(workloadInAddress());
    const { low, high } = scaled.headlines.cheapestManaged.usdPerMonth;
    const shown = scaled.designs.find(
      ({ design }) => design.id === scaled.headlines.cheapestManaged.design,
    );
    if (low === null || high === null || shown === undefined) throw new Error("no managed design");
    await expect.poll(verdict).toContain(`${costText(shown)} a month`);
  });

  it.each([
    ["Terraform", "nat-zonal.tf", 'resource "aws_nat_gateway"'],
    ["CloudFormation", "nat-zonal.yaml", "AWS::EC2::NatGateway"],
    ["Markdown", "nat-zonal.md", "# NAT gateways only"],
  ])("writes a design as %s", async (button, name, content) => {
    await open(`${addressOf(exampleNamed("eks nat per az").workload)}&design=nat-zonal`);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: button, exact: true }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(name);
    expect(readFileSync(await download.path(), "utf8")).toContain(content);
  });

  it("draws the network of the design, and says the same in words", async () => {
    await open(`${addressOf(exampleNamed("eks nat per az").workload)}&design=nat-zonal`);
    const figure = page.getByRole("img", { name: /^A VPC in 3 zones/ });
    const words = await figure.getAttribute("aria-label");
    expect(words).toContain("One NAT gateway in each zone.");
    expect(words).toContain("IPv4 leaves through the internet gateway.");
    await expect.poll(() => figure.locator("svg .zone").count()).toBe(3);
    await page.setViewportSize({ width: 390, height: 844 });
    await figure.getByText("us-east-1a, and 2 more like it").waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it("compares the scenario that was kept with the one in the form", async () => {
    const { workload } = exampleNamed("eks nat per az");
    await open(addressOf(workload));
    await page.getByRole("button", { name: "Keep as scenario A" }).click();
    await page.getByRole("textbox", { name: "Zones" }).fill("2");
    const table = page.getByRole("region", { name: "A and B, USD a month, table" });
    await table.getByRole("row", { name: "zones 3 2 1 fewer" }).waitFor();
    const [a, b] = [planOf(workload), planOf({ ...workload, azs: 2 })].map((plan) =>
      plan.designs.find(({ design }) => design.id === "nat-zonal"),
    );
    if (a?.high == null || b?.high == null) throw new Error("NAT gateways have a price");
    const difference = `${usdText(minus(a.high, b.high))} less`;
    await table
      .getByRole("row", {
        name: `NAT gateways only ${costText(a)} ${costText(b)} ${difference}`,
      })
      .waitFor();
    await page.reload();
    await table.getByRole("row", { name: "zones 3 2 1 fewer" }).waitFor();
    await page.getByRole("button", { name: "Edit A instead" }).click();
    await table.getByRole("row", { name: "zones 2 3 1 more" }).waitFor();
    await page.getByRole("button", { name: "End comparison" }).click();
    await expect.poll(() => table.count()).toBe(0);
  });

  it("keeps the figure at the bottom of a phone", async () => {
    await open();
    await page.setViewportSize({ width: 390, height: 844 });
    const bottom = page.getByRole("complementary", { name: "The plan in short" });
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 3));
    const box = await bottom.boundingBox();
    expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(844);
    expect(await bottom.textContent()).toMatch(/Cheapest a month \$\d/);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => bottom.isVisible()).toBe(false);
  });

  it("names kinds without subnets, examples and optional fields as people do", async () => {
    await open();
    await page.getByLabel("Example").selectOption({ label: "EKS with a NAT gateway in each zone" });
    await expect
      .poll(() => page.getByLabel("Name").first().inputValue())
      .toBe("EKS with a NAT gateway in each zone");
    const kinds = await page.getByLabel("Kind").locator("option").allTextContents();
    expect(kinds).toContain("Lambda");
    expect(kinds.join()).not.toContain("not in a VPC");
    await page.getByText("What exists today", { exact: true }).first().click();
    await page.getByText("An existing VPC to build in (optional)").click();
    await page.getByLabel("VPC id").fill("vpc-0abc");
    await expect.poll(() => workloadInAddress().existing.vpc).toEqual({ id: "vpc-0abc" });
  });

  it("can be used with the keyboard alone", async () => {
    await open();
    await bar("Public IPv4 only").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Public IPv4 only" }).waitFor();
    await page.getByRole("textbox", { name: "Zones" }).focus();
    await page.keyboard.press("Tab");
    await expect.poll(focusedId).toBe("w-compute[0].name");
  });

  describe("the checklist", () => {
    const openList = async () => {
      await page.goto(`${site.url}checklist.html`);
      await page.getByRole("heading", { name: "Checklist" }).waitFor();
    };
    const progressText = () => page.locator(".progress-box [role=status]").textContent();
    const tick = (name: string) => page.getByRole("checkbox", { name, exact: true });
    afterEach(async () => {
      await page.evaluate(() => {
        sessionStorage.clear();
        localStorage.clear();
      });
    });

    it("ticks off steps of a file, locks what is behind a gate, and comes back with the same file", async () => {
      const before = watched.faults.length;
      await openList();
      await page.getByText("egress6 plan shop.yaml --steps --json > steps.json").waitFor();
      const asked: string[] = [];
      const note = (request: Request) => asked.push(request.url());
      page.on("request", note);
      const steps = exampleText("documents/steps.json");
      await choose(["steps.json", steps]);
      await expect.poll(progressText).toMatch(/^0 of \d+ steps$/);
      const { steps: given } = JSON.parse(steps);
      const first = given.filter(({ phase }: { readonly phase: number }) => phase === 0);
      const gate = tick("Passed: the gate after Quick wins");
      const next = given.find(({ phase }: { readonly phase: number }) => phase === 1);
      const later = tick(next.title);
      expect([await gate.isDisabled(), await later.isDisabled()]).toEqual([true, true]);
      await page.getByText("Locked: the gate after “Quick wins” is not passed.").first().waitFor();
      for (const { title } of first) await tick(title).check();
      await expect.poll(progressText).toContain(`${first.length} of ${given.length} steps`);
      await gate.check();
      await expect.poll(() => later.isDisabled()).toBe(false);
      page.off("request", note);
      expect(asked).toEqual([]);
      const downloading = page.waitForEvent("download");
      await page.getByRole("button", { name: "Save what is ticked off" }).click();
      const saved = readFileSync(await (await downloading).path(), "utf8");
      expect(JSON.parse(saved)).toMatchObject({
        format: "egress6-checklist",
        gates: [{ after: 0 }],
      });
      await page.reload();
      await expect.poll(progressText).toContain(`${first.length} of ${given.length} steps`);
      // A new tab has no steps, but knows the ticks.
      await page.evaluate(() => sessionStorage.clear());
      await openList();
      await choose(["steps.json", steps]);
      await expect.poll(progressText).toContain(`${first.length} of ${given.length} steps`);
      await tick(first[0].title).uncheck();
      await expect.poll(() => later.isDisabled()).toBe(true);
      await choose(["ticks.json", saved]);
      await expect.poll(() => later.isDisabled()).toBe(false);
      expect(watched.faults.slice(before)).toEqual([]);
    });

    it("takes the steps of the planner", async () => {
      await open(addressOf(exampleNamed("eks nat per az").workload));
      const titles = page.locator(".step-title");
      await titles.first().waitFor();
      const count = await titles.count();
      await page.getByRole("link", { name: "Tick them off" }).click();
      await expect.poll(progressText).toBe(`0 of ${count} steps`);
      expect(new URL(page.url()).search).toBe("");
      await page
        .getByRole("button", { name: /^Not needed here/ })
        .first()
        .click();
      await expect.poll(progressText).toContain(`1 of ${count} steps`);
      await page.getByRole("button", { name: "Close this plan" }).click();
      await page.getByRole("button", { name: "Show an example" }).click();
      await page.getByText("An invented example.").waitFor();
    });

    it.each([
      ["{", "steps.json:1:2 is not JSON"],
      ['{ "nats": 1, "classes": 1, "totals": 1 }', "open it on the Traffic page"],
      ['{ "format": "egress6-checklist" }', "Open the plan that they belong to first"],
    ])("a file that is none is refused: %j", async (text, reason) => {
      await openList();
      await choose(["steps.json", text]);
      await expect.poll(() => page.getByRole("alert").textContent()).toContain(reason);
    });
  });

  describe("the traffic of gateways", () => {
    afterEach(async () => {
      await page.evaluate(() => sessionStorage.clear());
    });
    const openTraffic = async () => {
      await page.goto(`${site.url}traffic.html`);
      await page.getByRole("heading", { name: "Traffic of NAT gateways" }).waitFor();
    };

    it("shows a report from a file: verdict, picture, tables and what it rests on", async () => {
      const before = watched.faults.length;
      await openTraffic();
      await page
        .getByText("egress6 flows LOGS --resolver-logs DNS_LOGS --json > flows.json")
        .waitFor();
      const asked: string[] = [];
      const note = (request: Request) =>
        asked.push(
          [request.method(), new URL(request.url()).pathname, request.postData()].join(" "),
        );
      page.on("request", note);
      await choose(["flows.json", exampleText("documents/flows.json")]);
      await page.getByText("67.8 % of the NAT bytes can move, $335.55 a month").waitFor();
      const picture = page.getByRole("img", { name: /^Bytes from 2 NAT gateways/ });
      await picture.locator(".ribbon").first().waitFor();
      page.off("request", note);
      expect(
        asked.filter((each) => !/^GET \/some\/sub-folder\/assets\/\S+\.js $/.test(each)),
      ).toEqual([]);
      expect(await picture.locator("rect").count()).toBe(2 + 4 + 7);
      const rowOf = (table: string, name: string) =>
        page.getByRole("region", { name: `${table}, table` }).getByRole("row", { name });
      await rowOf(
        "By what could become of them",
        "free with a gateway endpoint 221.1 GB 61.2 % $302.82",
      ).waitFor();
      await rowOf("By destination", "s3 free with a gateway endpoint 179.3 GB 49.6 %").waitFor();
      await rowOf("Hosts with IPv4 only", "ghcr.io 14.9 GB").waitFor();
      await rowOf("NAT gateways", "nat-0e00000000000000a use1-az1 197.5 GB").waitFor();
      await page.getByText("Create a gateway endpoint for S3, free of charge").waitFor();
      await page.getByText("Not claimed: internet data transfer out").waitFor();
      await page.reload();
      await page.getByText("67.8 % of the NAT bytes can move").waitFor();
      await page.getByRole("button", { name: "Close it" }).click();
      await page.getByRole("button", { name: "Show an example" }).click();
      await page.getByText("An invented example.").waitFor();
      expect(watched.faults.slice(before)).toEqual([]);
    });

    it.each([
      ["not json", "flows.json:1:1 is not JSON"],
      [
        '{ "schemaVersion": 9, "nats": 1, "classes": 1, "totals": 1 }',
        "schema version 9; this page reads version 1",
      ],
      ['{ "nats": 1, "classes": 1, "totals": 1 }', "flows.json is broken at meta: expected"],
    ])("a file that is none is refused, with the place: %j", async (text, reason) => {
      await openTraffic();
      await choose(["flows.json", text]);
      await expect.poll(() => page.getByRole("alert").textContent()).toContain(reason);
    });
  });

  it("the map loads nothing of it", async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(site.url);
    await page.locator(".cell").first().waitFor();
    const code = await Promise.all(
      asked.filter((url) => url.endsWith(".js")).map(async (url) => (await fetch(url)).text()),
    );
    expect(asked.filter((url) => url.includes("planner") || url.endsWith(PLOT))).toEqual([]);
    expect(code.join("")).not.toContain("natGatewayHour");
  });
});
