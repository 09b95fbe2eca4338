import { existsSync } from "node:fs";
import type { FindSupport, Observed } from "../ports.js";
import type { CliContext } from "./context.js";
import { type ResolverOptions, storePath } from "./options.js";

export interface ObservedOptions extends ResolverOptions {
  readonly db?: string;
  /** Look now instead of resting on the store alone; the store stays as it is. */
  readonly live?: true;
}

type Known = Observed["support"];

/** What the store has, and with `--live` what DNS says now. */
export function supportFinder(options: ObservedOptions, context: CliContext): FindSupport {
  return async (names) => {
    const stored = await readStored(names, options, context);
    return options.live
      ? lookFurther(stored, names, options, context)
      : { support: stored, witnesses: [] };
  };
}

async function readStored(
  names: readonly string[],
  { db }: ObservedOptions,
  context: CliContext,
): Promise<Known> {
  const path = storeOrNone(db, context);
  // SQLite takes longer to load than all the rest: only when there is something to read.
  if (path === null) return new Map();
  const { readStore } = await import("./read-store.js");
  const store = readStore(path, context);
  try {
    return store?.readSupport(names) ?? new Map();
  } finally {
    store?.close();
  }
}

/** The store to read; null: there is none. */
export function storeOrNone(db: string | undefined, context: CliContext): string | null {
  const path = pathOfStore(db, context);
  return path !== null && existsSync(path) ? path : null;
}

// Without a home folder there is no store, and nothing to complain of.
function pathOfStore(db: string | undefined, { env, platform }: CliContext): string | null {
  const places = ["EGRESS6_DB", "HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME"];
  const hasPlace = db !== undefined || places.some((name) => env[name]);
  return hasPlace ? storePath(db, env, platform) : null;
}

async function lookFurther(
  known: Known,
  names: readonly string[],
  { resolver, rate, trustResolver }: ObservedOptions,
  context: CliContext,
): Promise<Observed> {
  const [{ lookNow }, { observeNames }, resolvers, { createProgress }] = await Promise.all([
    import("../app/look-now.js"),
    import("../adapter/dns/observe-names.js"),
    chosenResolvers(resolver),
    import("./progress.js"),
  ]);
  const progress = createProgress(context, "Looking");
  return lookNow(names, {
    known,
    observe: observeNames,
    resolvers,
    rate,
    trustResolver: trustResolver === true,
    signal: context.interrupt,
    now: context.now,
    onProgress: (state) => progress.update(state),
  }).finally(() => progress.end());
}

async function chosenResolvers(named: readonly string[] | undefined) {
  const { parseResolvers, systemResolvers } = await import("../adapter/dns/resolver-address.js");
  return named === undefined ? systemResolvers() : parseResolvers(named);
}
