import { afterAll, vi } from "vitest";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { closeBrowser } from "./open-page.js";

export { axeOn, NO_CHROMIUM, openPage, type WatchedPage } from "./open-page.js";

// For every file whose tests look at pages.
vi.setConfig(within(BROWSER_MS));

afterAll(closeBrowser);
