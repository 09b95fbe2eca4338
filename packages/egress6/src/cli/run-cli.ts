import { Egress6Error } from "@egress6/core/errors";
import { Command, CommanderError } from "commander";
import { addCatalogCommand } from "./commands/catalog.js";
import { addChangesCommand } from "./commands/changes.js";
import { addEndpointCommand } from "./commands/endpoint.js";
import { addExportCommand } from "./commands/export.js";
import { addLookupCommand } from "./commands/lookup.js";
import { addScanCommand } from "./commands/scan.js";
import { addServeCommand } from "./commands/serve.js";
import { addSiteCommand } from "./commands/site.js";
import type { CliContext, ExitCode } from "./context.js";
import { VERSION } from "./version.js";

/** Adds one command to the program. Its action calls `end` with the exit code. */
export type AddCommand = (
  program: Command,
  context: CliContext,
  end: (code: ExitCode) => void,
) => void;

// Command modules declare options only; what a command needs is imported when it runs,
// so that `egress6 endpoint` starts in the time of its own few modules.
const COMMANDS: readonly AddCommand[] = [
  addServeCommand,
  addScanCommand,
  addLookupCommand,
  addEndpointCommand,
  addExportCommand,
  addChangesCommand,
  addSiteCommand,
  addCatalogCommand,
];

/** @param argv the words after `egress6` */
export async function runCli(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command("egress6")
    .description("Which AWS endpoints answer over IPv6, where, since when, and what to set.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(run with --help for usage and examples)")
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
  for (const addCommand of COMMANDS) {
    addCommand(program, context, (code) => {
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
