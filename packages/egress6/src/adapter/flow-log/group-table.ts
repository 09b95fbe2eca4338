/** Words of a key: src, dst, ports, interface, gateway, flags. */
const KEY_WORDS = 6;
/** Words of a row: its key, bytes up and down as two words each, records. */
export const ROW_WORDS = KEY_WORDS + 5;

/** In `flags`: which addresses are numbers of an `Ipv6Table`; what the row says; the log that says it. */
export const SRC_IS_IPV6 = 1;
export const DST_IS_IPV6 = 2;
export const KIND_SHIFT = 2;
export const PROTOCOL_SHIFT = 4;
export const SOURCE_SHIFT = 12;

/** What a row says of its bytes. */
export const ROW_KIND = {
  /** On the interface of a gateway. */
  natInterface: 0,
  /** Egress with a gateway as next hop, and ingress of the same connection. */
  nextHop: 1,
  /** Egress with another next hop: its ingress is not the gateway's either. */
  otherHop: 2,
  /** Between an address of a subnet that is routed to a gateway, and one outside. */
  topology: 3,
} as const;

/** No gateway is named: of ingress. */
export const NO_NAT = 0xffffffff;

const FIRST_CAPACITY = 1 << 14;
const TWO_32 = 2 ** 32;

/**
 * Sums by key, in typed arrays: half a million groups take 30 MB. A sum that a number cannot hold exactly
 * goes on in a second row of the same key.
 */
export class GroupTable {
  size = 0;
  private capacity = FIRST_CAPACITY;
  private keys = new Uint32Array(FIRST_CAPACITY * KEY_WORDS);
  private up = new Float64Array(FIRST_CAPACITY);
  private down = new Float64Array(FIRST_CAPACITY);
  private records = new Uint32Array(FIRST_CAPACITY);
  private slots = new Int32Array(2 * FIRST_CAPACITY).fill(-1);
  private readonly full: number[][] = [];

  /** @param up,down whole numbers up to 2^53 */
  add(
    src: number,
    dst: number,
    ports: number,
    place: number,
    nat: number,
    flags: number,
    up: number,
    down: number,
    records = 1,
  ): void {
    const { keys, slots } = this;
    const mask = slots.length - 1;
    let slot = hashOf(src, dst, ports, place, nat, flags) & mask;
    let row = slots[slot] as number;
    while (row >= 0) {
      const at = row * KEY_WORDS;
      if (
        keys[at + 1] === dst &&
        keys[at] === src &&
        keys[at + 2] === ports &&
        keys[at + 3] === place &&
        keys[at + 4] === nat &&
        keys[at + 5] === flags
      ) {
        this.addTo(row, up, down, records);
        return;
      }
      slot = (slot + 1) & mask;
      row = slots[slot] as number;
    }
    row = this.size++;
    slots[slot] = row;
    const at = row * KEY_WORDS;
    keys[at] = src;
    keys[at + 1] = dst;
    keys[at + 2] = ports;
    keys[at + 3] = place;
    keys[at + 4] = nat;
    keys[at + 5] = flags;
    this.up[row] = up;
    this.down[row] = down;
    this.records[row] = records;
    if (this.size === this.capacity) this.grow();
  }

  private addTo(row: number, up: number, down: number, records: number): void {
    const sumUp = (this.up[row] as number) + up;
    const sumDown = (this.down[row] as number) + down;
    if (sumUp > Number.MAX_SAFE_INTEGER || sumDown > Number.MAX_SAFE_INTEGER) {
      this.full.push(this.rowWords(row));
      this.up[row] = up;
      this.down[row] = down;
      this.records[row] = records;
      return;
    }
    this.up[row] = sumUp;
    this.down[row] = sumDown;
    this.records[row] = (this.records[row] as number) + records;
  }

  private grow(): void {
    this.capacity *= 2;
    this.keys = larger(this.keys, new Uint32Array(this.capacity * KEY_WORDS));
    this.up = larger(this.up, new Float64Array(this.capacity));
    this.down = larger(this.down, new Float64Array(this.capacity));
    this.records = larger(this.records, new Uint32Array(this.capacity));
    this.slots = new Int32Array(2 * this.capacity).fill(-1);
    const mask = this.slots.length - 1;
    for (let row = 0; row < this.size; row++) {
      const at = row * KEY_WORDS;
      const [src, dst, ports, place, nat, flags] = this.keys.subarray(at, at + KEY_WORDS);
      let slot = hashOf(src ?? 0, dst ?? 0, ports ?? 0, place ?? 0, nat ?? 0, flags ?? 0) & mask;
      while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = row;
    }
  }

  private rowWords(row: number): number[] {
    const at = row * KEY_WORDS;
    const [up, down] = [this.up[row] as number, this.down[row] as number];
    return [
      ...this.keys.subarray(at, at + KEY_WORDS),
      up % TWO_32,
      Math.floor(up / TWO_32),
      down % TWO_32,
      Math.floor(down / TWO_32),
      this.records[row] as number,
    ];
  }

  /**
   * All rows, sorted by the addresses and the remote port, those of IPv4 before those of IPv6. The table is empty afterwards.
   * @param ipv6 four words for each IPv6 address
   */
  takeSorted(ipv6: Uint32Array): SortedRows {
    const total = this.size + this.full.length;
    const rows = new Uint32Array(total * ROW_WORDS);
    const { order, ipv4 } = this.sortedOrder(ipv6);
    let at = 0;
    for (const row of order) {
      rows.set(this.keys.subarray(row * KEY_WORDS, (row + 1) * KEY_WORDS), at);
      const [up, down] = [this.up[row] as number, this.down[row] as number];
      rows[at + 6] = up % TWO_32;
      rows[at + 7] = up / TWO_32;
      rows[at + 8] = down % TWO_32;
      rows[at + 9] = down / TWO_32;
      rows[at + 10] = this.records[row] as number;
      at += ROW_WORDS;
    }
    const extra = this.full.splice(0);
    this.clear();
    if (extra.length === 0) return { rows, ipv4 };
    return mergedWithExtra(rows.subarray(0, order.length * ROW_WORDS), extra, ipv6);
  }

  private sortedOrder(ipv6: Uint32Array): { readonly order: Uint32Array; readonly ipv4: number } {
    const { keys, size } = this;
    const order = new Uint32Array(size);
    let ipv4 = 0;
    for (let row = 0; row < size; row++) {
      if (!isIpv6Row(keys[row * KEY_WORDS + 5] as number)) order[ipv4++] = row;
    }
    let last = ipv4;
    for (let row = 0; row < size; row++) {
      if (isIpv6Row(keys[row * KEY_WORDS + 5] as number)) order[last++] = row;
    }
    const word = (row: number, index: number) => keys[row * KEY_WORDS + index] as number;
    radixSort(order.subarray(0, ipv4), (row) => word(row, 2) >>> 16, 1);
    radixSort(order.subarray(0, ipv4), (row) => word(row, 1), 2);
    radixSort(order.subarray(0, ipv4), (row) => word(row, 0), 2);
    order
      .subarray(ipv4)
      .sort((a, b) => compareIpv6Rows(keys, a * KEY_WORDS, ipv6, keys, b * KEY_WORDS, ipv6));
    return { order, ipv4 };
  }

  private clear(): void {
    this.size = 0;
    this.slots.fill(-1);
  }
}

/** Rows of `ROW_WORDS` words. */
export interface SortedRows {
  readonly rows: Uint32Array;
  /** How many of them are of IPv4: those come first. */
  readonly ipv4: number;
}

const isIpv6Row = (flags: number): boolean => (flags & (SRC_IS_IPV6 | DST_IS_IPV6)) !== 0;

/** By addresses and remote port. */
export function compareIpv4Rows(a: Uint32Array, atA: number, b: Uint32Array, atB: number): number {
  return (
    (a[atA] as number) - (b[atB] as number) ||
    (a[atA + 1] as number) - (b[atB + 1] as number) ||
    ((a[atA + 2] as number) >>> 16) - ((b[atB + 2] as number) >>> 16)
  );
}

/** As `compareIpv4Rows`; IPv4 counts as ::ffff:0:0/96. */
export function compareIpv6Rows(
  a: Uint32Array,
  atA: number,
  ipv6A: Uint32Array,
  b: Uint32Array,
  atB: number,
  ipv6B: Uint32Array,
): number {
  for (let side = 0; side < 2; side++) {
    for (let index = 0; index < 4; index++) {
      const difference = wordOf(a, atA, side, index, ipv6A) - wordOf(b, atB, side, index, ipv6B);
      if (difference !== 0) return difference;
    }
  }
  return ((a[atA + 2] as number) >>> 16) - ((b[atB + 2] as number) >>> 16);
}

/** A word of the source (0) or the destination (1). */
export function wordOf(
  rows: Uint32Array,
  at: number,
  side: number,
  index: number,
  ipv6: Uint32Array,
): number {
  const value = rows[at + side] as number;
  const isIpv6 = ((rows[at + 5] as number) & (side === 0 ? SRC_IS_IPV6 : DST_IS_IPV6)) !== 0;
  if (isIpv6) return ipv6[4 * value + index] as number;
  return index === 3 ? value : index === 2 ? 0xffff : 0;
}

function mergedWithExtra(
  sorted: Uint32Array,
  extra: readonly (readonly number[])[],
  ipv6: Uint32Array,
): SortedRows {
  const all: Uint32Array[] = extra.map((words) => Uint32Array.from(words));
  for (let at = 0; at < sorted.length; at += ROW_WORDS)
    all.push(sorted.subarray(at, at + ROW_WORDS));
  const families = (isOfIpv6: boolean) =>
    all.filter((row) => isIpv6Row(row[5] as number) === isOfIpv6);
  const [four, six] = [families(false), families(true)];
  four.sort((a, b) => compareIpv4Rows(a, 0, b, 0));
  six.sort((a, b) => compareIpv6Rows(a, 0, ipv6, b, 0, ipv6));
  const rows = new Uint32Array(all.length * ROW_WORDS);
  for (const [index, row] of [...four, ...six].entries()) rows.set(row, index * ROW_WORDS);
  return { rows, ipv4: four.length };
}

function hashOf(
  src: number,
  dst: number,
  ports: number,
  place: number,
  nat: number,
  flags: number,
): number {
  let hash = Math.imul(src, 0x9e3779b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + dst, 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 13)) + ports, 0xc2b2ae35);
  hash = Math.imul(
    (hash ^ (hash >>> 16)) + place + Math.imul(nat, 31) + Math.imul(flags, 127),
    0x27d4eb2f,
  );
  return hash ^ (hash >>> 15);
}

function larger<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Stable; by 16 bits of the key in each of the passes, the lowest first. */
function radixSort(order: Uint32Array, keyOf: (row: number) => number, passes: number): void {
  let from: Uint32Array = order;
  let to: Uint32Array = new Uint32Array(order.length);
  for (let pass = 0; pass < passes; pass++) {
    const shift = 16 * pass;
    const starts = new Uint32Array(65_537);
    for (const row of from) {
      const bucket = ((keyOf(row) >>> shift) & 0xffff) + 1;
      starts[bucket] = (starts[bucket] as number) + 1;
    }
    for (let bucket = 1; bucket < starts.length; bucket++) {
      starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);
    }
    for (const row of from) {
      const bucket = (keyOf(row) >>> shift) & 0xffff;
      const place = starts[bucket] as number;
      starts[bucket] = place + 1;
      to[place] = row;
    }
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}
