import { isIP } from "node:net";

/** Whether only programs on this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/**
 * Names a browser may call a server by. On loopback only the machine's own, so that a foreign page
 * cannot reach it through a name of its own that resolves to 127.0.0.1 (DNS rebinding).
 * @returns null: any name, since the server was opened to others on purpose
 */
export function allowedHostnames(boundHost: string): ReadonlySet<string> | null {
  if (!isLoopback(boundHost)) return null;
  return new Set([
    "localhost",
    "127.0.0.1",
    "[::1]",
    isIP(boundHost) === 6 ? `[${boundHost}]` : boundHost,
  ]);
}

const HOST_HEADER = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::\d{1,5})?$/i;

/**
 * The name in a Host header: `localhost` in `localhost:6464`, `[::1]` in `[::1]:6464`.
 * @returns null when it is none
 */
export function hostnameIn(header: string | undefined): string | null {
  return HOST_HEADER.exec(header ?? "")?.[1]?.toLowerCase() ?? null;
}

export function isAllowedHost(header: string | undefined, allowed: ReadonlySet<string> | null) {
  if (allowed === null) return true;
  const hostname = hostnameIn(header);
  return hostname !== null && allowed.has(hostname);
}
