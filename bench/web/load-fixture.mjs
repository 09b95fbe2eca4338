import { runnerImport } from "vite";
import { root } from "../../scripts/lib/run.mjs";

/** The invented world of the tests: the same site, the same browser. */
export async function loadFixture() {
  const load = async (path) => {
    const { module } = await runnerImport(`${root}/${path}`, {
      root,
      logLevel: "error",
      resolve: {
        alias: [{ find: /^@egress6\/core\/(.*)$/, replacement: `${root}/packages/core/src/$1.ts` }],
      },
    });
    return module;
  };
  const { catalog, staticSite, store } = await load("test/web/site-fixture.ts");
  const { INVENTED_AT } = await load("test/web/invented-store.ts");
  const { axeViolations, NO_CHROMIUM, closeBrowser, openPage } =
    await load("test/web/open-page.ts");
  const { statusOfRecord } = await load("packages/egress6/src/site/scan-record-status.ts");
  const scan = statusOfRecord(store.readScans()[0]);
  const regions = catalog.partitions
    .filter(({ isPublic }) => isPublic)
    .flatMap((each) => each.regions);
  return {
    NO_CHROMIUM,
    openPage,
    /** The day on which the invented world is new: an older one brings a notice with it. */
    day: INVENTED_AT,
    closeBrowser,
    size: `${catalog.services.length} services × ${regions.length} public regions`,
    siteParts: () =>
      Array.from(staticSite(store, scan, false), ({ path, make }) => ({ path, content: make() })),
    axeViolations: (url) => countViolations({ axeViolations, openPage }, url),
  };
}

async function countViolations({ axeViolations, openPage }, url) {
  let count = 0;
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await openPage({ colorScheme, bypassCSP: true });
    for (const query of ["", "?r=all", "?c=logs:eu-central-1", "?q=nonsense"]) {
      await page.goto(`${url}${query}`);
      await page.locator(".cell, .empty").first().waitFor();
      await page.waitForLoadState("networkidle");
      for (const { id, nodes } of await axeViolations(page)) {
        count += nodes.length;
        console.error(`axe, ${colorScheme}, ${query}: ${id}: ${nodes[0]?.html}`);
      }
    }
    await close();
  }
  return count;
}
