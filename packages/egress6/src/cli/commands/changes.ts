import type { AddCommand } from "../run-cli.js";

export const addChangesCommand: AddCommand = (program, _context, end) => {
  program.command("changes").action(() => end(3));
};
