import type { Command } from "commander";
import type { CliContext, ExitCode } from "./context.js";

/** Adds one command to the program. Its action calls `end` with the exit code. */
export type AddCommand = (
  program: Command,
  context: CliContext,
  end: (code: ExitCode) => void,
) => void;
