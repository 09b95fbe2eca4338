import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { mergePriceBooks, type PriceBook } from "@egress6/core/price/price-book";
import { parsePriceBook } from "@egress6/core/price/price-book-json";
import { DATA_FOLDER } from "../../data-folder.js";

/**
 * The prices shipped with this version: few, each seen in a source.
 * @throws Egress6Error PRICES_INVALID
 */
export const loadShippedPrices = (folder: URL = DATA_FOLDER): PriceBook =>
  readPriceFile(fileURLToPath(new URL("prices.json", folder)));

/**
 * The prices to count with: those shipped, and over them those of a file.
 * @param path null: those shipped
 * @throws Egress6Error PRICES_UNREADABLE, PRICES_INVALID
 */
export function loadPrices(path: string | null): PriceBook {
  const shipped = loadShippedPrices();
  return path === null ? shipped : mergePriceBooks(shipped, readPriceFile(path));
}

/**
 * A file that `egress6 prices` wrote, or `data/prices.json`.
 * @throws Egress6Error PRICES_UNREADABLE when it cannot be read, PRICES_INVALID when it is broken
 */
export function readPriceFile(path: string): PriceBook {
  return parsePriceBook(readJson(path), path);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new Egress6Error(
      "PRICES_UNREADABLE",
      "input",
      `The price file ${path} cannot be read (${reason}). Write one with \`egress6 prices import FILE --out ${path}\`.`,
      { cause },
    );
  }
}
