import { relative } from "node:path";
import type { Command } from "commander";
import { findProjectFile } from "../adapter/project-file/find-project-file.js";
import type { ProjectDefaults } from "../adapter/project-file/read-project-file.js";
import type { CliContext } from "./context.js";

/**
 * Gives a command what the project's file says, for each option that it has and that nobody typed. What the
 * environment says of the region comes before the file.
 */
export async function applyProjectFile(
  command: Command,
  { cwd, env, stderr }: CliContext,
): Promise<void> {
  const path = findProjectFile(cwd);
  if (path === null) return;
  const { readProjectFile } = await import("../adapter/project-file/read-project-file.js");
  const defaults = readProjectFile(path);
  if (command.getOptionValue("batch") !== undefined) return;
  const isRegionSet =
    command.getOptionValue("workload") !== undefined ||
    Boolean(env["AWS_REGION"] || env["AWS_DEFAULT_REGION"]);
  const wanted: Readonly<Record<string, string | undefined>> = {
    region: isRegionSet ? undefined : defaults.region,
    service: isNaming(command) ? undefined : defaults.services?.join(","),
    sdk: defaults.sdk,
  };
  const taken = command.options.flatMap((option) => {
    const name = option.attributeName();
    const value = wanted[name];
    if (value === undefined || isTyped(command, name)) return [];
    command.setOptionValueWithSource(name, option.parseArg?.(value, undefined) ?? value, "config");
    return [`${option.long} ${value}`];
  });
  const resolvers = applyResolvers(command, defaults);
  const all = [...taken, ...resolvers];
  if (all.length > 0) stderr.write(`${relative(cwd, path) || path}: ${all.join(" ")}\n`);
}

/** Where a command asks only with --live, a resolver alone would be refused. */
function applyResolvers(command: Command, { resolvers }: ProjectDefaults): readonly string[] {
  const options = command.options.map((option) => option.attributeName());
  const asks = !options.includes("live") || command.getOptionValue("live") === true;
  if (resolvers === undefined || !options.includes("resolver") || !asks) return [];
  if (isTyped(command, "resolver")) return [];
  command.setOptionValueWithSource("resolver", resolvers, "config");
  return resolvers.map((resolver) => `--resolver ${resolver}`);
}

function isTyped(command: Command, name: string): boolean {
  return command.getOptionValueSource(name) === "cli";
}

/** Services are named in another way. */
function isNaming(command: Command): boolean {
  const others = ["names", "workload"].map((name) => command.getOptionValue(name));
  return command.args.length > 0 || others.some((value) => value !== undefined);
}
