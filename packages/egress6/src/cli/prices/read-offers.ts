import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import type { CollectedOffer } from "@egress6/core/price/collect-offer";
import { downloadOffer } from "../../adapter/price-list/download-offer.js";
import { type OfferSource, readOffer } from "../../adapter/price-list/read-offer.js";
import { number } from "../../render/words.js";
import type { CliContext } from "../context.js";
import { createProgressLine } from "../progress.js";

/** Reads one offer file. @throws Egress6Error OFFER_UNREADABLE, and as `readOffer` */
export async function readOfferFile(path: string, context: CliContext): Promise<CollectedOffer> {
  const { size } = await stat(path).catch((cause) => {
    throw unreadable(path, cause);
  });
  const bytes = fileBytes(path, context);
  return readWithProgress({ name: path, bytes }, path, size, context);
}

async function* fileBytes(path: string, { interrupt }: CliContext): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path, { signal: interrupt, highWaterMark: 1 << 18 });
  } catch (cause) {
    throw interrupt.aborted ? cause : unreadable(path, cause);
  }
}

/** Reads the current offer of one region from AWS. @throws as `downloadOffer` and `readOffer` */
export async function readOfferOf(
  offerCode: string,
  region: string,
  baseUrl: string,
  context: CliContext,
): Promise<CollectedOffer> {
  const { interrupt } = context;
  const download = await downloadOffer(baseUrl, offerCode, region, interrupt).catch((cause) => {
    throw interrupt.aborted ? interrupted() : cause;
  });
  const source = { name: download.url, bytes: download.bytes, fallbackRegion: region };
  return readWithProgress(source, `${offerCode} ${region}`, download.totalBytes, context);
}

async function readWithProgress(
  source: OfferSource,
  label: string,
  totalBytes: number | null,
  context: CliContext,
): Promise<CollectedOffer> {
  const progress = createProgressLine(context);
  let done = 0;
  async function* counted(): AsyncIterable<Uint8Array> {
    for await (const chunk of source.bytes) {
      done += chunk.length;
      const of = totalBytes === null ? "" : ` of ${megabytes(totalBytes)}`;
      progress.show(() => `${label}: ${megabytes(done)}${of} MB read`);
      yield chunk;
    }
  }
  try {
    return await readOffer({ ...source, bytes: counted() });
  } catch (error) {
    throw context.interrupt.aborted ? interrupted() : error;
  } finally {
    progress.end();
  }
}

const megabytes = (bytes: number): string => number(Math.round(bytes / 1e6));

/** Ctrl-C, or a signal to end. */
export function interrupted(): Egress6Error {
  return new Egress6Error(
    "PRICES_INTERRUPTED",
    "incomplete",
    "Interrupted. Offers that were read to their end are kept; run the same command again for the others.",
  );
}

function unreadable(path: string, cause: unknown): Egress6Error {
  const reason = reasonOf(cause);
  return new Egress6Error(
    "OFFER_UNREADABLE",
    "input",
    `The file ${path} cannot be read (${reason}). Give an offer file of AWS's price list.`,
    { cause },
  );
}
