import type { Family } from "../verdict/support.js";

/**
 * How a connection attempt ended: `timeout` nothing came back · `no-route` this host, or a router,
 * knows no way · `refused` a machine answered, and nothing listens there · `forbidden` this host's own
 * firewall · `failed` anything else, as the code says.
 */
export type TcpKind = "connected" | "timeout" | "no-route" | "refused" | "forbidden" | "failed";

export interface TcpOutcome {
  readonly kind: TcpKind;
  /** Until it was connected, or given up. */
  readonly ms: number;
  /** The system's word for it, such as `ENETUNREACH`; null when it connected or timed out. */
  readonly code: string | null;
}

/** `wrong-name` the certificate is for other names · `untrusted` its issuer is not known here. */
export type TlsKind = "verified" | "wrong-name" | "untrusted" | "expired" | "timeout" | "failed";

export interface TlsOutcome {
  readonly kind: TlsKind;
  /** The handshake alone. */
  readonly ms: number;
  /** What the certificate says, or the system's word; null when all is well. */
  readonly detail: string | null;
}

export interface ConnectionAttempt {
  readonly address: string;
  readonly tcp: TcpOutcome;
  /** Null when it did not come to that. */
  readonly tls: TlsOutcome | null;
}

/** @source RFC 8305, section 8: the delay that it recommends between two attempts */
export const CONNECTION_ATTEMPT_DELAY_MS = 250;

export interface FirstConnection {
  readonly family: Family;
  readonly ms: number;
}

/**
 * Which family a Happy Eyeballs client ends up with, and when: it begins with IPv6, and with IPv4 as
 * well once IPv6 has failed, or has not answered for 250 ms.
 * @returns null when neither connects
 */
export function firstConnection(
  ipv6: TcpOutcome | null,
  ipv4: TcpOutcome | null,
): FirstConnection | null {
  const ipv6At = ipv6?.kind === "connected" ? ipv6.ms : Number.POSITIVE_INFINITY;
  const ipv4Start = ipv6 === null ? 0 : Math.min(ipv6.ms, CONNECTION_ATTEMPT_DELAY_MS);
  const ipv4At = ipv4?.kind === "connected" ? ipv4Start + ipv4.ms : Number.POSITIVE_INFINITY;
  if (ipv6At === Number.POSITIVE_INFINITY && ipv4At === Number.POSITIVE_INFINITY) return null;
  return ipv6At <= ipv4At ? { family: "ipv6", ms: ipv6At } : { family: "ipv4", ms: ipv4At };
}
