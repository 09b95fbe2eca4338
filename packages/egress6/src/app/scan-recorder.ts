import type { NameObservation } from "@egress6/core/observation/outcome";
import type { Clock, StoreWriter } from "../ports.js";

const MOST_NAMES_PER_BATCH = 500;
const LONGEST_WAIT_MS = 250;

/**
 * Collects observations and stores them in batches: large enough to be fast, soon enough to lose little.
 * Time stamps never run backwards, whatever the clock does.
 */
export class ScanRecorder {
  readonly #store: Pick<StoreWriter, "record">;
  readonly #now: Clock;
  #waiting: NameObservation[] = [];
  #lastStoredAt: number;
  #earliest: number;

  constructor(store: Pick<StoreWriter, "record">, now: Clock) {
    this.#store = store;
    this.#now = now;
    this.#earliest = now();
    this.#lastStoredAt = this.#earliest;
  }

  add(observation: NameObservation): void {
    this.#waiting.push(observation);
    const isDue =
      this.#waiting.length >= MOST_NAMES_PER_BATCH ||
      this.#now() - this.#lastStoredAt >= LONGEST_WAIT_MS;
    if (isDue) this.flush();
  }

  /** Stores what waits. Only what was stored may be reported as done. */
  flush(): void {
    const at = Math.max(this.#now(), this.#earliest);
    this.#lastStoredAt = this.#now();
    if (this.#waiting.length === 0) return;
    this.#store.record(this.#waiting.splice(0), at);
    this.#earliest = at;
  }

  /** What is recorded from here on counts as later than all before. */
  beginLaterPass(): void {
    this.flush();
    this.#earliest += 1;
  }
}
