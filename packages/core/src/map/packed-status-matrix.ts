import { VARIANTS } from "../endpoint/types.js";
import { asText, invalidMapData, type JsonObject } from "./json-reader.js";
import { type MapLayout, placeCount } from "./map-layout.js";
import { isStatusCode } from "./name-status.js";

/**
 * A status matrix as text that gzip makes little of. What the four names of a cell say together, a tuple of
 * codes, is one character: one of some hundred, the frequent ones ASCII. Most cells of a service in a
 * partition are alike, so what is said is the usual character there, which cells differ, and how:
 *
 * - `tuples` has the four digits behind each character, one after the other, in the order of `characterOf`
 * - `usual` has for each service a character for each partition
 * - `marks` has a bit for each cell, service by service: whether it differs; six bits to a character
 * - `others` has a character for each cell that differs
 */
export function packStatusMatrix(statusMatrix: Uint8Array, layout: MapLayout): JsonObject {
  const cells = cellCount(layout);
  const tuples = Array.from({ length: cells }, (_, cell) => {
    let tuple = "";
    for (let variant = 0; variant < VARIANTS.length; variant++)
      tuple += statusMatrix[variant * cells + cell];
    return tuple;
  });
  const byUse = mostFrequentFirst(tuples);
  const characters = new Map(byUse.map((tuple, index) => [tuple, characterOf(index)]));
  const text = tuples.map((tuple) => characters.get(tuple)).join("");

  let usual = "";
  let others = "";
  const bits: boolean[] = [];
  for (const [from, to] of stretches(layout)) {
    const stretch = text.slice(from, to);
    const [most = ""] = mostFrequentFirst([...stretch]);
    usual += most;
    for (const character of stretch) {
      bits.push(character !== most);
      if (character !== most) others += character;
    }
  }
  return { tuples: byUse.join(""), usual, marks: bitsText(bits), others };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function unpackStatusMatrix(status: JsonObject, layout: MapLayout): Uint8Array {
  const text = (key: string) => asText(status[key], `status.${key}`);
  const tuples = text("tuples").match(TUPLES) ?? [];
  const codesOf = new Map(tuples.map((tuple, index) => [characterOf(index), parseTuple(tuple)]));
  const [usual, marks, others] = [text("usual"), text("marks"), text("others")];
  const cells = cellCount(layout);
  const statusMatrix = new Uint8Array(placeCount(layout));
  let stretch = 0;
  let other = 0;
  for (const [from, to] of stretches(layout)) {
    const most = usual.charAt(stretch++);
    for (let cell = from; cell < to; cell++) {
      const isOther = isMarked(marks, cell);
      const codes = codesOf.get(isOther ? others.charAt(other++) : most);
      if (codes === undefined) throw invalidMapData("status", "characters with a tuple");
      for (let variant = 0; variant < codes.length; variant++) {
        statusMatrix[variant * cells + cell] = codes[variant] ?? 0;
      }
    }
  }
  if (usual.length !== stretch || others.length !== other) {
    throw invalidMapData("status", "as many characters as cells");
  }
  return statusMatrix;
}

const cellCount = ({ serviceCount, regions }: MapLayout) => serviceCount * regions.length;

/** From and to of the cells of each service in each partition. */
function* stretches({ serviceCount, regions }: MapLayout): Generator<readonly [number, number]> {
  const ends = regions.flatMap(({ partition }, index) =>
    partition === regions[index + 1]?.partition ? [] : [index + 1],
  );
  for (let service = 0; service < serviceCount; service++) {
    let from = 0;
    for (const to of ends) {
      yield [service * regions.length + from, service * regions.length + to];
      from = to;
    }
  }
}

function mostFrequentFirst(values: readonly string[]): readonly string[] {
  const uses = new Map<string, number>();
  for (const value of values) uses.set(value, (uses.get(value) ?? 0) + 1);
  return [...uses]
    .sort(([a, usesOfA], [b, usesOfB]) => usesOfB - usesOfA || (a < b ? -1 : 1))
    .map(([value]) => value);
}

const BITS = 6;
/** The sixty-four characters from here on need no escape in JSON but one, the backslash; `#` stands for it. */
const FIRST_OF_BITS = 0x30;

function bitsText(bits: readonly boolean[]): string {
  let text = "";
  for (let from = 0; from < bits.length; from += BITS) {
    let value = 0;
    for (let bit = 0; bit < BITS; bit++) if (bits[from + bit] === true) value |= 1 << bit;
    const character = String.fromCharCode(FIRST_OF_BITS + value);
    text += character === "\\" ? "#" : character;
  }
  return text;
}

function isMarked(marks: string, cell: number): boolean {
  const code = marks.charCodeAt(Math.floor(cell / BITS));
  const value = (code === 0x23 ? BACKSLASH : code) - FIRST_OF_BITS;
  if (!(value >= 0 && value < 2 ** BITS)) throw invalidMapData("status.marks", "a bit per cell");
  return ((value >> (cell % BITS)) & 1) === 1;
}

/** A digit for each variant. */
const TUPLES = /.{1,4}/g;

function parseTuple(tuple: string): readonly number[] {
  const codes = [...tuple].map((digit) => digit.charCodeAt(0) - 48);
  if (codes.length !== VARIANTS.length || !codes.every(isStatusCode)) {
    throw invalidMapData("status.tuples", `${VARIANTS.length} digits`);
  }
  return codes;
}

/** One UTF-16 unit that JSON writes as it is. All 10,000 tuples there can be end far below the surrogates. */
function characterOf(index: number): string {
  const code = FIRST + index + (index >= BACKSLASH - FIRST ? 1 : 0);
  return String.fromCharCode(code < DELETE ? code : code - DELETE + AFTER_CONTROLS);
}

const FIRST = 0x23;
const BACKSLASH = 0x5c;
const DELETE = 0x7f;
const AFTER_CONTROLS = 0xa1;
