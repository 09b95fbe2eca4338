import { setMaxListeners } from "node:events";
import { connect as connectSocket, isIP, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type {
  ConnectionAttempt,
  TcpKind,
  TcpOutcome,
  TlsKind,
  TlsOutcome,
} from "@egress6/core/doctor/connection";
import type { ConnectTarget, ProbeOptions } from "../../ports.js";

export async function connect(
  { address, port, hostname }: ConnectTarget,
  { timeoutMs, signal }: ProbeOptions,
): Promise<ConnectionAttempt> {
  const socket = openSocket(address, port, signal);
  try {
    const tcp = await tcpOutcome(socket, timeoutMs);
    const isWanted = tcp.kind === "connected" && hostname !== null;
    const tls = isWanted ? await tlsOutcome(socket, hostname, timeoutMs) : null;
    return { address, tcp, tls };
  } finally {
    socket.destroy();
  }
}

export function openSocket(host: string, port: number, signal: AbortSignal | undefined): Socket {
  if (signal === undefined) return connectSocket({ host, port });
  // Many connections wait for one Ctrl-C: that is no leak.
  setMaxListeners(0, signal);
  return connectSocket({ host, port, signal });
}

/** Waits until the socket is connected, has failed, or took too long. */
export function tcpOutcome(socket: Socket, timeoutMs: number): Promise<TcpOutcome> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const end = (kind: TcpKind, code: string | null) => {
      clearTimeout(timer);
      resolve({ kind, code, ms: msSince(startedAt) });
    };
    const timer = setTimeout(() => end("timeout", null), timeoutMs);
    socket.once("connect", () => end("connected", null));
    // Stays, so that an error that comes later is not thrown.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      end(kindOfCode(code), code);
    });
  });
}

function kindOfCode(code: string): TcpKind {
  switch (code) {
    case "ETIMEDOUT":
      return "timeout";
    case "ECONNREFUSED":
      return "refused";
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
      return "no-route";
    case "EPERM":
    case "EACCES":
      return "forbidden";
    default:
      return "failed";
  }
}

function tlsOutcome(socket: Socket, hostname: string, timeoutMs: number): Promise<TlsOutcome> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    // Nothing is sent through it: a certificate that fails the check is what we want to look at.
    const tls = connectTls({
      socket,
      host: hostname,
      // TLS names no addresses, only names.
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      rejectUnauthorized: false,
    });
    const end = (kind: TlsKind, detail: string | null) => {
      clearTimeout(timer);
      resolve({ kind, detail, ms: msSince(startedAt) });
      tls.destroy();
    };
    const timer = setTimeout(() => end("timeout", null), timeoutMs);
    tls.once("secureConnect", () => {
      const problem = tls.authorized ? null : String(tls.authorizationError);
      if (problem === null) end("verified", null);
      else end(...judgeCertificate(problem, tls));
    });
    tls.on("error", (error: NodeJS.ErrnoException) => end("failed", error.code ?? error.message));
    tls.once("close", () => end("failed", "the other side hung up"));
  });
}

/** @param problem OpenSSL's or Node's word for it, such as `CERT_HAS_EXPIRED` */
function judgeCertificate(problem: string, tls: TLSSocket): [TlsKind, string] {
  const { subjectaltname, subject, issuer, valid_to } = tls.getPeerCertificate();
  if (problem === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return ["wrong-name", subjectaltname?.replaceAll("DNS:", "") ?? `CN ${subject?.CN}`];
  }
  if (problem === "CERT_HAS_EXPIRED") return ["expired", `until ${valid_to}`];
  if (problem === "CERT_NOT_YET_VALID") return ["expired", "not valid yet: is the clock right?"];
  return ["untrusted", `${problem}, issued by ${issuer?.O ?? issuer?.CN ?? "nobody named"}`];
}

function msSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
