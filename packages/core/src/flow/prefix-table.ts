import { ipv6Octets } from "../address/ip-address.js";

/** A prefix, and what is said of its addresses. */
export interface PrefixEntry<T> {
  readonly prefix: string;
  readonly value: T;
}

/**
 * Finds the longest prefix that holds an address. Prefixes are cut into stretches that do not overlap, once, so that
 * a look-up is one binary search. Of entries with the same prefix the last counts.
 */
export class PrefixTable<T> {
  /** How many entries could be read. */
  readonly size: number;
  private readonly ipv4: Stretches<number, T>;
  private readonly ipv6: Stretches<bigint, T>;

  constructor(entries: readonly PrefixEntry<T>[]) {
    const four: Stretch<number, T>[] = [];
    const six: Stretch<bigint, T>[] = [];
    for (const { prefix, value } of entries) {
      const parsed = parsePrefix(prefix);
      if (parsed === null) continue;
      if (parsed.family === 4) four.push({ first: parsed.first, last: parsed.last, value });
      else six.push({ first: parsed.first, last: parsed.last, value });
    }
    this.size = four.length + six.length;
    this.ipv4 = disjoint(four, 1);
    this.ipv6 = disjoint(six, 1n);
  }

  /** Of IPv4: in order, without overlaps. */
  get ipv4Stretches(): readonly Stretch<number, T>[] {
    return this.ipv4;
  }

  /** @param word an IPv4 address */
  findIpv4(word: number): T | null {
    return stretchAt(this.ipv4, word);
  }

  find(address: string): T | null {
    const word = ipv4Number(address);
    if (word !== null) return stretchAt(this.ipv4, word);
    const octets = ipv6Octets(address);
    return octets === null ? null : stretchAt(this.ipv6, bigOf(octets));
  }
}

/** Addresses that belong to one prefix. */
export interface Stretch<N, T> {
  readonly first: N;
  readonly last: N;
  readonly value: T;
}

type Stretches<N, T> = readonly Stretch<N, T>[];

export type ParsedPrefix =
  | { readonly family: 4; readonly first: number; readonly last: number; readonly bits: number }
  | { readonly family: 6; readonly first: bigint; readonly last: bigint; readonly bits: number };

/** `10.0.0.0/16`, `2600:1f18::/32`, or an address; null: it is none. Bits behind the length do not count. */
export function parsePrefix(text: string): ParsedPrefix | null {
  const [address = "", length, more] = text.trim().split("/");
  if (more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const word = ipv4Number(address);
  if (word !== null) {
    const bits = length === undefined ? 32 : Number(length);
    if (bits > 32) return null;
    const size = 2 ** (32 - bits);
    const first = Math.floor(word / size) * size;
    return { family: 4, first, last: first + size - 1, bits };
  }
  const octets = ipv6Octets(address);
  const bits = length === undefined ? 128 : Number(length);
  if (octets === null || bits > 128) return null;
  const size = 1n << BigInt(128 - bits);
  const first = (bigOf(octets) / size) * size;
  return { family: 6, first, last: first + size - 1n, bits };
}

/** The number of an IPv4 address in dotted text; null: it is none. Asked for every destination, so without patterns. */
export function ipv4Number(text: string): number | null {
  let word = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code < 58) {
      octet = (octet < 0 ? 0 : octet * 10) + (code - 48);
      if (octet > 255) return null;
    } else if (code === 46 && octet >= 0) {
      word = word * 256 + octet;
      octet = -1;
      dots++;
    } else return null;
  }
  return dots === 3 && octet >= 0 ? word * 256 + octet : null;
}

const bigOf = (octets: readonly number[]): bigint =>
  octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);

/** Prefixes contain each other or lie apart: the innermost of those that are open is the longest. */
function disjoint<N extends number | bigint, T>(
  prefixes: readonly Stretch<N, T>[],
  one: N,
): Stretches<N, T> {
  const plus = (a: N, b: N): N => ((a as bigint) + (b as bigint)) as N;
  const minus = (a: N, b: N): N => ((a as bigint) - (b as bigint)) as N;
  const sorted = [...prefixes].sort((a, b) =>
    a.first < b.first ? -1 : a.first > b.first ? 1 : a.last > b.last ? -1 : a.last < b.last ? 1 : 0,
  );
  const found: Stretch<N, T>[] = [];
  const open: Stretch<N, T>[] = [];
  let next: N | null = null;
  const emit = (last: N, value: T) => {
    if (next !== null && next <= last) found.push({ first: next, last, value });
    next = plus(last, one);
  };
  const closeBefore = (first: N | null) => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (first !== null && top.last >= first) break;
      emit(top.last, top.value);
      open.pop();
    }
  };
  for (const prefix of sorted) {
    closeBefore(prefix.first);
    const around = open.at(-1);
    if (around !== undefined && around.first === prefix.first && around.last === prefix.last) {
      open.pop();
    } else if (around !== undefined && next !== null && next < prefix.first) {
      emit(minus(prefix.first, one), around.value);
    }
    next = prefix.first;
    open.push(prefix);
  }
  closeBefore(null);
  return found;
}

function stretchAt<N extends number | bigint, T>(stretches: Stretches<N, T>, at: N): T | null {
  let [low, high] = [0, stretches.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle] as Stretch<N, T>;
    if (at < stretch.first) high = middle - 1;
    else if (at > stretch.last) low = middle + 1;
    else return stretch.value;
  }
  return null;
}
