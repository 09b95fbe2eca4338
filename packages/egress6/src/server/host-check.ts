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

/** @param header the Host header: `localhost:6464`, `[::1]:6464` */
export function isAllowedHost(header: string | undefined, allowed: ReadonlySet<string> | null) {
  if (allowed === null) return true;
  const hostname = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(:\d{1,5})?$/i.exec(header ?? "")?.[1];
  return hostname !== undefined && allowed.has(hostname.toLowerCase());
}
