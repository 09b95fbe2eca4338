import { get } from "node:http";
import type { MetadataAnswer } from "@egress6/core/doctor/host-observations";
import type { ProbeOptions } from "../ports.js";
import { openSocket, tcpOutcome } from "./connect.js";

const HTTP_PORT = 80;

/**
 * Connects, and asks for the root without a token: any status shows that the service is there.
 * Nothing is read of what follows it.
 */
export async function askMetadata(
  host: string,
  { timeoutMs, signal }: ProbeOptions,
): Promise<MetadataAnswer> {
  const socket = openSocket(host, HTTP_PORT, signal);
  try {
    const tcp = await tcpOutcome(socket, timeoutMs);
    if (tcp.kind !== "connected") return { tcp, status: null };
    const status = await new Promise<number | null>((resolve) => {
      const request = get({
        host,
        port: HTTP_PORT,
        path: "/",
        createConnection: () => socket,
        timeout: timeoutMs,
      });
      request.once("response", (response) => {
        resolve(response.statusCode ?? null);
        response.destroy();
      });
      request.once("timeout", () => resolve(null));
      request.on("error", () => resolve(null));
    });
    return { tcp, status };
  } finally {
    socket.destroy();
  }
}
