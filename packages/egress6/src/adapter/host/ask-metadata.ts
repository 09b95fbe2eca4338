import { request } from "node:http";
import type { Socket } from "node:net";
import type { MetadataAnswer } from "@egress6/core/doctor/host-observations";
import type { ProbeOptions } from "../../ports.js";
import { openSocket, tcpOutcome } from "./connect.js";

const HTTP_PORT = 80;
const ROOT = { method: "GET", path: "/", headers: {} };
/**
 * The answer to this one alone is sent with a hop limit, so that in a container it may stay away. The token
 * would be good for a second, and is not read.
 * @source https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
const TOKEN = {
  method: "PUT",
  path: "/latest/api/token",
  headers: { "x-aws-ec2-metadata-token-ttl-seconds": "1", "content-length": "0" },
};

/**
 * Connects, and asks for the root without a token: any status shows that the service is there. Then it asks
 * for a token. Nothing is read of what follows the status.
 */
export async function askMetadata(host: string, options: ProbeOptions): Promise<MetadataAnswer> {
  const { tcp, status } = await ask(host, ROOT, options);
  if (status === null) return { tcp, status };
  const token = await ask(host, TOKEN, options);
  return { tcp, status, tokenStatus: token.status };
}

async function ask(
  host: string,
  question: typeof ROOT | typeof TOKEN,
  { timeoutMs, signal }: ProbeOptions,
): Promise<Pick<MetadataAnswer, "tcp" | "status">> {
  const socket = openSocket(host, HTTP_PORT, signal);
  try {
    const tcp = await tcpOutcome(socket, timeoutMs);
    if (tcp.kind !== "connected") return { tcp, status: null };
    return { tcp, status: await statusOf(host, question, socket, timeoutMs) };
  } finally {
    socket.destroy();
  }
}

function statusOf(
  host: string,
  question: typeof ROOT | typeof TOKEN,
  socket: Socket,
  timeoutMs: number,
): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request({ ...question, host, port: HTTP_PORT, createConnection: () => socket });
    const end = (status: number | null) => {
      clearTimeout(timer);
      resolve(status);
      asked.destroy();
    };
    // The time-out of the request itself does not begin on a socket that is connected already.
    const timer = setTimeout(() => end(null), timeoutMs);
    asked.once("response", ({ statusCode }) => end(statusCode ?? null));
    asked.on("error", () => end(null));
    asked.end();
  });
}
