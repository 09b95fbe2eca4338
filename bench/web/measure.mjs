import { median, quantile } from "../median.mjs";

const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: 204_800,
  uploadThroughput: 93_750,
};
const TYPED = "lambda status:ipv4 region:eu";
const SCROLL_STEPS = 90;

/** One visit by a browser that was never here: what is loaded, and how long each step takes. */
export async function measureOnce({ openPage, day }, url, network) {
  const { page, close } = await openPage();
  await page.clock.setFixedTime(day);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("Network.enable");
  await devTools.send("Performance.enable");
  let firstLoadBytes = 0;
  let isFirstLoad = true;
  devTools.on("Network.responseReceived", ({ response }) => {
    // A browser asks for the icon once for all pages, and beside them.
    if (isFirstLoad && !response.url.endsWith("/favicon.svg"))
      firstLoadBytes += Number(response.headers["content-length"]);
  });
  if (network === "slow") {
    await devTools.send("Network.emulateNetworkConditions", SLOW);
    await devTools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  }
  try {
    await page.addInitScript(watchPaint);
    await page.goto(url);
    await page.waitForFunction(() => globalThis.paints?.interactive !== undefined);
    await page.waitForLoadState("networkidle");
    const paints = await page.evaluate(() => globalThis.paints);
    isFirstLoad = false;
    const result = {
      firstLoadBytes,
      firstContentMs: paints.content,
      firstPaintMs: paints.table,
      interactiveMs: paints.interactive,
    };
    if (network === "slow") return result;

    await page.locator(".toolbar .opener").first().click();
    await page.locator(".presets button").nth(1).waitFor();
    const allRegionsMs = await page.evaluate(timeOfClick, ".presets button:nth-child(2)");
    await page.keyboard.press("Escape");
    const elements = await page.evaluate(() => document.querySelectorAll("*").length);
    await devTools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devTools.send("Performance.getMetrics");
    const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0;
    const frames = await page.evaluate(timeOfFrames, SCROLL_STEPS);
    const keys = await page.evaluate(timeOfKeys, TYPED);
    return {
      ...result,
      allRegionsMs,
      elements,
      heapMb: heap / 1e6,
      scrollP95Ms: quantile(frames, 0.95),
      filterMedianMs: median(keys),
      filterMaxMs: Math.max(...keys),
      longestTaskMs: await page.evaluate(() => Math.max(0, ...globalThis.longTasks)),
    };
  } finally {
    await close();
  }
}

/** Runs in the page, before it: notes when the first cells, and when all of the map, were painted. */
function watchPaint() {
  globalThis.paints = {};
  globalThis.longTasks = [];
  const afterPaint = (note) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => note(performance.now());
      port2.postMessage(null);
    });
  new PerformanceObserver((list) => {
    const first = list.getEntries().find(({ name }) => name === "first-contentful-paint");
    globalThis.paints.content ??= first?.startTime;
  }).observe({ type: "paint", buffered: true });
  let isTableSeen = false;
  new MutationObserver((_, observer) => {
    if (!isTableSeen && document.querySelector(".cell[data-state]") !== null) {
      isTableSeen = true;
      afterPaint((now) => {
        globalThis.paints.table = now;
      });
    }
    // The minimap is drawn last, from all cells there are; drawing sets its width.
    if (isTableSeen && document.querySelector(".minimap canvas[width]") !== null) {
      observer.disconnect();
      afterPaint((now) => {
        globalThis.paints.interactive = now;
        new PerformanceObserver((list) => {
          globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration));
        }).observe({ type: "longtask" });
      });
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

/** Runs in the page. From the click to the frame that shows what it did. */
function timeOfClick(selector) {
  const start = performance.now();
  document.querySelector(selector).click();
  return new Promise((resolve) => {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - start);
        port2.postMessage(null);
      }),
    );
  });
}

/** Runs in the page. From each key to the frame that shows what it did. */
async function timeOfKeys(text) {
  const field = document.getElementById("filter");
  const times = [];
  const texts = [...text].map((_, index) => text.slice(0, index + 1));
  for (const value of [...texts, ...texts.reverse()]) {
    const start = performance.now();
    field.value = value;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
    });
    times.push(performance.now() - start);
  }
  return times;
}

/** Runs in the page. The time between frames while the grid is scrolled by a quarter of a screen in each. */
async function timeOfFrames(steps) {
  const grid = document.querySelector(".grid");
  const times = [];
  let before = await new Promise(requestAnimationFrame);
  for (let step = 0; step < steps; step++) {
    grid.scrollTop += 130;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  return times;
}
