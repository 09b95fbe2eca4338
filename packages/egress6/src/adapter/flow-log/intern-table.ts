/** Short texts, each with a number from 0 on, found by their bytes: no string is made of one that is known. */
export class InternTable {
  readonly texts: string[] = [];
  private slots = new Int32Array(1024).fill(-1);
  private readonly hashes: number[] = [];
  private readonly bytes: Uint8Array[] = [];

  /** The number of a text that lies in a buffer. @param hash of `textHash` */
  idOf(buffer: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot] as number;
      if (id < 0) return this.add(buffer.slice(start, end), hash);
      if (this.hashes[id] === hash && isSame(this.bytes[id] as Uint8Array, buffer, start, end)) {
        return id;
      }
    }
  }

  idOfText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.idOf(bytes, 0, bytes.length, textHash(bytes, 0, bytes.length));
  }

  private add(bytes: Uint8Array, hash: number): number {
    const id = this.texts.length;
    this.texts.push(new TextDecoder().decode(bytes));
    this.bytes.push(bytes);
    this.hashes.push(hash);
    if (2 * this.texts.length > this.slots.length) this.grow();
    else this.place(id, hash);
    return id;
  }

  private grow(): void {
    this.slots = new Int32Array(4 * this.slots.length).fill(-1);
    for (const [id, hash] of this.hashes.entries()) this.place(id, hash);
  }

  private place(id: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = id;
  }
}

export const HASH_START = 0x811c9dc5 | 0;

export const hashStep = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);

/** Spreads what the last bytes have changed over all bits. */
export const hashEnd = (hash: number): number => hash ^ (hash >>> 15);

function textHash(buffer: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at++) hash = hashStep(hash, buffer[at] as number);
  return hashEnd(hash);
}

function isSame(bytes: Uint8Array, buffer: Uint8Array, start: number, end: number): boolean {
  if (bytes.length !== end - start) return false;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== buffer[start + at]) return false;
  }
  return true;
}
