import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { writtenWith } from "../config/invented-names.js";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { axeViolations, NO_CHROMIUM, openPage, type WatchedPage } from "./open-page.js";
import { catalog, type FileServer, serveFiles, sharedSite, store } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

const LIST = ["ec2", "s3", "sqs", "logs"];
const REGION = "eu-central-1";

const observed = store.readSupport();

/** The invented store has no history that would tell the page who was asked last. */
const withoutResolver = (text: string) => text.replaceAll(" by 192.0.2.53:53", "");

/** What the command line writes over the same store. */
const textsOf = (target: string, services: readonly string[]) =>
  writtenWith(observed, target, services, REGION).forms.map(({ text }) => withoutResolver(text));

describe.skipIf(NO_CHROMIUM !== null)(`make it work in Chromium ${NO_CHROMIUM ?? ""}`, () => {
  let site: FileServer;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    site = await serveFiles(sharedSite(store), "some/sub-folder");
    watched = await openPage();
    page = watched.page;
  });
  afterAll(async () => {
    await watched.close();
    await site.close();
  });

  const shown = async () =>
    (await page.locator(".make-it-work pre").allTextContents()).map(withoutResolver);
  const tab = (name: string) => page.getByRole("tab", { name, exact: true });

  it("writes for a list what the command writes, target by target, with copy", async () => {
    await page.goto(`${site.url}my-services.html?list=${LIST.join(",")}&r=${REGION}`);
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
    const button = page.getByRole("button", { name: "Show the settings" });
    await button.waitFor();
    expect(loaded.filter((path) => /settings|services\//.test(path))).toEqual([]);
    await button.click();
    await tab("Environment (shell)").waitFor();
    await expect.poll(shown).toEqual(textsOf("env", LIST));
    await tab("Lambda function").click();
    await expect.poll(shown).toEqual(textsOf("lambda", LIST));
    await page.getByText(`--service ${LIST.join(",")} --region ${REGION} --for lambda`).waitFor();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: /^Copy Terraform/ }).click();
    const copied = async () =>
      withoutResolver(await page.evaluate(() => navigator.clipboard.readText()));
    await expect.poll(copied).toBe(textsOf("lambda", LIST)[1]);
    expect(watched.faults).toEqual([]);
  });

  it("goes through the targets by arrow keys, and remembers the last one", async () => {
    await tab("Environment (shell)").click();
    await page.keyboard.press("ArrowRight");
    const isChosen = (name: string) => () => tab(name).getAttribute("aria-selected");
    await expect.poll(isChosen(".env file")).toBe("true");
    await expect.poll(shown).toEqual(textsOf("dotenv", LIST));
    await page.keyboard.press("End");
    await expect.poll(shown).toEqual(textsOf("powershell", LIST));
    await page.reload();
    await page.getByRole("button", { name: "Show the settings" }).click();
    await expect.poll(isChosen("PowerShell")).toBe("true");
  });

  it("has no accessibility faults", async () => {
    await tab("SSM Agent").click();
    const violations = await axeViolations(page, { within: ".make-it-work" });
    expect(violations).toEqual([]);
  });

  it("writes for one cell in the map's drawer", async () => {
    const service = catalog.services.find(({ cliName }) =>
      writtenWith(observed, "env", [cliName], REGION).choice.services.some(
        ({ means }) => means === "switch",
      ),
    );
    const name = service?.cliName ?? "";
    await page.goto(`${site.url}?c=${name}:${REGION}`);
    await page.getByLabel("Set it in").selectOption({ label: "JavaScript v3" });
    await page.getByText("Why, and the whole file").click();
    const whole = page.locator(".make-it-work .with-comments");
    await expect
      .poll(async () => withoutResolver((await whole.textContent()) ?? ""))
      .toBe(textsOf("javascript", [name])[0]);
  });
});
