import { Egress6Error } from "@egress6/core/errors";
import type { AgentTool } from "./agent-tool.js";

const PACKAGE = "@modelcontextprotocol/sdk";

/** Longer answers help nobody, and fill what an agent can hold. */
const MOST_CHARACTERS = 400_000;

interface Serving {
  readonly tools: readonly AgentTool[];
  readonly version: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly onFault: (message: string) => void;
}

/**
 * Serves tools over standard input and output, until the client ends it. What is written to standard output besides
 * would break the protocol.
 * @throws Egress6Error MCP_SDK_MISSING
 */
export async function serveTools({
  tools,
  version,
  stdin,
  signal,
  onFault,
}: Serving): Promise<void> {
  const { McpServer, StdioServerTransport } = await loadSdk();
  const server = new McpServer(
    { name: "egress6", version },
    {
      instructions:
        "Answers which AWS endpoints work over IPv6 and what to set. All tools only read. What is not known is said as unknown: give `live: true` to look a name up now.",
    },
  );
  for (const { name, title, description, input, answer } of tools) {
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: input,
        annotations: {
          readOnlyHint: true,
          destructiveHint: false,
          openWorldHint: "live" in input.shape,
        },
      },
      async (given: unknown, extra: { readonly signal: AbortSignal }) => {
        try {
          return answered(await answer(given, AbortSignal.any([extra.signal, signal])));
        } catch (thrown) {
          return refused(thrown, onFault);
        }
      },
    );
  }
  server.server.onerror = (error) => onFault(error.message);
  const isOver = new Promise<void>((resolve) => {
    server.server.onclose = () => resolve();
    // The transport itself does not end with its input.
    stdin.on("end", () => void server.close());
    stdin.on("close", () => void server.close());
    signal.addEventListener("abort", () => void server.close(), { once: true });
  });
  await server.connect(new StdioServerTransport(process.stdin, process.stdout));
  await isOver;
}

async function loadSdk() {
  try {
    const [{ McpServer }, { StdioServerTransport }] = await Promise.all([
      import("@modelcontextprotocol/sdk/server/mcp.js"),
      import("@modelcontextprotocol/sdk/server/stdio.js"),
    ]);
    return { McpServer, StdioServerTransport };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new Egress6Error(
      "MCP_SDK_MISSING",
      "input",
      `This needs the package ${PACKAGE}, which is not installed with egress6. Install it beside: \`npm install ${PACKAGE}\`, or run \`npx -p egress6 -p ${PACKAGE} egress6 mcp\`.`,
      { cause },
    );
  }
}

function answered(document: object) {
  const text = JSON.stringify(document);
  if (text.length > MOST_CHARACTERS) {
    const characters = text.length.toLocaleString("en-US");
    return said(
      `The answer has ${characters} characters, which is too long. Ask for less: fewer texts, services, regions or paths, or leave \`full\` out.`,
    );
  }
  return {
    content: [{ type: "text" as const, text }],
    structuredContent: JSON.parse(text) as Record<string, unknown>,
  };
}

const said = (text: string) => ({ content: [{ type: "text" as const, text }], isError: true });

/** Faults that a caller can mend are answers; others are ours, and say no more than that. */
function refused(thrown: unknown, onFault: (message: string) => void) {
  if (thrown instanceof Egress6Error) return said(thrown.message);
  onFault(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  return said("This failed for a reason that is a fault of egress6. Its standard error has it.");
}
