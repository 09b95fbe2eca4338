import type { AddCommand } from "../run-cli.js";

export const addServeCommand: AddCommand = (program, _context, end) => {
  program.command("serve").action(() => end(3));
};
