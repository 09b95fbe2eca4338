import { ipv6Octets } from "@egress6/core/address/ip-address";

/** IPv6 addresses, each with a number from 0 on: a key of a group has room for one word. */
export class Ipv6Table {
  /** Four words for each address. */
  words = new Uint32Array(4 * 256);
  size = 0;
  private readonly byText = new Map<string, number>();

  /** @returns -1 when the text is no address */
  idOf(text: string): number {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const octets = ipv6Octets(text);
    if (octets === null) return -1;
    const canonical = octets.join(".");
    const id = this.byText.get(canonical) ?? this.add(octets);
    this.byText.set(canonical, id);
    this.byText.set(text, id);
    return id;
  }

  private add(octets: readonly number[]): number {
    if (4 * this.size === this.words.length) {
      const larger = new Uint32Array(2 * this.words.length);
      larger.set(this.words);
      this.words = larger;
    }
    for (let word = 0; word < 4; word++) {
      const [a = 0, b = 0, c = 0, d = 0] = octets.slice(4 * word);
      this.words[4 * this.size + word] = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    }
    return this.size++;
  }
}

/** In RFC 5952's form. */
export function ipv6OfWords(words: readonly number[]): string {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  let [best, bestLength] = [-1, 1];
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > bestLength) [best, bestLength] = [start, length];
  }
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (best < 0) return hex(groups);
  return `${hex(groups.slice(0, best))}::${hex(groups.slice(best + bestLength))}`;
}

/** `a.b` for each half of an address that was asked for. */
const halves: (string | undefined)[] = Array.from({ length: 1 << 16 });

const halfOf = (half: number): string => {
  const known = halves[half];
  if (known !== undefined) return known;
  const made = `${half >>> 8}.${half & 255}`;
  halves[half] = made;
  return made;
};

/** Half a million addresses are written in a second or less: of two parts that are kept. */
export const ipv4OfWord = (word: number): string =>
  `${halfOf(word >>> 16)}.${halfOf(word & 0xffff)}`;
