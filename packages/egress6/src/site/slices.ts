import { setImmediate as nextTurn } from "node:timers/promises";
import { Egress6Error } from "@egress6/core/errors";

/** Work that may be interrupted wherever it yields. */
export type Slices<T> = Generator<undefined, T, undefined>;

/** Requests and signals wait no longer than about this. */
const SLICE_MS = 10;

/** Without interruption, where nobody waits. */
export function atOnce<T>(work: Slices<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Lets others have a turn every few milliseconds.
 * @throws Egress6Error INTERRUPTED (incomplete) once the signal is aborted
 */
export async function inSlices<T>(work: Slices<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    if (signal.aborted) {
      throw new Egress6Error("INTERRUPTED", "incomplete", "The server is being stopped.");
    }
    const until = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done === true) return step.value;
    } while (performance.now() < until);
    await nextTurn();
  }
}
