import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { reasonOf } from "@egress6/core/errors";
import type { CollectedOffer } from "@egress6/core/price/collect-offer";
import { offerInvalid } from "./offer-fault.js";
import { readCsvOffer } from "./read-csv-offer.js";
import { readJsonOffer } from "./read-json-offer.js";

export interface OfferSource {
  /** For messages: the path or address. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Of products that name none, when the file is known to be of one region. */
  readonly fallbackRegion?: string | undefined;
}

/**
 * Reads an offer file of AWS's price list as it comes, JSON or CSV, gzip or not: its first bytes say which.
 * Memory does not grow with the file.
 * @throws Egress6Error OFFER_INVALID, OFFER_WITHOUT_PRICES; and what reading the bytes throws
 */
export async function readOffer({
  name,
  bytes,
  fallbackRegion,
}: OfferSource): Promise<CollectedOffer> {
  const raw = await peek(bytes);
  const isGzip = raw.first[0] === 0x1f && raw.first[1] === 0x8b;
  const text = isGzip ? await peek(unpacked(raw.all, name)) : raw;
  const start = text.first.find((byte) => byte > 0x20 && ![0xef, 0xbb, 0xbf].includes(byte));
  if (start === undefined) throw offerInvalid(name, "it is empty");
  const read = start === "{".charCodeAt(0) ? readJsonOffer : readCsvOffer;
  return read(text.all, name, fallbackRegion);
}

async function* unpacked(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): AsyncIterable<Uint8Array> {
  let sourceFault: unknown;
  const source = Readable.from(bytes).once("error", (error) => {
    sourceFault = error;
  });
  try {
    yield* pipeline(source, createGunzip(), () => {});
  } catch (error) {
    if (sourceFault !== undefined) throw sourceFault;
    const reason = reasonOf(error);
    throw offerInvalid(name, `its gzip is damaged (${reason})`, error);
  }
}

/** The first chunk, and all of them from the beginning. */
async function peek(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ first: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const start = await iterator.next();
  const first = start.done ? new Uint8Array() : start.value;
  async function* all(): AsyncIterable<Uint8Array> {
    try {
      yield first;
      for (let next = await iterator.next(); !next.done; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { first, all: all() };
}
