const FIRST_SLOTS = 1024;

/** Short texts, each with a number from 0 on, found by their bytes: no string is made of one that is known. */
export class InternTable {
  readonly texts: string[] = [];
  private slots = new Int32Array(FIRST_SLOTS).fill(-1);
  private hashes = new Int32Array(FIRST_SLOTS);
  /** Where the bytes of each text begin in `pool`; the next begins where it ends. */
  private starts = new Int32Array(FIRST_SLOTS + 1);
  private pool = new DataView(new ArrayBuffer(1 << 15));

  /** The number of a text that lies in a buffer. */
  idAt(view: DataView, start: number, end: number): number {
    const length = end - start;
    let hash = length;
    let at = start;
    for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x9e3779b1);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot] as number;
      if (id < 0) return this.add(view, start, end, hash);
      if (this.hashes[id] === hash && this.isSame(id, view, start, length)) return id;
    }
  }

  idOfText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.idAt(new DataView(bytes.buffer, bytes.byteOffset), 0, bytes.length);
  }

  private isSame(id: number, view: DataView, start: number, length: number): boolean {
    const { pool } = this;
    const own = this.starts[id] as number;
    if ((this.starts[id + 1] as number) - own !== length) return false;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      if (pool.getInt32(own + at, true) !== view.getInt32(start + at, true)) return false;
    }
    for (; at < length; at++) {
      if (pool.getUint8(own + at) !== view.getUint8(start + at)) return false;
    }
    return true;
  }

  private add(view: DataView, start: number, end: number, hash: number): number {
    const id = this.texts.length;
    const bytes = new Uint8Array(view.buffer, view.byteOffset + start, end - start);
    const from = this.starts[id] as number;
    const to = from + bytes.length;
    if (to > this.pool.byteLength) {
      const larger = new Uint8Array(2 * to);
      larger.set(new Uint8Array(this.pool.buffer));
      this.pool = new DataView(larger.buffer);
    }
    new Uint8Array(this.pool.buffer).set(bytes, from);
    this.texts.push(new TextDecoder().decode(bytes));
    this.hashes[id] = hash;
    this.starts[id + 1] = to;
    if (2 * this.texts.length > this.slots.length) this.grow();
    else this.place(id);
    return id;
  }

  private grow(): void {
    const slots = 4 * this.slots.length;
    this.slots = new Int32Array(slots).fill(-1);
    this.hashes = larger(this.hashes, slots);
    this.starts = larger(this.starts, slots + 1);
    for (let id = 0; id < this.texts.length; id++) this.place(id);
  }

  private place(id: number): void {
    const mask = this.slots.length - 1;
    let slot = (this.hashes[id] as number) & mask;
    while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = id;
  }
}

function larger(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
