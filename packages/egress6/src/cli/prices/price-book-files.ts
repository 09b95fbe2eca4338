import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Egress6Error } from "@egress6/core/errors";
import { mergePriceBooks, type PriceBook } from "@egress6/core/price/price-book";
import { priceBookJson } from "@egress6/core/price/price-book-json";
import { loadPrices, readPriceFile } from "../../adapter/price-list/price-file.js";
import { whileLocked } from "../../while-locked.js";
import { type OutputRules, refuseStore, writeOutput } from "../../write-file.js";
import type { CliContext } from "../context.js";
import { pricesPath } from "../options.js";
import { storesOf } from "../output-rules.js";

/**
 * The prices to count with: those shipped, and over them those imported.
 * @param given `--prices`: a file that must be there
 * @throws Egress6Error PRICES_UNREADABLE, PRICES_INVALID
 */
export function loadPriceBook(
  given: string | undefined,
  { env, platform }: Pick<CliContext, "env" | "platform">,
): PriceBook {
  const path = pricesPath(given, env, platform);
  const isThere = path !== null && (given !== undefined || existsSync(path));
  return loadPrices(isThere ? path : null);
}

/**
 * Where imported prices go.
 * @param out `--out`
 * @throws Egress6Error PRICES_PATH_UNKNOWN, OUT_IS_STORE
 */
export function importTarget(out: string | undefined, context: CliContext): string {
  const path = pricesPath(out, context.env, context.platform);
  if (path !== null) {
    refuseStore(path, storesOf(undefined, context));
    return path;
  }
  throw new Egress6Error(
    "PRICES_PATH_UNKNOWN",
    "input",
    "There is no home folder to keep prices in. Say where with --out FILE or EGRESS6_PRICES.",
  );
}

/**
 * Puts prices into the file, over those it has; the file is replaced whole or left as it was. Several
 * processes may do so at once.
 * @throws Egress6Error PRICES_INVALID, OUT_UNWRITABLE, OUT_BUSY
 */
export function keepPrices(path: string, book: PriceBook, rules: OutputRules): void {
  makeFolderOf(path);
  whileLocked(path, () => {
    const merged = existsSync(path) ? mergePriceBooks(readPriceFile(path), book) : book;
    writeOutput(path, `${JSON.stringify(priceBookJson(merged), null, 2)}\n`, rules);
  });
}

/** Where that is not possible, writing the file says why. */
function makeFolderOf(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch {
    return;
  }
}
