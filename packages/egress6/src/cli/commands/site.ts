import type { AddCommand } from "../run-cli.js";

export const addSiteCommand: AddCommand = (program, _context, end) => {
  program.command("site").action(() => end(3));
};
