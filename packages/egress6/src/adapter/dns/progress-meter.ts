import type { ObserveProgress } from "../../ports.js";

const WINDOW_MS = 5000;
const SHORTEST_BASIS_MS = 500;

interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Counts finished names and tells how fast they come. */
export class ProgressMeter {
  private readonly total: number;
  private samples: Sample[];
  private done = 0;
  private unknown = 0;

  constructor(total: number, now: number) {
    this.total = total;
    this.samples = [{ at: now, done: 0 }];
  }

  count(isKnown: boolean): void {
    this.done += 1;
    if (!isKnown) this.unknown += 1;
  }

  sample(now: number): void {
    this.samples = this.samples.filter((sample) => now - sample.at <= WINDOW_MS);
    this.samples.push({ at: now, done: this.done });
  }

  /**
   * @param waiting names asked for once, still unknown, that will be asked for again
   * @param askingAgainMs how long that takes at most, once it has begun: then all that is not done waits for it
   */
  read(queriesSent: number, waiting: number, askingAgainMs: number | null = null): ObserveProgress {
    const { done, total, samples } = this;
    const first = samples[0];
    const last = samples.at(-1);
    const basisMs = first && last ? last.at - first.at : 0;
    const gained = first && last ? last.done - first.done : 0;
    const namesPerSecond = basisMs < SHORTEST_BASIS_MS ? 0 : (gained * 1000) / basisMs;
    const secondsLeft =
      done === total ? 0 : namesPerSecond > 0 ? (total - done) / namesPerSecond : null;
    if (askingAgainMs !== null && done < total) {
      return {
        total,
        done,
        unknown: this.unknown + total - done,
        queriesSent,
        namesPerSecond,
        secondsLeft: askingAgainMs > 0 ? askingAgainMs / 1000 : null,
        isAskingAgain: true,
      };
    }
    return {
      total,
      done,
      unknown: this.unknown + waiting,
      queriesSent,
      namesPerSecond,
      secondsLeft,
    };
  }
}
