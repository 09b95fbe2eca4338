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

const FIRST_CAPACITY = 1 << 17;
const TWO_32 = 2 ** 32;

/**
 * In memory a row is in one place, so that adding to it touches few lines of cache: words of its key, records, hash,
 * and bytes up and down as numbers.
 */
const STRIDE = 12;
const RECORDS = 6;
const HASH = 7;
const UP = 4;
const DOWN = 5;

/**
 * Sums by key, in typed arrays: half a million groups take 30 MB. A sum that a number cannot hold exactly
 * goes on in a second row of the same key.
 */
export class GroupTable {
  size = 0;
  private capacity = FIRST_CAPACITY;
  private words = new Uint32Array(FIRST_CAPACITY * STRIDE);
  private sums = new Float64Array(this.words.buffer);
  /** Pairs: the row, and its hash, so that of other rows nothing is looked at. */
  private slots = new Int32Array(4 * FIRST_CAPACITY).fill(-1);
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
    const { words, slots } = this;
    const mask = slots.length - 2;
    const hash = hashOf(src, dst, ports, place, nat, flags);
    let slot = (hash << 1) & mask;
    let row = slots[slot] as number;
    while (row >= 0) {
      const at = row * STRIDE;
      if (
        slots[slot + 1] === hash &&
        words[at + 1] === dst &&
        words[at] === src &&
        words[at + 2] === ports &&
        words[at + 3] === place &&
        words[at + 4] === nat &&
        words[at + 5] === flags
      ) {
        this.addTo(row, up, down, records);
        return;
      }
      slot = (slot + 2) & mask;
      row = slots[slot] as number;
    }
    row = this.size++;
    slots[slot] = row;
    slots[slot + 1] = hash;
    const at = row * STRIDE;
    words[at] = src;
    words[at + 1] = dst;
    words[at + 2] = ports;
    words[at + 3] = place;
    words[at + 4] = nat;
    words[at + 5] = flags;
    words[at + RECORDS] = records;
    words[at + HASH] = hash;
    this.sums[(at >>> 1) + UP] = up;
    this.sums[(at >>> 1) + DOWN] = down;
    if (this.size === this.capacity) this.grow();
  }

  private addTo(row: number, up: number, down: number, records: number): void {
    const { words, sums } = this;
    const at = row * STRIDE;
    const sumAt = at >>> 1;
    const sumUp = (sums[sumAt + UP] as number) + up;
    const sumDown = (sums[sumAt + DOWN] as number) + down;
    if (sumUp > Number.MAX_SAFE_INTEGER || sumDown > Number.MAX_SAFE_INTEGER) {
      const kept = new Uint32Array(ROW_WORDS);
      this.copyRow(row, kept, 0);
      this.full.push([...kept]);
      sums[sumAt + UP] = up;
      sums[sumAt + DOWN] = down;
      words[at + RECORDS] = records;
      return;
    }
    sums[sumAt + UP] = sumUp;
    sums[sumAt + DOWN] = sumDown;
    words[at + RECORDS] = (words[at + RECORDS] as number) + records;
  }

  private grow(): void {
    this.capacity *= 2;
    const words = new Uint32Array(this.capacity * STRIDE);
    words.set(this.words);
    this.words = words;
    this.sums = new Float64Array(words.buffer);
    const slots = new Int32Array(4 * this.capacity).fill(-1);
    this.slots = slots;
    const mask = slots.length - 2;
    for (let row = 0; row < this.size; row++) {
      const hash = words[row * STRIDE + HASH] as number;
      let slot = (hash << 1) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 2) & mask;
      slots[slot] = row;
      slots[slot + 1] = hash;
    }
  }

  private copyRow(row: number, to: Uint32Array, toAt: number): void {
    const { words, sums } = this;
    const at = row * STRIDE;
    for (let word = 0; word < KEY_WORDS; word++) to[toAt + word] = words[at + word] as number;
    const up = sums[(at >>> 1) + UP] as number;
    const down = sums[(at >>> 1) + DOWN] as number;
    to[toAt + 6] = up % TWO_32;
    to[toAt + 7] = up / TWO_32;
    to[toAt + 8] = down % TWO_32;
    to[toAt + 9] = down / TWO_32;
    to[toAt + 10] = words[at + RECORDS] as number;
  }

  /**
   * All rows, sorted by the addresses and the remote port, those of IPv4 before those of IPv6. The table is empty afterwards.
   * @param ipv6 four words for each IPv6 address
   */
  takeSorted(ipv6: Uint32Array): SortedRows {
    const total = this.size + this.full.length;
    const rows = new Uint32Array(total * ROW_WORDS);
    const { order, ipv4 } = this.sortedOrder(ipv6);
    for (let index = 0; index < order.length; index++) {
      this.copyRow(order[index] as number, rows, index * ROW_WORDS);
    }
    const extra = this.full.splice(0);
    this.clear();
    if (extra.length === 0) return { rows, ipv4 };
    return mergedWithExtra(rows.subarray(0, order.length * ROW_WORDS), extra, ipv6);
  }

  private sortedOrder(ipv6: Uint32Array): { readonly order: Uint32Array; readonly ipv4: number } {
    const { words, size } = this;
    const order = new Uint32Array(size);
    let ipv4 = 0;
    for (let row = 0; row < size; row++) {
      if (!isIpv6Row(words[row * STRIDE + 5] as number)) order[ipv4++] = row;
    }
    let last = ipv4;
    for (let row = 0; row < size; row++) {
      if (isIpv6Row(words[row * STRIDE + 5] as number)) order[last++] = row;
    }
    const rowsOfIpv4 = order.subarray(0, ipv4);
    sortBy(rowsOfIpv4, (row) => (words[row * STRIDE + 2] as number) >>> 16);
    sortBy(rowsOfIpv4, (row) => words[row * STRIDE + 1] as number);
    sortBy(rowsOfIpv4, (row) => words[row * STRIDE] as number);
    order
      .subarray(ipv4)
      .sort((a, b) => compareIpv6Rows(words, a * STRIDE, ipv6, words, b * STRIDE, ipv6));
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

/** Radix sort by a key of 32 bits, 16 at a time; stable. */
function sortBy(order: Uint32Array, keyOf: (row: number) => number): void {
  const count = order.length;
  let rows: Uint32Array = order;
  let keys = new Uint32Array(count);
  for (let index = 0; index < count; index++) keys[index] = keyOf(order[index] as number);
  for (const shift of [0, 16]) {
    const starts = new Uint32Array(65_537);
    for (let index = 0; index < count; index++) {
      const bucket = (((keys[index] as number) >>> shift) & 0xffff) + 1;
      starts[bucket] = (starts[bucket] as number) + 1;
    }
    // All alike: networks have few upper halves of addresses.
    if (starts.includes(count)) continue;
    for (let bucket = 1; bucket < starts.length; bucket++) {
      starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);
    }
    const sortedRows = new Uint32Array(count);
    const sortedKeys = new Uint32Array(count);
    for (let index = 0; index < count; index++) {
      const key = keys[index] as number;
      const bucket = (key >>> shift) & 0xffff;
      const place = starts[bucket] as number;
      starts[bucket] = place + 1;
      sortedRows[place] = rows[index] as number;
      sortedKeys[place] = key;
    }
    rows = sortedRows;
    keys = sortedKeys;
  }
  if (rows !== order) order.set(rows);
}
