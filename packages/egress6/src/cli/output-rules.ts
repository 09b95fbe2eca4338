import type { OutputRules } from "../write-file.js";
import type { CliContext } from "./context.js";
import { knownStores } from "./options.js";
import { usageFault } from "./usage-fault.js";

interface OutputOptions {
  readonly db?: string;
  readonly force?: true;
}

/** How a command with `--force` may write its file. */
export function outputRules({ db, force }: OutputOptions, context: CliContext): OutputRules {
  return { force: force ?? false, stores: storesOf(db, context) };
}

/** For a file that is egress6's own, such as its prices: it is kept up to date without being asked. */
export function ownFileRules(context: CliContext): OutputRules {
  return { force: true, stores: storesOf(undefined, context) };
}

/** Every store of this user: no output takes the place of one. */
export function storesOf(db: string | undefined, { env, platform }: CliContext): readonly string[] {
  return knownStores(db, env, platform);
}

/** @param option the one that names the file */
export function refuseLoneForce(
  file: string | undefined,
  { force }: OutputOptions,
  option: "--out" | "--output",
): void {
  if (force && file === undefined) throw usageFault(`--force goes with ${option} FILE.`);
}
