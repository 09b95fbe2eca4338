import type { ConnectionAttempt, TcpOutcome, TlsOutcome } from "./connection.js";

/** `<1 ms`, `12 ms`, `5.0 s`. */
export function timeWords(ms: number): string {
  if (ms < 1) return "<1 ms";
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms)} ms`;
}

export function tcpWords({ kind, ms, code }: TcpOutcome): string {
  switch (kind) {
    case "connected":
      return `connected in ${timeWords(ms)}`;
    case "timeout":
      return `no answer in ${timeWords(ms)}`;
    case "no-route":
      return `no route (${code})`;
    case "refused":
      return "connection refused";
    case "forbidden":
      return `this host's firewall forbids it (${code})`;
    case "failed":
      return `connection failed (${code})`;
  }
}

export function tlsWords({ kind, ms, detail }: TlsOutcome): string {
  switch (kind) {
    case "verified":
      return "certificate verified";
    case "wrong-name":
      return `certificate is for other names (${detail})`;
    case "untrusted":
      return `certificate is not trusted (${detail})`;
    case "expired":
      return `certificate is out of date (${detail})`;
    case "timeout":
      return `no TLS answer in ${timeWords(ms)}`;
    case "failed":
      return `TLS failed (${detail})`;
  }
}

/** Address, connection and certificate of one attempt, as far as it got. */
export function attemptWords({ address, tcp, tls }: ConnectionAttempt): string {
  const connection = `${address}: ${tcpWords(tcp)}`;
  return tls === null ? connection : `${connection}, ${tlsWords(tls)}`;
}
