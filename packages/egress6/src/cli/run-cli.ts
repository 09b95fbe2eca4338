import { Egress6Error } from "@egress6/core/errors";
import { Command, CommanderError } from "commander";
import type { CliContext, ExitCode } from "./context.js";
import { shownStream } from "./shown-stream.js";
import { VERSION } from "./version.js";

/** Adds one command to the program. Its action calls `end` with the exit code. */
export type AddCommand = (
  program: Command,
  context: CliContext,
  end: (code: ExitCode) => void,
) => void;

// A command module declares options only, and imports what it needs when it runs; only the module
// of the command at hand is loaded. `egress6 endpoint` so starts in the time of its own few files.
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import("./commands/serve.js")).addServeCommand,
  scan: async () => (await import("./commands/scan.js")).addScanCommand,
  lookup: async () => (await import("./commands/lookup.js")).addLookupCommand,
  endpoint: async () => (await import("./commands/endpoint.js")).addEndpointCommand,
  check: async () => (await import("./commands/check.js")).addCheckCommand,
  config: async () => (await import("./commands/config.js")).addConfigCommand,
  plan: async () => (await import("./commands/plan.js")).addPlanCommand,
  export: async () => (await import("./commands/export.js")).addExportCommand,
  doctor: async () => (await import("./commands/doctor.js")).addDoctorCommand,
  facts: async () => (await import("./commands/facts.js")).addFactsCommand,
  prices: async () => (await import("./commands/prices.js")).addPricesCommand,
  changes: async () => (await import("./commands/changes.js")).addChangesCommand,
  site: async () => (await import("./commands/site.js")).addSiteCommand,
  catalog: async () => (await import("./commands/catalog.js")).addCatalogCommand,
  completion: async () => (await import("./commands/completion.js")).addCompletionCommand,
};

/** Speaks of all the others. */
const WHOLE_PROGRAM = "completion";

const START = `
Begin with:
  $ egress6 serve                                                   the map, observed while you look
  $ egress6 endpoint sqs --region eu-central-1                      which endpoint an SDK calls, and why
  $ egress6 check --service s3,logs --region eu-central-1 --live    what works without IPv4
  $ egress6 doctor --region eu-central-1                            which link is broken on this host
  $ egress6 plan shop.yaml                                          every way out for a workload, priced

What was observed is kept in --db PATH, else EGRESS6_DB, else this platform's data folder.
Exit code: 0 done · 1 findings · 2 bad usage or input · 3 could not complete, results so far are kept`;

/** @param argv the words after `egress6` */
export async function runCli(argv: readonly string[], given: CliContext): Promise<ExitCode> {
  const context: CliContext = {
    ...given,
    stdout: shownStream(given.stdout),
    stderr: shownStream(given.stderr),
    terminal: given.stderr,
  };
  let exitCode: ExitCode = 0;
  const program = new Command("egress6")
    .description("Which AWS endpoints answer over IPv6, where, since when, and what to set.")
    .version(VERSION)
    .exitOverride()
    .addHelpText("after", START)
    .showHelpAfterError("(run with --help for usage and examples)")
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
  const [first = ""] = argv;
  const isAlone = Object.hasOwn(COMMANDS, first) && first !== WHOLE_PROGRAM;
  const names = isAlone ? [first] : Object.keys(COMMANDS);
  for (const name of names) {
    const addCommand = await COMMANDS[name]?.();
    addCommand?.(program, context, (code) => {
      exitCode = code;
    });
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, context);
  }
}

function exitCodeOf(error: unknown, context: CliContext): ExitCode {
  if (error instanceof CommanderError) {
    // Commander has printed its message already.
    return error.exitCode === 0 ? 0 : 2;
  }
  if (error instanceof Egress6Error) {
    context.stderr.write(`egress6: ${error.message}\n`);
    return error.kind === "input" ? 2 : 3;
  }
  throw error;
}
