import { existsSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { vi } from "vitest";
import { BROWSER_MS, within } from "../support/time-limits.js";

// For every file whose tests look at pages.
vi.setConfig(within(BROWSER_MS));

const PLACES = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const found = PLACES.find((place) => place !== undefined && existsSync(place));

/** Why tests in a browser cannot run here; null when they can. Where everything has to run, they do. */
export const NO_CHROMIUM =
  found === undefined && process.env["CI"] === undefined
    ? "no Chromium: install the package chromium, or say where it is with CHROMIUM=PATH"
    : null;

/** A page in a browser of its own, and what went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught errors, content security violations. */
  readonly faults: readonly string[];
  /** Origins of all requests. */
  readonly origins: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * axe for this page. Its "legacy" mode looks at the page's own document in one go, where the other joins what
 * it finds in frames in another page, which takes several times as long; our pages have no frames.
 */
export const axeOn = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode(true);

export async function openPage(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const profile = mkdtempSync(join(tmpdir(), "egress6-chromium-"));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
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
    ],
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  const origins = new Set<string>();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  return {
    page,
    faults,
    origins,
    close: async () => {
      await context.close();
      // Its last processes may still be writing there.
      await rm(profile, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}
