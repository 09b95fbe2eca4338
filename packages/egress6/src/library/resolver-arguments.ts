import { parseResolvers, systemResolvers } from "../adapter/dns/resolver-address.js";
import type { ObserveOptions } from "../ports.js";

/** How DNS is asked; named as the options of the commands. */
export interface ResolverArguments {
  /** Each as `1.1.1.1`, `[::1]:5353` or `localhost:53`; left out: the system's. */
  readonly resolver?: readonly string[] | undefined;
  /** Queries per second, `Infinity` for no limit; left out: 500. */
  readonly rate?: number | undefined;
  /** Whether the "no" of resolvers counts whose controls cannot be had. */
  readonly trustResolver?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_RATE = 500;

/** @throws Egress6Error RESOLVER_INVALID */
export async function observeOptions({
  resolver,
  rate = DEFAULT_RATE,
  trustResolver = false,
  signal,
}: ResolverArguments): Promise<ObserveOptions> {
  const resolvers =
    resolver === undefined ? await systemResolvers() : await parseResolvers(resolver);
  return { resolvers, rate, trustResolver, ...(signal === undefined ? {} : { signal }) };
}
