import { writeMapSite } from "../../library/site/write-map-site.js";
import type { CliContext } from "../context.js";
import { storePath } from "../options.js";
import { storesOf } from "../output-rules.js";
import { loadPriceBook } from "../prices/price-book-files.js";
import { createProgressLine } from "../progress.js";
import { readStore } from "../read-store.js";

export interface SiteBuildOptions {
  readonly out: string;
  readonly url?: string;
  readonly operator?: string;
  readonly db?: string;
}

/** `egress6 site build`: over what the store knows; without a store, over nothing. */
export async function siteBuildCommand(
  { out, url, operator, db }: SiteBuildOptions,
  context: CliContext,
): Promise<void> {
  const path = storePath(db, context.env, context.platform);
  const store = readStore(path, context);
  try {
    const line = createProgressLine(context);
    const { files } = await writeMapSite({
      out,
      store,
      prices: loadPriceBook(undefined, context),
      url,
      operator: operator ?? null,
      stores: storesOf(db, context),
      now: context.now,
      signal: context.interrupt,
      onFile: (file, name) => line.show(() => `Writing file ${file}: ${name}`),
    }).finally(() => line.end());
    if (store === null) {
      context.stderr.write(
        `egress6: nothing is stored in ${path} yet, so the site says that nothing was observed. Run egress6 scan first.\n`,
      );
    }
    context.stdout.write(`${files} files in ${out}\n`);
  } finally {
    store?.close();
  }
}
