/**
 * What the caller can do about a fault:
 * `input` – usage, configuration or a file is wrong and the message names the place and the remedy (exit code 2);
 * `incomplete` – the work could not be finished, what was done so far is kept (exit code 3).
 */
export type FaultKind = "input" | "incomplete";

/** A fault a person can act on. Everything else that is thrown is a bug and keeps its stack. */
export class Egress6Error extends Error {
  override readonly name = "Egress6Error";
  /** Stable, upper snake case, such as `SERVICE_UNKNOWN`. */
  readonly code: string;
  readonly kind: FaultKind;

  /** @param message what went wrong, where, and what to do next */
  constructor(code: string, kind: FaultKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.kind = kind;
  }
}

/** What operating systems answer, by their codes. */
const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRNOTAVAIL: "this machine does not have that address",
  EAI_AGAIN: "DNS does not answer",
  EBUSY: "it is in use",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection broke off",
  EHOSTUNREACH: "there is no route to it",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ENETUNREACH: "there is no route to it",
  ENOENT: "it does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file, not a folder",
  ENOTFOUND: "DNS has no address for it",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ETIMEDOUT: "it does not answer",
};

/** Why something failed: in plain words if the operating system said it, else in the words of what was thrown. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { code } = thrown as Error & { readonly code?: unknown };
  return (typeof code === "string" ? SYSTEM_REASONS[code] : undefined) ?? thrown.message;
}
