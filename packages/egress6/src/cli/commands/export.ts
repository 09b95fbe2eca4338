import type { AddCommand } from "../run-cli.js";

export const addExportCommand: AddCommand = (program, _context, end) => {
  program.command("export").action(() => end(3));
};
