import { InvalidArgumentError, Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addResolverOptions } from "../options.js";

const DEFAULT_PORT = 6464;

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("Give a number from 0 to 65535; 0 takes a free port.");
  }
  return port;
}

export const addServeCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("serve")
    .summary("show the map in a browser, and scan while it is shown when that is due")
    .description("Shows the map in a browser, and scans while it is shown when that is due.")
    .addOption(
      new Option("--port <n>", "port to listen on; 0 takes a free one")
        .default(DEFAULT_PORT)
        .argParser(parsePort),
    )
    .option(
      "--host <address>",
      "address to listen on; others than this machine's own open it",
      "127.0.0.1",
    )
    .option("--no-scan", "only show what the store knows, and what others scan into it")
    .addOption(
      new Option(
        "--demo",
        "show invented answers, and say so on every page; no store, no queries",
      ).conflicts(["db", "resolver"]),
    );
  addDbOption(addResolverOptions(command))
    .addHelpText(
      "after",
      `
Names that were never observed, or not for a day, are observed while the page is shown. When resolvers lie or
cannot be vetted, or improbably many names change at once, the page says so and nothing is changed.
Ctrl-C stops; everything observed is kept, and the next scan goes on from there.

Examples:
  $ egress6 serve
  $ egress6 serve --port 8080 --resolver 1.1.1.1 --resolver 9.9.9.9
  $ egress6 serve --no-scan --db observations.db
  $ egress6 serve --demo`,
    )
    .action(async (options) => {
      const { serveMap } = await import("./serve-map.js");
      await serveMap(options, context);
      end(0);
    });
};
