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

/** What is known of names, learnt by one look-up at a time for each. Shared by all clients of a process. */
export class NameTable {
  private readonly states = new Map<string, NameState>();
  private readonly pending = new Map<string, Promise<NameState>>();
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

  /** Looks the name up, or joins who is doing so. Never throws, and takes no longer than its time-out. */
  ask(name: string, timeoutMs: number): Promise<NameState> {
    const running = this.pending.get(name);
    if (running !== undefined) return running;
    const asked = this.learn(name, timeoutMs).finally(() => this.pending.delete(name));
    this.pending.set(name, asked);
    return asked;
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

  private async learn(name: string, timeoutMs: number): Promise<NameState> {
    const result = await withinTime(this.lookUp, name, timeoutMs);
    const state = afterLookUp(this.states.get(name), result, this.now());
    this.set(name, state);
    return state;
  }

  private set(name: string, state: NameState): void {
    this.states.set(name, state);
    if (this.states.size <= MOST_NAMES) return;
    const [oldest] = this.states.keys();
    if (oldest !== undefined) this.states.delete(oldest);
  }
}

async function withinTime(lookUp: LookUp, name: string, timeoutMs: number): Promise<LookUpResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<LookUpResult>((resolve) => {
    timer = setTimeout(() => resolve({ outcome: "timeout" }), timeoutMs);
  });
  try {
    return readLookUpResult(await Promise.race([lookUp(name, timeoutMs), timeout]));
  } catch {
    return { outcome: "servfail" };
  } finally {
    clearTimeout(timer);
  }
}
