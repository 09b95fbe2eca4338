import type { AddCommand } from "../run-cli.js";

export const addLookupCommand: AddCommand = (program, _context, end) => {
  program.command("lookup").action(() => end(3));
};
