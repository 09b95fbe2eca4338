import { Readable } from "node:stream";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { nearest } from "@egress6/core/identify/nearest";
import { z } from "zod";

/** AWS's price list, readable by anybody. */
export const PRICE_LIST_URL = "https://pricing.us-east-1.amazonaws.com";

export interface Download {
  readonly url: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** `null`: the server does not say, or sends it packed. */
  readonly totalBytes: number | null;
}

const regionIndex = z.object({
  regions: z.record(z.string(), z.object({ currentVersionUrl: z.string() })),
});

/**
 * Opens the current offer of one region.
 * @param offerCode `AmazonVPC`
 * @throws Egress6Error PRICE_LIST_UNREACHABLE (incomplete) when the server cannot be asked,
 * PRICE_REGION_UNKNOWN (input) when the offer has no such region
 */
export async function downloadOffer(
  baseUrl: string,
  offerCode: string,
  region: string,
  signal: AbortSignal,
): Promise<Download> {
  const indexUrl = address(`/offers/v1.0/aws/${offerCode}/current/region_index.json`, baseUrl);
  const index = await readIndex(indexUrl, signal);
  const entry = index.regions[region];
  if (entry === undefined) throw regionUnknown(region, offerCode, Object.keys(index.regions));
  const url = address(entry.currentVersionUrl, baseUrl);
  const response = await get(url, signal);
  if (response.body === null) throw unreachable(url, "it sent nothing");
  const length = response.headers.get("content-length");
  const isPacked = response.headers.has("content-encoding");
  return {
    url: url.href,
    bytes: withFaultOf(Readable.fromWeb(response.body), url, signal),
    totalBytes: length === null || isPacked ? null : Number(length),
  };
}

async function readIndex(url: URL, signal: AbortSignal): Promise<z.infer<typeof regionIndex>> {
  const response = await get(url, signal);
  try {
    return regionIndex.parse(await response.json());
  } catch (cause) {
    throw unreachable(url, "what it sent is no index of regions", cause);
  }
}

/** The index may name files of its own server only. */
function address(path: string, baseUrl: string): URL {
  const url = new URL(path, baseUrl);
  if (url.origin !== new URL(baseUrl).origin) {
    throw unreachable(url, `it is on another server than ${baseUrl}`);
  }
  return url;
}

async function get(url: URL, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    throw signal.aborted ? cause : unreachable(url, causeOf(cause), cause);
  }
  if (!response.ok) throw unreachable(url, `it answers ${response.status} ${response.statusText}`);
  return response;
}

async function* withFaultOf(
  bytes: AsyncIterable<Uint8Array>,
  url: URL,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    throw signal.aborted ? cause : unreachable(url, `it broke off (${causeOf(cause)})`, cause);
  }
}

/** `fetch` says why in the cause. */
function causeOf(error: unknown): string {
  return reasonOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}

function unreachable(url: URL, reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "PRICE_LIST_UNREACHABLE",
    "incomplete",
    `AWS's price list cannot be read at ${url.href}: ${reason}. Prices read before are kept. Without a network, fetch that file elsewhere and give it to \`egress6 prices import FILE\`.`,
    { cause },
  );
}

function regionUnknown(
  region: string,
  offerCode: string,
  regions: readonly string[],
): Egress6Error {
  const like = nearest(region, regions, (name) => [name], 3).join(", ");
  return new Egress6Error(
    "PRICE_REGION_UNKNOWN",
    "input",
    `The offer ${offerCode} has no region ${region}. Nearest: ${like}.`,
  );
}
