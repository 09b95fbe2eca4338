/** What OpenSSL and Node say when a certificate is not one to trust. */
const CERTIFICATE_ERROR =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_CERT_)/;

interface SocketError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly errors?: readonly SocketError[];
  readonly cause?: unknown;
}

/** Whether the name had no address. */
export function isNameMissing(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, cause } = error as SocketError;
  return code === "ENOTFOUND" || isNameMissing(cause);
}

/**
 * Whether a request ended before a connection was made, so that nothing of it was sent: sending it
 * elsewhere cannot do the same thing twice.
 */
export function isConnectFailure(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, syscall, name, message, errors, cause } = error as SocketError;
  if (syscall === "getaddrinfo" || syscall === "connect") return true;
  // Both families failed (Happy Eyeballs).
  if (errors !== undefined && errors.length > 0) return errors.every(isConnectFailure);
  // The SDK's own `connectionTimeout`, in the words of its versions.
  if (name === "TimeoutError" && /establish(ing)? a connection/.test(String(message))) return true;
  if (code === "ECONNRESET") return /before secure TLS connection/.test(String(message));
  if (CERTIFICATE_ERROR.test(String(code)) || code === "UND_ERR_CONNECT_TIMEOUT") return true;
  // Handlers over `fetch` and HTTP/2 wrap what the socket said.
  return isConnectFailure(cause);
}

/** Whether nothing came back for a request that may have arrived. */
export function isUnanswered(error: unknown): boolean {
  const { name, code } = (error ?? {}) as SocketError;
  return name === "TimeoutError" || code === "ETIMEDOUT";
}
