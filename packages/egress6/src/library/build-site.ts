import { loadPrices } from "../adapter/price-list/price-file.js";
import { openStoreReader } from "../adapter/store/open-store.js";
import type { Clock } from "../ports.js";
import { writeMapSite } from "./site/write-map-site.js";

export interface SiteArguments {
  /** The folder; an earlier build there is replaced, and one with anything else in it is left alone. */
  readonly out: string;
  /** The path of the store; left out: the site says that nothing was observed. */
  readonly db?: string | undefined;
  /** Where the site will be: makes links in feeds absolute, and adds sitemap.xml. */
  readonly url?: string | undefined;
  /** Who runs this copy, for its about page; left out: it says that they did not say. */
  readonly operator?: string | undefined;
  /** A file that `egress6 prices` wrote; left out: the prices shipped. */
  readonly prices?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now?: Clock | undefined;
}

/**
 * Writes the map as static files.
 * @throws Egress6Error SITE_URL_INVALID, SITE_FOLDER_IN_USE, SITE_UNWRITABLE, OUT_IS_STORE, INTERRUPTED (incomplete)
 */
export async function buildSite({
  db,
  prices,
  url,
  operator,
  now = Date.now,
  ...rest
}: SiteArguments): Promise<{ readonly files: number }> {
  const store = db === undefined ? null : openStoreReader(db, { now });
  try {
    const stores = db === undefined ? [] : [db];
    return await writeMapSite({
      ...rest,
      url,
      operator: operator ?? null,
      store,
      stores,
      now,
      prices: loadPrices(prices ?? null),
    });
  } finally {
    store?.close();
  }
}
