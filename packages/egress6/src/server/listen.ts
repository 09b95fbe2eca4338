import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { type App, faultAnswer } from "./answer.js";
import { AnswerRoom } from "./answer-room.js";
import { RequestQueue } from "./request-queue.js";
import { SECURITY_HEADERS } from "./security-headers.js";
import { sendAnswer } from "./send-answer.js";

export interface ListeningServer {
  /** Where a browser on this machine finds the page, with a slash at the end. */
  readonly url: string;
  /** Ends open event streams too. */
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 12_000;
const LIMITS = { waiting: 64, patienceMs: 30_000, unpacking: 64 };

/**
 * @param port 0 takes a free one
 * @param limits how much may wait for readers
 * @throws Egress6Error PORT_IN_USE, PORT_FORBIDDEN, HOST_INVALID (input)
 */
export async function listen(
  app: App,
  host: string,
  port: number,
  limits = LIMITS,
): Promise<ListeningServer> {
  const room = new AnswerRoom(limits, () => performance.now());
  const queue = new RequestQueue((request, response) => answer(app, room, request, response));
  const server = createServer({ requireHostHeader: false }, (request, response) =>
    queue.add(request, response),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on("clientError", refuseUnreadable);
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

async function answer(
  app: App,
  room: AnswerRoom,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "", url: target = "", headers, httpVersion } = request;
  const isNameless = headers.host === undefined && httpVersion === "1.1";
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const given = isNameless
    ? faultAnswer(400, "HOST_MISSING", "The request has no Host header.", { connection: "close" })
    : await app({ method, target, headers });
  await sendAnswer(response, given, method === "HEAD", room);
}

const UNREADABLE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** What Node's parser refuses never becomes a request. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const headers = Object.entries({
    ...SECURITY_HEADERS,
    "content-length": "0",
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = UNREADABLE[error.code ?? ""] ?? "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join("")}\r\n`);
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
        `Cannot listen on ${host}: ${reasonOf(cause)}. Give an address of this machine with --host.`,
      );
  }
}

/** Listening on every address is reached by the loopback one. */
function urlHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return isIP(host) === 6 ? `[${host}]` : host;
}
