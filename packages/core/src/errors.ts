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

/** What was thrown, in its own words. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
