import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Result, RunOptions } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PLACES = [
  process.env["CHROMIUM"],
  // The same engine without a window of its own, which takes a third less time.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const found = PLACES.find((place) => place !== undefined && existsSync(place));

/** Why tests in a browser cannot run here; null when they can. Where everything has to run, they do. */
export const NO_CHROMIUM =
  found === undefined && process.env["CI"] === undefined
    ? "no Chromium: install the package chromium-headless-shell, or say where it is with CHROMIUM=PATH"
    : null;

/** A page with cookies, storage and permissions of its own, and what went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught errors, content security violations. */
  readonly faults: readonly string[];
  /** Origins of all requests. */
  readonly origins: ReadonlySet<string>;
  close(): Promise<void>;
}

/** For a look in other colours, where all else was looked at. */
export const COLOURS_ALONE: RunOptions = { runOnly: { type: "rule", values: ["color-contrast"] } };

let axeSource: string | null = null;

/**
 * What axe finds wrong on this page, or within the part that a selector names. It is given to each document once and
 * in its small form: to read it takes the browser longer than most looks with it.
 */
export async function axeViolations(
  page: Page,
  given: { readonly within?: string; readonly options?: RunOptions } = {},
): Promise<readonly Result[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    axeSource ??= readFileSync(
      createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
      "utf8",
    );
    await page.evaluate(axeSource);
  }
  return page.evaluate(
    async ([within, options]) => {
      const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
      // Of what is right, one example of each rule is enough: nobody reads it.
      const { violations } = await axe.run(within ?? document, {
        resultTypes: ["violations"],
        ...options,
      });
      return violations;
    },
    [given.within, given.options] as const,
  );
}

/**
 * Parts of the browser's own window, which load pages of their own that nobody sees, and what would ask the
 * internet. The last list of features that Chromium is given is the one that counts, so Playwright's is in it.
 */
const FEATURES_OFF = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
  ...["HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"],
  ...["ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"],
  ...["OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"],
];

let started: Promise<Browser> | null = null;

/** One for all pages of all test files of a process, as its start takes longer than most pages; it ends with that. */
function browser(): Promise<Browser> {
  started ??= chromium.launch({
    executablePath: found ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--disable-features=${FEATURES_OFF.join(",")}`,
    ],
  });
  return started;
}

/** For what does not end once the pages are seen, as the benchmark. @public */
export async function closeBrowser(): Promise<void> {
  await (await started)?.close();
  started = null;
}

export async function openPage(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await (await browser()).newContext({
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  const origins = new Set<string>();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  return { page, faults, origins, close: () => context.close() };
}
