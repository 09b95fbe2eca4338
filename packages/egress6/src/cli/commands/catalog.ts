import type { AddCommand } from "../run-cli.js";

export const addCatalogCommand: AddCommand = (program, _context, end) => {
  program.command("catalog").action(() => end(3));
};
