import { resolve } from "node:path";
import { serveTools } from "../../adapter/mcp/serve-tools.js";
import { agentTools } from "../../library/mcp-tools.js";
import type { CliContext, ExitCode } from "../context.js";
import { storeOrNone } from "../support-finder.js";
import { VERSION } from "../version.js";
import type { McpOptions } from "./mcp-options.js";

/** `egress6 mcp`: see the command for what it does. */
export async function mcpCommand(options: McpOptions, context: CliContext): Promise<ExitCode> {
  const { stdin, stderr, cwd, interrupt } = context;
  const tools = agentTools({
    db: storeOrNone(options.db, context) ?? undefined,
    resolver: options.resolver,
    isLiveAllowed: options.live,
    root: resolve(cwd, options.root ?? "."),
  });
  await serveTools({
    tools,
    version: VERSION,
    stdin,
    signal: interrupt,
    onFault: (message) => stderr.write(`egress6: ${message}\n`),
  });
  return 0;
}
