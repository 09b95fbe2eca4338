import { createServer, type Server } from "node:http";
import { isIP } from "node:net";
import { Egress6Error } from "@egress6/core/errors";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { SECURITY_HEADERS } from "./security-headers.js";

export interface ListeningServer {
  /** Where a browser on this machine finds the page, with a slash at the end. */
  readonly url: string;
  /** Ends open event streams too. */
  close(): Promise<void>;
}

/**
 * @param port 0 takes a free one
 * @throws Egress6Error PORT_IN_USE, PORT_FORBIDDEN, HOST_INVALID (input)
 */
export async function listen(app: Hono, host: string, port: number): Promise<ListeningServer> {
  const handle = getRequestListener(app.fetch);
  const server = createServer((request, response) => {
    // Set here too: a request the adapter cannot parse never reaches the app.
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    void handle(request, response);
  });
  await startListening(server, host, port);
  const address = server.address();
  const boundPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${urlHost(host)}:${boundPort}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function startListening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenFault(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function listenFault(cause: NodeJS.ErrnoException, host: string, port: number): Egress6Error {
  const fault = (code: string, message: string) =>
    new Egress6Error(code, "input", message, { cause });
  switch (cause.code) {
    case "EADDRINUSE":
      return fault(
        "PORT_IN_USE",
        `Port ${port} on ${host} is already in use. Choose another with --port N, or a free one with --port 0.`,
      );
    case "EACCES":
      return fault(
        "PORT_FORBIDDEN",
        `Port ${port} on ${host} is not allowed for this user. Choose one above 1023 with --port N.`,
      );
    default:
      return fault(
        "HOST_INVALID",
        `Cannot listen on ${host}: ${cause.message}. Give an address of this machine with --host.`,
      );
  }
}

/** Listening on every address is reached by the loopback one. */
function urlHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return isIP(host) === 6 ? `[${host}]` : host;
}
