import { Readable } from "node:stream";
import { type CollectedOffer, OfferCollector } from "@egress6/core/price/collect-offer";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { offerInvalid } from "./offer-fault.js";
import { offerHeader } from "./offer-header.js";

const csvRow = z.array(z.string());

/** Columns without which a row cannot be understood. */
const NEEDED = [
  "SKU",
  "TermType",
  "StartingRange",
  "EndingRange",
  "Unit",
  "PricePerUnit",
  "Currency",
  "usageType",
];

/** Characters. AWS's rows have some hundreds; an open quote would gather the rest of the file. */
const LONGEST_ROW = 1_000_000;

/**
 * Reads a CSV offer as it comes: five lines on the file, a line of column names, a line for each rate.
 * @param fallbackRegion of products that name none
 * @throws Egress6Error OFFER_INVALID, OFFER_WITHOUT_PRICES
 */
export async function readCsvOffer(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  fallbackRegion: string | undefined,
): Promise<CollectedOffer> {
  const source = Readable.from(bytes);
  const rows = source.pipe(
    parse({
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
    }),
  );
  source.once("error", (error) => rows.destroy(error));
  const head = new Map<string, string>();
  let reader: CsvOfferReader | undefined;
  try {
    for await (const values of rows) {
      const row = csvRow.parse(values);
      const [first = "", second = ""] = row;
      if (reader !== undefined) reader.take(row);
      else if (first === "SKU") reader = new CsvOfferReader(name, row, head, fallbackRegion);
      else head.set(first, second);
    }
  } catch (error) {
    throw error instanceof CsvError ? offerInvalid(name, error.message, error) : error;
  }
  if (reader === undefined) throw offerInvalid(name, "no line of it begins with SKU");
  return reader.collector.finish();
}

class CsvOfferReader {
  readonly collector: OfferCollector;
  private readonly columns: ReadonlyMap<string, number>;
  private readonly width: number;
  private lastSku = "";

  constructor(
    name: string,
    columns: readonly string[],
    head: ReadonlyMap<string, string>,
    fallbackRegion: string | undefined,
  ) {
    this.columns = new Map(columns.map((column, index) => [column, index]));
    this.width = columns.length;
    const absent = NEEDED.filter((column) => !this.columns.has(column));
    if (absent.length > 0) throw offerInvalid(name, `it has no column ${absent.join(", ")}`);
    const header = offerHeader(name, {
      code: head.get("OfferCode"),
      version: head.get("Version"),
      publicationDate: head.get("Publication Date"),
    });
    this.collector = new OfferCollector(header, fallbackRegion);
  }

  take(row: readonly string[]): void {
    const cell = (column: string) => row[this.columns.get(column) ?? -1] ?? "";
    const sku = cell("SKU");
    if (row.length !== this.width) {
      this.collector.addDamaged(`row of ${sku}: ${row.length} values for ${this.width} columns`);
      return;
    }
    if (cell("TermType") !== "OnDemand") return;
    // The rates of a product follow on each other.
    if (sku !== this.lastSku) this.takeProduct(sku, cell);
    this.lastSku = sku;
    if (!this.collector.wants(sku)) return;
    this.collector.addRate({
      sku,
      term: cell("OfferTermCode"),
      effectiveDate: cell("EffectiveDate"),
      beginRange: cell("StartingRange") || "0",
      endRange: cell("EndingRange") || "Inf",
      unit: cell("Unit"),
      usd: cell("Currency") === "USD" ? cell("PricePerUnit") : "",
    });
  }

  private takeProduct(sku: string, cell: (column: string) => string): void {
    this.collector.addProduct({
      sku,
      usageType: cell("usageType"),
      operation: cell("operation"),
      regionCode: cell("Region Code") || cell("From Region Code"),
      operatingSystem: cell("Operating System"),
      tenancy: cell("Tenancy"),
      preInstalledSoftware: cell("Pre Installed S/W"),
      capacityStatus: cell("CapacityStatus"),
    });
  }
}
