/** What can wait in a list or wheel; extend it. A node waits in one place at a time. */
export class WaitingNode {
  previous: WaitingNode | null = null;
  next: WaitingNode | null = null;

  get isWaiting(): boolean {
    return this.next !== null;
  }

  /** Leaves the place it waits in, if any. */
  stopWaiting(): void {
    if (this.next === null || this.previous === null) return;
    this.previous.next = this.next;
    this.next.previous = this.previous;
    this.previous = null;
    this.next = null;
  }
}

/** First in, first out; leaving from the middle costs nothing. */
export class WaitingList<Node extends WaitingNode> {
  private readonly ring = new WaitingNode();

  constructor() {
    this.ring.previous = this.ring;
    this.ring.next = this.ring;
  }

  add(node: Node): void {
    const last = this.ring.previous;
    node.previous = last;
    node.next = this.ring;
    this.ring.previous = node;
    if (last !== null) last.next = node;
  }

  takeFirst(): Node | null {
    const first = this.ring.next;
    if (first === this.ring || first === null) return null;
    first.stopWaiting();
    // Nothing but `add` links nodes into the ring, and it takes only `Node`.
    return first as Node;
  }
}

const SLOT_MS = 10;
const SLOTS = 2048;

/**
 * Thousands of time-outs without a timer each: adding and leaving cost a few assignments.
 * The owner calls `advance` every few milliseconds.
 */
export class TimerWheel<Node extends WaitingNode> {
  private readonly slots = Array.from({ length: SLOTS }, () => new WaitingList<Node>());
  private tick: number;

  constructor(now: number) {
    this.tick = Math.floor(now / SLOT_MS);
  }

  /** @param dueAt at most 20 s ahead */
  add(node: Node, dueAt: number): void {
    const tick = Math.max(this.tick + 1, Math.ceil(dueAt / SLOT_MS));
    this.slots[Math.min(tick, this.tick + SLOTS - 1) % SLOTS]?.add(node);
  }

  /** Takes out every node that is due and hands it over. */
  advance(now: number, onDue: (node: Node) => void): void {
    const lastTick = Math.floor(now / SLOT_MS);
    while (this.tick < lastTick) {
      this.tick += 1;
      const slot = this.slots[this.tick % SLOTS];
      for (let node = slot?.takeFirst(); node; node = slot?.takeFirst()) onDue(node);
    }
  }
}
