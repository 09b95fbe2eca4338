import { type LookUp, type LookUpResult, readLookUpResult } from "./look-up.js";
import {
  afterConnectFailure,
  afterLookUp,
  afterSuccess,
  isFresh,
  type NameState,
  seeded,
} from "./name-state.js";
import type { Support } from "./vocabulary.js";

/** More names than any program calls: the one that was learnt of first is forgotten. */
const MOST_NAMES = 1000;

/** A look-up that has not ended yet. */
interface LookUpInProgress {
  readonly state: Promise<NameState>;
  readonly stop: AbortController;
  /** How many wait for it and may leave; none may leave one that was begun on the side. */
  waiting: number;
}

/** What is known of names, learnt by one look-up at a time for each. Shared by all clients of a process. */
export class NameTable {
  private readonly states = new Map<string, NameState>();
  private readonly pending = new Map<string, LookUpInProgress>();
  private readonly lookUp: LookUp;
  private readonly now: () => number;

  /** @param now milliseconds, never going back */
  constructor(lookUp: LookUp, now: () => number) {
    this.lookUp = lookUp;
    this.now = now;
  }

  /** What is known already outranks a seed. */
  seed(names: Readonly<Record<string, Support>>): void {
    for (const [name, ipv6] of Object.entries(names)) {
      if (ipv6 !== "unknown" && !this.states.has(name)) this.set(name, seeded(ipv6));
    }
  }

  known(name: string): NameState | undefined {
    return this.states.get(name);
  }

  /** What is known, without waiting; undefined: nothing yet. What is old is asked about on the side. */
  peek(name: string, timeoutMs: number, now = this.now()): NameState | undefined {
    const state = this.states.get(name);
    if (state !== undefined && !isFresh(state, now)) void this.ask(name, timeoutMs);
    return state;
  }

  /**
   * Looks the name up, or joins who is doing so. Never throws, and takes no longer than its time-out. Once all who
   * wait for it have left by their signals, it ends, and nothing is learnt.
   */
  ask(name: string, timeoutMs: number, signal?: AbortSignal): Promise<NameState> {
    const running = this.pending.get(name) ?? this.begin(name, timeoutMs);
    running.waiting += 1;
    const leave = () => {
      running.waiting -= 1;
      if (running.waiting === 0) this.end(name, running);
    };
    signal?.addEventListener("abort", leave, { once: true, signal: running.stop.signal });
    return running.state;
  }

  /** The name could not be connected to, and the other one could. */
  noteConnectFailure(name: string): void {
    this.set(name, afterConnectFailure(this.states.get(name), this.now()));
  }

  /** A request was not answered there in time, and by the other name it was. */
  noteSilence(name: string): void {
    // Of a name that has answered before, it was the request that took long.
    if (this.states.get(name)?.hasAnswered !== true) this.noteConnectFailure(name);
  }

  noteSuccess(name: string): void {
    const state = this.states.get(name);
    if (state === undefined) return;
    if (state.connectFailures > 0 || !state.hasAnswered) this.set(name, afterSuccess(state));
  }

  private begin(name: string, timeoutMs: number): LookUpInProgress {
    const stop = new AbortController();
    const state = this.learn(name, timeoutMs, stop.signal);
    const running = { state, stop, waiting: 0 };
    this.pending.set(name, running);
    void state.then(() => this.end(name, running));
    return running;
  }

  private end(name: string, running: LookUpInProgress): void {
    running.stop.abort();
    if (this.pending.get(name) === running) this.pending.delete(name);
  }

  private async learn(name: string, timeoutMs: number, signal: AbortSignal): Promise<NameState> {
    const result = await withinTime(this.lookUp, name, timeoutMs, signal);
    const state = afterLookUp(this.states.get(name), result, this.now());
    if (!signal.aborted) this.set(name, state);
    return state;
  }

  private set(name: string, state: NameState): void {
    this.states.set(name, state);
    if (this.states.size <= MOST_NAMES) return;
    const [oldest] = this.states.keys();
    if (oldest !== undefined) this.states.delete(oldest);
  }
}

/** The time keeps no process from ending: who waits for the result does. */
async function withinTime(
  lookUp: LookUp,
  name: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<LookUpResult> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<LookUpResult>((resolve) => {
    const end = () => resolve({ outcome: "timeout" });
    timer = setTimeout(end, timeoutMs).unref();
    signal.addEventListener("abort", end, { once: true });
  });
  try {
    return readLookUpResult(await Promise.race([lookUp(name, timeoutMs, signal), over]));
  } catch {
    return { outcome: "servfail" };
  } finally {
    clearTimeout(timer);
  }
}
