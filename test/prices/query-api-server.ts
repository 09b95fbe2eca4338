import { createServer, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { type Offer, offerJson } from "./offer-files.js";

const getProducts = z.object({
  ServiceCode: z.string(),
  FormatVersion: z.literal("aws_v1"),
  Filters: z.array(
    z.object({ Field: z.string(), Value: z.string(), Type: z.enum(["TERM_MATCH", "CONTAINS"]) }),
  ),
  NextToken: z.string().optional(),
});
type GetProducts = z.infer<typeof getProducts>;

/** A bulk file, of which answers are made. */
const offerFile = z.object({
  offerCode: z.string(),
  version: z.string(),
  publicationDate: z.string(),
  products: z.record(z.string(), z.looseObject({ attributes: z.record(z.string(), z.string()) })),
  terms: z.object({ OnDemand: z.record(z.string(), z.unknown()) }),
});

export interface QueryApiServer {
  readonly url: string;
  /** Requests that were answered with products, in order. */
  readonly asked: readonly GetProducts[];
  /** How many requests came, also those that were refused. */
  readonly arrived: () => number;
}

interface Behaviour {
  /** Products on a page. */
  readonly pageSize?: number;
  /** Does something else than answer; true: it was done. */
  readonly instead?: (request: GetProducts, response: ServerResponse, count: number) => boolean;
}

/** AWS's fault of that name, as its JSON protocol has it. */
export function refuse(response: ServerResponse, status: number, type: string, message: string) {
  response
    .writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": type })
    .end(JSON.stringify({ __type: type, message }));
  return true;
}

/** The Price List Query API over these offers, in AWS's JSON protocol 1.1. */
export async function startQueryApi(
  offers: readonly Offer[],
  { pageSize = 1, instead = () => false }: Behaviour = {},
): Promise<QueryApiServer> {
  const asked: GetProducts[] = [];
  let arrived = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    arrived += 1;
    if (request.headers["x-amz-target"] !== "AWSPriceListService.GetProducts") {
      refuse(response, 400, "UnknownOperationException", "");
      return;
    }
    if (!/^AWS4-HMAC-SHA256 .*\/pricing\/aws4_request/.test(request.headers.authorization ?? "")) {
      refuse(response, 403, "MissingAuthenticationTokenException", "not signed for pricing");
      return;
    }
    const query = getProducts.parse(JSON.parse(Buffer.concat(chunks).toString()));
    if (instead(query, response, arrived)) return;
    asked.push(query);
    const found = offers.flatMap((offer) => productsOf(offer, query));
    const from = Number(query.NextToken ?? "0");
    const next = from + pageSize;
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(
      JSON.stringify({
        FormatVersion: "aws_v1",
        PriceList: found.slice(from, next),
        ...(next < found.length ? { NextToken: String(next) } : {}),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  return { url: `http://127.0.0.1:${bound.port}`, asked, arrived: () => arrived };
}

function productsOf(offer: Offer, { ServiceCode, Filters }: GetProducts): readonly string[] {
  const file = offerFile.parse(JSON.parse(offerJson(offer)));
  if (file.offerCode !== ServiceCode) return [];
  return Object.entries(file.products)
    .filter(([, { attributes }]) =>
      Filters.every(({ Field, Value, Type }) => {
        const value = attributes[Field] ?? "";
        return Type === "CONTAINS" ? value.includes(Value) : value === Value;
      }),
    )
    .map(([sku, product]) =>
      JSON.stringify({
        product,
        serviceCode: file.offerCode,
        terms: { OnDemand: file.terms.OnDemand[sku] },
        version: file.version,
        publicationDate: file.publicationDate,
      }),
    );
}
