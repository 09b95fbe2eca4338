import { existsSync } from "node:fs";
import { Egress6Error } from "@egress6/core/errors";
import type { Witness } from "@egress6/core/observation/witness";
import type { NameSupport } from "@egress6/core/verdict/support";
import type { CliContext } from "./context.js";
import { type ResolverOptions, storePath } from "./options.js";

export interface ObservedOptions extends ResolverOptions {
  readonly db?: string;
  /** Look now instead of resting on the store alone; the store stays as it is. */
  readonly live?: true;
}

type Known = ReadonlyMap<string, NameSupport>;

export interface Observed {
  /** By the name that was looked up. */
  readonly support: Known;
  /** The resolvers that were asked now, and how far their word went; empty without `--live`. */
  readonly witnesses: readonly Witness[];
}

/** What is known of these names: what the store has, and with `--live` what DNS says now. */
export async function observedSupport(
  names: readonly string[],
  options: ObservedOptions,
  context: CliContext,
): Promise<Observed> {
  const stored = await readStored(names, options, context);
  return options.live
    ? lookNow(stored, names, options, context)
    : { support: stored, witnesses: [] };
}

async function readStored(
  names: readonly string[],
  { db }: ObservedOptions,
  context: CliContext,
): Promise<Known> {
  const path = pathOfStore(db, context.env);
  // SQLite takes longer to load than all the rest: only when there is something to read.
  if (path === null || !existsSync(path)) return new Map();
  const { readStore } = await import("./read-store.js");
  const store = readStore(path, context);
  try {
    return store?.readSupport(names) ?? new Map();
  } finally {
    store?.close();
  }
}

// Without a home folder there is no store, and nothing to complain of.
function pathOfStore(db: string | undefined, env: CliContext["env"]): string | null {
  const places = ["EGRESS6_DB", "HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME"];
  const hasPlace = db !== undefined || places.some((name) => env[name]);
  return hasPlace ? storePath(db, env, process.platform) : null;
}

async function lookNow(
  stored: Known,
  names: readonly string[],
  { resolver, rate, trustResolver }: ObservedOptions,
  context: CliContext,
): Promise<Observed> {
  const [{ observeHere }, { observeNames }, resolvers, { createProgress }] = await Promise.all([
    import("@egress6/core/verdict/support"),
    import("../adapter/dns/observe-names.js"),
    chosenResolvers(resolver),
    import("./progress.js"),
  ]);
  const seen = new Map(stored);
  const progress = createProgress(context, "Looking");
  const { witnesses } = await observeNames(
    names,
    {
      resolvers,
      rate,
      trustResolver: trustResolver === true,
      signal: context.interrupt,
      onProgress: (state) => progress.update(state),
    },
    (observation) => {
      const { name } = observation;
      seen.set(name, observeHere(seen.get(name), observation, context.now()));
    },
  ).finally(() => progress.end());
  if (context.interrupt.aborted) {
    throw new Egress6Error(
      "INTERRUPTED",
      "incomplete",
      "Stopped before every name was looked at, so there is no answer. Run the same command again.",
    );
  }
  return { support: seen, witnesses };
}

async function chosenResolvers(named: readonly string[] | undefined) {
  const { parseResolvers, systemResolvers } = await import("../adapter/dns/resolver-address.js");
  return named === undefined ? systemResolvers() : parseResolvers(named);
}
