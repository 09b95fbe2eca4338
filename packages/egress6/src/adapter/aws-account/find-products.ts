import type { ProductFinder, ProductQuery } from "../../ports.js";
import { awsFault, loadAwsClient } from "./aws-client.js";

/** Where the Price List Query API is; each answers for all regions. */
export const PRICING_REGIONS = ["us-east-1", "eu-central-1", "ap-south-1"] as const;

/** Of one page, with all tries. */
const PAGE_TIMEOUT_MS = 60_000;
const MOST_TRIES = 5;
/** AWS gives at most a hundred; a question of ours has one or two pages. */
const MOST_PAGES = 50;

/**
 * The Price List Query API. Credentials, endpoint and dual-stack setting are those of the AWS SDK: environment,
 * shared files, SSO, roles.
 * @throws Egress6Error AWS_CLIENT_MISSING
 */
export async function openProductFinder(
  region: (typeof PRICING_REGIONS)[number],
  profile: string | undefined,
): Promise<ProductFinder> {
  const { PricingClient, GetProductsCommand } = await loadAwsClient(
    "@aws-sdk/client-pricing",
    () => import("@aws-sdk/client-pricing"),
  );
  const call = {
    action: "pricing:GetProducts",
    profile,
    instead: "Without an account, leave out --via query-api: that reads AWS's public price list.",
  };
  const client = new PricingClient({
    region,
    maxAttempts: MOST_TRIES,
    ...(profile === undefined ? {} : { profile }),
  });
  return { findProducts };

  async function* findProducts(query: ProductQuery, signal: AbortSignal): AsyncIterable<string> {
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { products, nextToken } = await pageOf(query, token, signal);
      yield* products;
      if (nextToken === undefined) return;
      token = nextToken;
    }
    throw awsFault(new Error(`more than ${MOST_PAGES} pages`), call);
  }

  async function pageOf(
    { serviceCode, filters }: ProductQuery,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly products: readonly string[]; readonly nextToken: string | undefined }> {
    const timeout = AbortSignal.timeout(PAGE_TIMEOUT_MS);
    try {
      const { PriceList = [], NextToken } = await client.send(
        new GetProductsCommand({
          ServiceCode: serviceCode,
          FormatVersion: "aws_v1",
          Filters: filters.map(({ field, value, type }) => ({
            Field: field,
            Value: value,
            Type: type,
          })),
          ...(token === undefined ? {} : { NextToken: token }),
        }),
        { abortSignal: AbortSignal.any([signal, timeout]) },
      );
      return { products: PriceList.map(String), nextToken: NextToken || undefined };
    } catch (cause) {
      if (signal.aborted) throw cause;
      const seconds = PAGE_TIMEOUT_MS / 1000;
      const reason = timeout.aborted ? new Error(`no answer in ${seconds} s`, { cause }) : cause;
      throw awsFault(reason, call);
    }
  }
}
