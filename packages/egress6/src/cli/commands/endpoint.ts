import type { AddCommand } from "../run-cli.js";

export const addEndpointCommand: AddCommand = (program, _context, end) => {
  program.command("endpoint").action(() => end(3));
};
