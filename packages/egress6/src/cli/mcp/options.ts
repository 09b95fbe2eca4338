import type { AddCommand } from "../add-command.js";
import { addDbOption, collect } from "../options.js";
import type { McpOptions } from "./mcp-options.js";

export const addMcpCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("mcp")
    .summary("answer coding agents over the Model Context Protocol")
    .description(
      "Serves find, endpoint, check, config, facts, plan and audit as tools over standard input and output. All of " +
        "them only read. Nothing is sent to the network unless a call says `live`. " +
        "Needs the package @modelcontextprotocol/sdk beside egress6.",
    )
    .option("--root <dir>", "read files below this folder only (default: where it is started)")
    .option(
      "--resolver <host[:port]>",
      "the resolver that calls with `live` ask (repeatable; default: the system's)",
      collect,
    )
    .option("--no-live", "ask no DNS, whatever a call says");
  addDbOption(command)
    .addHelpText(
      "after",
      `
Exit code: 0 the client ended it · 2 bad usage, or the package is missing

Examples:
  $ npx -p egress6 -p @modelcontextprotocol/sdk egress6 mcp
  $ egress6 mcp --root ~/src/shop --no-live`,
    )
    .action(async (options: McpOptions) => {
      const { mcpCommand } = await import("./command.js");
      end(await mcpCommand(options, context));
    });
};
