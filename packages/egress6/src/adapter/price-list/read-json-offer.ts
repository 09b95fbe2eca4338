import { type CollectedOffer, OfferCollector } from "@egress6/core/price/collect-offer";
import { JSONParser } from "@streamparser/json";
import { z } from "zod";
import { offerInvalid } from "./offer-fault.js";
import { offerHeader } from "./offer-header.js";
import { offerProduct, offerRates, product, terms } from "./offer-json.js";

/** Members that are handed over and then forgotten, so that memory does not grow with the file. */
const PATHS = [
  "$.offerCode",
  "$.version",
  "$.publicationDate",
  "$.products.*",
  "$.terms.*.*",
  "$.attributesList.*",
];

/** Of one member. AWS's have some thousands; one without an end would gather the rest of the file. */
const MOST_BYTES = 16_000_000;

/**
 * Reads a JSON offer as it comes. Its products come before its terms, as AWS writes them.
 * @param fallbackRegion of products that name none
 * @throws Egress6Error OFFER_INVALID, OFFER_WITHOUT_PRICES
 */
export async function readJsonOffer(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  fallbackRegion: string | undefined,
): Promise<CollectedOffer> {
  const reader = new JsonOfferReader(name, fallbackRegion);
  const parser = new JSONParser({ paths: PATHS, keepStack: false });
  let gatheredBytes = 0;
  parser.onValue = ({ key, value, stack }) => {
    gatheredBytes = 0;
    reader.take(
      stack.slice(1).map((level) => String(level.key)),
      String(key),
      value,
    );
  };
  parser.onError = (error) => {
    throw offerInvalid(name, error.message, error);
  };
  for await (const chunk of bytes) {
    gatheredBytes += chunk.length;
    parser.write(chunk);
    if (gatheredBytes > MOST_BYTES) {
      throw offerInvalid(name, `a part of it has more than ${MOST_BYTES / 1_000_000} MB`);
    }
  }
  if (!parser.isEnded) throw offerInvalid(name, "it ends too early");
  return reader.collector().finish();
}

class JsonOfferReader {
  private readonly name: string;
  private readonly fallbackRegion: string | undefined;
  private readonly head: { offerCode?: unknown; version?: unknown; publicationDate?: unknown } = {};
  private collecting: OfferCollector | undefined;

  constructor(name: string, fallbackRegion: string | undefined) {
    this.name = name;
    this.fallbackRegion = fallbackRegion;
  }

  /** @param path of the parents, such as `["terms", "OnDemand"]` */
  take(path: readonly string[], key: string, value: unknown): void {
    const [top, termType] = path;
    if (top === undefined) Object.assign(this.head, { [key]: value });
    else if (top === "products") this.takeProduct(key, value);
    else if (top === "terms" && termType === "OnDemand") this.takeTerms(key, value);
  }

  collector(): OfferCollector {
    const { offerCode: code, version, publicationDate } = this.head;
    this.collecting ??= new OfferCollector(
      offerHeader(this.name, { code, version, publicationDate }),
      this.fallbackRegion,
    );
    return this.collecting;
  }

  private takeProduct(sku: string, value: unknown): void {
    const found = product.safeParse(value);
    if (!found.success) {
      this.collector().addDamaged(`product ${sku}: ${z.prettifyError(found.error)}`);
      return;
    }
    this.collector().addProduct(offerProduct(found.data));
  }

  private takeTerms(sku: string, value: unknown): void {
    const collector = this.collector();
    if (!collector.wants(sku)) return;
    const found = terms.safeParse(value);
    if (!found.success) {
      collector.addDamaged(`terms of ${sku}: ${z.prettifyError(found.error)}`);
      return;
    }
    for (const rate of offerRates(sku, found.data)) collector.addRate(rate);
  }
}
