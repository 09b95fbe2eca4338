import { type NameSupport, observeSupport, UNOBSERVED } from "@egress6/core/verdict/support";
import { observeNames } from "../dns/observe-names.js";
import { parseResolvers, systemResolvers } from "../dns/resolver-address.js";
import { openStoreReader } from "../store/open-store.js";
import type { CliContext } from "./context.js";
import { type ResolverOptions, storePath } from "./options.js";
import { createProgress } from "./progress.js";

export interface ObservedOptions extends ResolverOptions {
  readonly db?: string;
  /** Look now instead of resting on the store alone; the store stays as it is. */
  readonly live?: true;
}

/**
 * What is known of names: what the store has, and with `--live` what DNS says now.
 * @param names those to look at now
 */
export async function observedSupport(
  names: readonly string[],
  options: ObservedOptions,
  context: CliContext,
): Promise<ReadonlyMap<string, NameSupport>> {
  const stored = readStored(options, context);
  return options.live ? lookNow(stored, names, options, context) : stored;
}

function readStored(
  { db }: ObservedOptions,
  { env }: CliContext,
): ReadonlyMap<string, NameSupport> {
  const store = openStoreReader(storePath(db, env, process.platform));
  try {
    return store?.readSupport() ?? new Map();
  } finally {
    store?.close();
  }
}

async function lookNow(
  stored: ReadonlyMap<string, NameSupport>,
  names: readonly string[],
  { resolver, rate }: ObservedOptions,
  context: CliContext,
): Promise<ReadonlyMap<string, NameSupport>> {
  const seen = new Map(stored);
  const resolvers =
    resolver === undefined ? await systemResolvers() : await parseResolvers(resolver);
  const progress = createProgress(context, "Looking");
  await observeNames(
    names,
    { resolvers, rate, signal: context.interrupt, onProgress: (state) => progress.update(state) },
    ({ name, a, aaaa }) => {
      const { ipv4, ipv6 } = seen.get(name) ?? { ipv4: UNOBSERVED, ipv6: UNOBSERVED };
      const at = context.now();
      seen.set(name, {
        ipv4: observeSupport(ipv4, a, at),
        ipv6: observeSupport(ipv6, aaaa, at),
      });
    },
  ).finally(() => progress.end());
  return seen;
}
