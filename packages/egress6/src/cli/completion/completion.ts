import type { Argument, Command, Option } from "commander";

/** Words that several options take, by name. */
export interface Lists {
  readonly services: readonly string[];
  readonly regions: readonly string[];
  readonly partitions: readonly string[];
  readonly variants: readonly string[];
  readonly targets: readonly string[];
  readonly designs: readonly string[];
  readonly sdks: readonly string[];
}

/** What may stand for an option's value or an argument. */
export type Value =
  /** `isMany`: several, separated by commas. */
  | { readonly kind: "list"; readonly list: keyof Lists; readonly isMany: boolean }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "files" }
  | { readonly kind: "free" };

export interface CompletedOption {
  /** `--region`, or `-h` and `--help`. */
  readonly names: readonly string[];
  readonly summary: string;
  /** null: it takes none. */
  readonly value: Value | null;
}

export interface CompletedCommand {
  /** The words before: empty for `egress6` itself, else such as `prices update`. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly CompletedOption[];
  readonly arguments: readonly { readonly value: Value; readonly isVariadic: boolean }[];
}

/** All that a script is written from. */
export interface Completion {
  readonly lists: Lists;
  readonly commands: readonly CompletedCommand[];
}

/** What stands for which list, by the long name of an option or the name of an argument. */
const LIST_OF: Readonly<Record<string, keyof Lists>> = {
  service: "services",
  services: "services",
  region: "regions",
  partition: "partitions",
  variant: "variants",
  for: "targets",
  design: "designs",
  sdk: "sdks",
};

const FILES = /^(files?|path|folder|(.+\|)?dir)$/;

/** @param program with every command that is to be completed */
export function completionOf(program: Command, lists: Lists): Completion {
  return { lists, commands: [...completedCommands(program, "")] };
}

function* completedCommands(command: Command, path: string): Generator<CompletedCommand> {
  const inner = command.commands.map((each) => ({
    name: each.name(),
    summary: each.summary() || each.description(),
  }));
  const help = command.createHelp();
  yield {
    path,
    commands: inner,
    options: help.visibleOptions(command).map(completedOption),
    arguments: command.registeredArguments.map((argument) => ({
      value: valueOfArgument(argument),
      isVariadic: argument.variadic,
    })),
  };
  for (const each of command.commands) {
    yield* completedCommands(each, path === "" ? each.name() : `${path} ${each.name()}`);
  }
}

function completedOption(option: Option): CompletedOption {
  const [, placeholder] = /[<[](.+)[>\]]$/.exec(option.flags) ?? [];
  const name = option.long?.slice(2) ?? "";
  return {
    names: [option.short, option.long].filter((each) => typeof each === "string"),
    summary: option.description,
    value: placeholder === undefined ? null : valueFor(name, placeholder, option.argChoices),
  };
}

function valueOfArgument(argument: Argument): Value {
  const placeholder = argument.variadic ? `${argument.name()}...` : argument.name();
  return valueFor(argument.name(), placeholder, argument.argChoices);
}

function valueFor(
  name: string,
  placeholder: string,
  choices: readonly string[] | undefined,
): Value {
  if (choices !== undefined) return { kind: "words", words: choices };
  const list = Object.hasOwn(LIST_OF, name) ? LIST_OF[name] : undefined;
  if (list !== undefined) {
    return { kind: "list", list, isMany: /s(\.\.\.)?$/.test(placeholder) };
  }
  return { kind: FILES.test(placeholder.replace("...", "")) ? "files" : "free" };
}

/** Options with a value, and what stands for it. */
export function optionsWithValue({
  options,
}: CompletedCommand): readonly { readonly name: string; readonly value: Value }[] {
  return options.flatMap(({ names, value }) =>
    value === null ? [] : names.map((name) => ({ name, value })),
  );
}

/** As one word of bash, zsh and fish, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
