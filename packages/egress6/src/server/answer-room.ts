import type { Socket } from "node:net";

export interface RoomLimits {
  /** Connections with an answer that waits to be read. */
  readonly waiting: number;
  /** After which a connection that takes nothing is closed. */
  readonly patienceMs: number;
  /** Long answers that are unpacked at once. */
  readonly unpacking: number;
}

/** From then on a connection that takes nothing makes room for one that waits its turn. */
const FAIR_MS = 1_000;
const LOOK_EVERY_MS = 250;

/**
 * How much may wait for readers, over all connections. Where it is too much, whoever has taken nothing for the
 * longest time goes.
 */
export class AnswerRoom {
  readonly #limits: RoomLimits;
  readonly #now: () => number;
  /** Since when each takes nothing, the longest first. */
  readonly #waiting = new Map<Socket, number>();
  readonly #queue: (() => void)[] = [];
  #unpacking = 0;
  #isCheckDue = false;
  #timer: NodeJS.Timeout | null = null;

  /** @param now in milliseconds from any beginning */
  constructor(limits: RoomLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Something was written, and is not taken yet. */
  waits(socket: Socket): void {
    this.#waiting.delete(socket);
    this.#waiting.set(socket, this.#now());
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
    if (this.#isCheckDue) return;
    this.#isCheckDue = true;
    // What the system takes at once is gone by then.
    setImmediate(() => {
      this.#isCheckDue = false;
      while (this.#waiting.size > this.#limits.waiting) this.#closeSlowest(0);
    });
  }

  /** All that was written is taken, or the connection is gone. */
  taken(socket: Socket): void {
    this.#waiting.delete(socket);
  }

  /** Waits for a turn to unpack a long answer; `leave` ends it. */
  async enter(): Promise<void> {
    if (this.#unpacking >= this.#limits.unpacking) {
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#unpacking++;
    }
  }

  leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#unpacking--;
    else next();
  }

  #look(): void {
    let isSlow = true;
    while (isSlow) isSlow = this.#closeSlowest(this.#limits.patienceMs);
    if (this.#queue.length > 0) this.#closeSlowest(FAIR_MS);
    if (this.#waiting.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** @returns whether there was one that has taken nothing for so long */
  #closeSlowest(forMs: number): boolean {
    const [slowest] = this.#waiting;
    if (slowest === undefined) return false;
    const [socket, since] = slowest;
    if (this.#now() - since < forMs) return false;
    this.#waiting.delete(socket);
    socket.destroy();
    return true;
  }
}
