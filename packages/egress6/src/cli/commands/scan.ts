import type { AddCommand } from "../run-cli.js";

export const addScanCommand: AddCommand = (program, _context, end) => {
  program.command("scan").action(() => end(3));
};
