import { Egress6Error } from "@egress6/core/errors";
import { type Command, InvalidArgumentError, Option } from "commander";
import { usageFault } from "./usage-fault.js";

/** `--rate`: queries per second, or Infinity for `unlimited`. */
function parseRate(text: string): number {
  if (text === "unlimited") return Number.POSITIVE_INFINITY;
  const rate = Number(text);
  if (!Number.isFinite(rate) || rate <= 0) {
    throw new InvalidArgumentError("It takes queries per second, for example 500, or `unlimited`.");
  }
  return rate;
}

/** For options that may be given more than once. */
export const collect = (value: string, previous: readonly string[] | undefined) => [
  ...(previous ?? []),
  value,
];

/** `a,b`, repeatable. Nothing in it, as from an empty variable of a script, must not come to mean "all". */
export function commaList(value: string, previous: readonly string[] | undefined) {
  const words = value
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 0) throw new InvalidArgumentError("Name at least one, or leave it out.");
  return [...(previous ?? []), ...words];
}

/**
 * An option that must be given. Commander has `requiredOption`, but looks for it before it looks for
 * misspelt options, so that `--fro env` would only be told that `--for` is missing.
 * @param example a whole command that has it
 */
export function addRequiredOption(command: Command, option: Option, example: string): Command {
  return command.addOption(option).hook("preAction", () => {
    if (command.getOptionValue(option.attributeName()) !== undefined) return;
    throw usageFault(
      `${option.flags} is missing. Give it, for example \`${example}\`; --help shows all options.`,
    );
  });
}

/** What `--service`, `--region`, `--partition` and `--variant` leave, as typed. */
export interface FilterOptions {
  readonly service?: readonly string[];
  readonly region?: readonly string[];
  readonly partition?: readonly string[];
  readonly variant?: readonly string[];
}

/** The filters shared by scan, export and changes. */
export function addFilterOptions(command: Command): Command {
  return command
    .option("--service <names>", "only these services: id, CLI name or display name", commaList)
    .option("--region <globs>", "only these regions, for example eu-*,us-east-1", commaList)
    .option("--partition <ids>", "only these partitions, for example aws,aws-cn", commaList)
    .option("--variant <names>", "only these: default, dualstack, fips, fips-dualstack", commaList);
}

export interface ResolverOptions {
  readonly resolver?: readonly string[];
  readonly rate: number;
  readonly trustResolver?: true;
}

/** `--resolver`, `--rate` and `--trust-resolver`. */
export function addResolverOptions(command: Command): Command {
  return command
    .option(
      "--resolver <host[:port]>",
      "ask this DNS resolver (repeatable; default: the system's)",
      collect,
    )
    .addOption(
      new Option("--rate <n>", "DNS queries per second, or `unlimited`")
        .default(500)
        .argParser(parseRate),
    )
    .option(
      "--trust-resolver",
      "take the word of a resolver that cannot be vetted, for example in a closed network",
    );
}

/** `--force`. @param output the option that names the file */
export function addForceOption(command: Command, output: "--out" | "--output"): Command {
  return command.option("--force", `with ${output}: replace the file if there is one`);
}

/** `--db`. */
export function addDbOption(command: Command): Command {
  return command.option(
    "--db <path>",
    "the store (default: EGRESS6_DB, else the platform's data folder)",
  );
}

/** Where the store is: `--db`, else EGRESS6_DB, else the platform's data folder. */
export function storePath(
  db: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const chosen = db ?? env["EGRESS6_DB"];
  if (chosen !== undefined && chosen !== "") return chosen;
  const folder = platformFolder(env, platform);
  if (folder === null) {
    throw new Egress6Error(
      "STORE_PATH_UNKNOWN",
      "input",
      "There is no home folder to keep the store in. Say where with --db PATH or EGRESS6_DB.",
    );
  }
  return `${folder}/egress6.db`;
}

/** Every place where this user's observations may be: `--db`, EGRESS6_DB, and the platform's data folder. */
export function knownStores(
  db: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): readonly string[] {
  const folder = platformFolder(env, platform);
  const places = [db, env["EGRESS6_DB"], folder === null ? undefined : `${folder}/egress6.db`];
  return places.flatMap((place) => place || []);
}

/** Where imported prices are: as given, else EGRESS6_PRICES, else the platform's data folder; `null`: nowhere. */
export function pricesPath(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | null {
  const chosen = given ?? env["EGRESS6_PRICES"];
  if (chosen !== undefined && chosen !== "") return chosen;
  const folder = platformFolder(env, platform);
  return folder === null ? null : `${folder}/prices.json`;
}

/** Where this platform keeps data of egress6; `null`: there is no home folder. */
function platformFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | null {
  const home = env["HOME"] ?? env["USERPROFILE"];
  const base =
    platform === "win32"
      ? env["LOCALAPPDATA"]
      : platform === "darwin"
        ? home && `${home}/Library/Application Support`
        : env["XDG_DATA_HOME"] || (home && `${home}/.local/share`);
  return base ? `${base}/egress6` : null;
}
