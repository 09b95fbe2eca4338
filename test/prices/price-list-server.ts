import { createServer, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { type Offer, offerJson } from "./offer-files.js";

export interface PriceListServer {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
}

/** What happens to offers of a code, instead of being sent. */
export type OfferFaults = Readonly<
  Record<string, (response: ServerResponse, text: string) => void>
>;

interface Behaviour {
  readonly instead?: OfferFaults;
  /** The address of offers in the index, when it should be a strange one. */
  readonly address?: string;
}

/** A server with AWS's layout of the price list: an index of regions for each offer, and pinned files. */
export async function startPriceList(
  offers: readonly Offer[],
  { instead = {}, address }: Behaviour = {},
): Promise<PriceListServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const [, code = "", place = "", region] =
      /^\/offers\/v1\.0\/aws\/(\w+)\/(\w+)\/(?:([\w-]+)\/)?/.exec(path) ?? [];
    const ofCode = offers.filter((offer) => offer.code === code);
    if (place === "current" && path.endsWith("/region_index.json")) {
      const entries = ofCode.map((offer) => [
        offer.region,
        {
          regionCode: offer.region,
          currentVersionUrl:
            address ?? `/offers/v1.0/aws/${code}/${offer.version}/${offer.region}/index.json`,
        },
      ]);
      response.end(JSON.stringify({ formatVersion: "v1.0", regions: Object.fromEntries(entries) }));
      return;
    }
    const offer = ofCode.find((known) => known.version === place && known.region === region);
    if (offer === undefined) response.writeHead(404).end();
    else if (instead[code] !== undefined) instead[code](response, offerJson(offer));
    else response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(offerJson(offer)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  return { url: `http://127.0.0.1:${bound.port}`, asked };
}
