import type { NameObservation } from "@egress6/core/observation/outcome";
import { observeNames } from "../../../packages/egress6/src/adapter/dns/observe-names.js";
import type { ObserveOptions, ObserveResult } from "../../../packages/egress6/src/ports.js";
import type { DnsServer } from "./server.js";

type Found = ReadonlyMap<string, NameObservation>;

/** Observes names through test servers, without a rate limit unless told; by name. */
export async function observeAll(
  names: readonly string[],
  servers: readonly Pick<DnsServer, "address" | "port">[],
  options: Partial<ObserveOptions> = {},
): Promise<Found> {
  return (await observeRun(names, servers, options)).found;
}

/** The same, and how the run ended. */
export async function observeRun(
  names: readonly string[],
  servers: readonly Pick<DnsServer, "address" | "port">[],
  options: Partial<ObserveOptions> = {},
): Promise<ObserveResult & { readonly found: Found }> {
  const found = new Map<string, NameObservation>();
  const resolvers = servers.map(({ address, port }) => ({ host: address, port }));
  const rate = Number.POSITIVE_INFINITY;
  const result = await observeNames(names, { resolvers, rate, ...options }, (observation) => {
    if (found.has(observation.name)) throw new Error(`${observation.name} was reported twice`);
    found.set(observation.name, observation);
  });
  return { ...result, found };
}
