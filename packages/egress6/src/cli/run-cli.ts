import { Egress6Error } from "@egress6/core/errors";
import { Command, CommanderError, Option } from "commander";
import { toned } from "../render/style.js";
import type { AddCommand } from "./add-command.js";
import {
  type Appearance,
  COLOR_CHOICES,
  hasColor,
  hasLinks,
  isProse,
  paintedStream,
} from "./appearance.js";
import { applyProjectFile } from "./apply-project-file.js";
import type { CliContext, ExitCode } from "./context.js";
import { VERSION } from "./version.js";

// A command module declares options only, and imports what it needs when it runs; only the module
// of the command that runs is loaded, so `egress6 endpoint` starts in the time of its own few files.
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import("./serve/options.js")).addServeCommand,
  scan: async () => (await import("./scan/options.js")).addScanCommand,
  lookup: async () => (await import("./lookup/options.js")).addLookupCommand,
  find: async () => (await import("./find/options.js")).addFindCommand,
  endpoint: async () => (await import("./endpoint/options.js")).addEndpointCommand,
  check: async () => (await import("./check/options.js")).addCheckCommand,
  config: async () => (await import("./config/options.js")).addConfigCommand,
  audit: async () => (await import("./audit/options.js")).addAuditCommand,
  survey: async () => (await import("./survey/options.js")).addSurveyCommand,
  flows: async () => (await import("./flows/options.js")).addFlowsCommand,
  plan: async () => (await import("./plan/options.js")).addPlanCommand,
  prove: async () => (await import("./prove/options.js")).addProveCommand,
  export: async () => (await import("./export/options.js")).addExportCommand,
  doctor: async () => (await import("./doctor/options.js")).addDoctorCommand,
  facts: async () => (await import("./facts/options.js")).addFactsCommand,
  report: async () => (await import("./report/options.js")).addReportCommand,
  mcp: async () => (await import("./mcp/options.js")).addMcpCommand,
  prices: async () => (await import("./prices/options.js")).addPricesCommand,
  changes: async () => (await import("./changes/options.js")).addChangesCommand,
  site: async () => (await import("./site/options.js")).addSiteCommand,
  catalog: async () => (await import("./catalog/options.js")).addCatalogCommand,
  help: async () => (await import("./help/options.js")).addHelpCommand,
  version: async () => (await import("./version/options.js")).addVersionCommand,
  completion: async () => (await import("./completion/options.js")).addCompletionCommand,
};

/** They speak of all the others. */
const WHOLE_PROGRAM = ["completion", "help"];

const START = `
Begin with:
  $ egress6 serve                               the map, checked while you look
  $ egress6 find logs.us-east-1.amazonaws.com   what a host, ARN or error means
  $ egress6 endpoint sqs --region us-east-1     the endpoint an SDK calls, why
  $ egress6 check s3 --region us-east-1 --live  what works without IPv4
  $ egress6 doctor --region us-east-1           why IPv6 egress fails here
  $ egress6 plan shop.yaml                      egress designs, with prices

Observations are kept in --db PATH, else EGRESS6_DB, else this platform's data
folder. Topics: egress6 help.
Exit code: 0 done · 1 findings · 2 bad usage or input · 3 could not complete;
results so far are kept`;

/** Begins every message of what went wrong. */
const FAULT = "egress6: ";

interface GlobalOptions {
  readonly color?: Appearance["color"];
  readonly quiet?: true;
}

/** @param argv the words after `egress6` */
export async function runCli(argv: readonly string[], given: CliContext): Promise<ExitCode> {
  const appearance: Appearance = { color: "auto", isQuiet: false, isProse: false };
  const context = contextFor(given, appearance);
  let exitCode: ExitCode = 0;
  const program = new Command("egress6")
    .description("Which AWS endpoints answer over IPv6, where, since when, and what to set.")
    .version(VERSION)
    .addOption(
      new Option("--color <when>", "colour (default: on a terminal)").choices(COLOR_CHOICES),
    )
    .option("--quiet", "no progress and no notes: only the result, warnings and errors")
    .helpCommand(false)
    .exitOverride()
    .addHelpText("after", START)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => {
        appearance.isProse = true;
        context.stdout.write(text);
      },
      writeErr: (text) => context.stderr.write(text),
      outputError: (text, write) => write(usageWords(text)),
    })
    .hook("preAction", async (_, action) => {
      const { color, quiet } = action.optsWithGlobals<GlobalOptions>();
      if (color !== undefined) appearance.color = color;
      appearance.isQuiet = quiet === true;
      appearance.isProse = isProse(commandWords(action), action.opts());
      await applyProjectFile(action, context);
    });
  const [first = ""] = argv;
  const isAlone = Object.hasOwn(COMMANDS, first) && !WHOLE_PROGRAM.includes(first);
  const names = isAlone ? [first] : Object.keys(COMMANDS);
  for (const name of names) {
    const addCommand = await COMMANDS[name]?.();
    addCommand?.(program, context, (code) => {
      exitCode = code;
    });
  }
  nameHelp(program, "egress6");
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, context);
  }
}

/** `prices show`: without the program's own name. */
function commandWords(command: Command): readonly string[] {
  return command.parent === null ? [] : [...commandWords(command.parent), command.name()];
}

/** Wrong usage is answered with where to read of it. */
function nameHelp(command: Command, path: string): void {
  command.showHelpAfterError(`\`${path} --help\` shows usage and examples.`);
  for (const each of command.commands) nameHelp(each, `${path} ${each.name()}`);
}

/** Commander's messages in the voice of ours. */
function usageWords(text: string): string {
  return text
    .replace(/^error: missing required argument '(\S+)'/, "error: <$1> is missing.")
    .replace(
      /^error: too many arguments for '(.+)'\. Expected (\d+) arguments? but got \d+\./,
      "error: `$1` takes $2 arguments.",
    )
    .replace(/^error: (unknown (?:option|command)) '(\S+)'/, "error: $1 `$2`.")
    .replace(/^error: option '(.+?)' argument missing/, "error: `$1` needs a value.")
    .replace(
      /^error: option '(.+?)' argument '(.*?)' is invalid\. /,
      'error: `$1` cannot be "$2". ',
    )
    .replace(
      /^error: command-argument value '(.*?)' is invalid for argument '(\S+)'\. /,
      'error: <$2> cannot be "$1". ',
    )
    .replace(/^error: /, FAULT);
}

function exitCodeOf(error: unknown, context: CliContext): ExitCode {
  if (error instanceof CommanderError) {
    // Commander has printed its message already.
    return error.exitCode === 0 ? 0 : 2;
  }
  if (error instanceof Egress6Error) {
    context.stderr.write(`${FAULT}${error.message}\n`);
    return error.kind === "input" ? 2 : 3;
  }
  throw error;
}

/** The streams that commands write to: safe for a terminal, in colour where it is wanted, quiet where that is. */
function contextFor(given: CliContext, appearance: Appearance): CliContext {
  const { env, isStderrTerminal, stdoutColumns = null, stderrColumns = null } = given;
  const painting = (isTerminal: boolean) => ({
    hasColor: () => hasColor(appearance.color, env, isTerminal),
    hasLinks: () => hasLinks(env),
  });
  const onStderr = painting(isStderrTerminal);
  return {
    ...given,
    stdout: paintedStream(given.stdout, {
      ...painting(stdoutColumns !== null),
      columns: () => (appearance.isProse ? stdoutColumns : null),
    }),
    stderr: paintedStream(given.stderr, {
      ...onStderr,
      columns: () => stderrColumns,
      isDropped: (text) => appearance.isQuiet && !MESSAGE.test(text),
      prepare: (text) =>
        text.replace(MESSAGE, (prefix) => toned(prefix === FAULT ? "bad" : "unsure", prefix)),
    }),
    terminal: given.stderr,
    get isStderrTerminal() {
      return isStderrTerminal && !appearance.isQuiet;
    },
  };
}

/** Said also by `--quiet`. */
const MESSAGE = /^(?:egress6|warning): /;
