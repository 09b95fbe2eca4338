import { DASH, ipv4At, isNatTypeAt, latin1, NO_IPV4, numberAt } from "../column-text.js";
import { COLUMN } from "../flow-columns.js";
import {
  ABSENT,
  FIRST_IPV6,
  FlowRecordReader,
  NO_ADDRESS,
  NO_NUMBER,
  NO_VALUE_GIVEN,
  type RecordSource,
} from "../flow-record-reader.js";
import type { ParquetColumn } from "./read-column.js";

const LONGEST_ADDRESS = 45;

/** A column, with its name in the file. */
export interface NamedColumn {
  readonly name: string;
  readonly column: ParquetColumn;
}

const NUMBERS: readonly number[] = [
  COLUMN.bytes,
  COLUMN.start,
  COLUMN.end,
  COLUMN.srcPort,
  COLUMN.dstPort,
  COLUMN.protocol,
];
const ADDRESSES: readonly number[] = [COLUMN.src, COLUMN.dst, COLUMN.pktSrc, COLUMN.pktDst];
const PLACES: readonly number[] = [COLUMN.interface, COLUMN.nextHop];
const NAT_TYPES: readonly number[] = [COLUMN.interfaceType, COLUMN.nextHopType];

/** Asked for once for each file or gateway. */
const RARE: readonly number[] = [COLUMN.az, COLUMN.region, COLUMN.nextHopAz];

const NONE = { numbers: new Float64Array(), words: new Int32Array() };

/**
 * Reads columns. A record is known by its number in the row group. What a column says is laid out by rows before the
 * rows are read; only addresses that are no numbers yet wait until somebody needs them.
 */
export class FlowColumnReader extends FlowRecordReader {
  /** By `COLUMN`. */
  private columns: readonly (NamedColumn | null)[] = [];
  private readonly isThere = new Uint8Array(Object.keys(COLUMN).length);
  private readonly numbers: Float64Array[] = Object.keys(COLUMN).map(() => NONE.numbers);
  private readonly letters: Int32Array[] = Object.keys(COLUMN).map(() => NONE.words);
  private readonly natTypes: Int32Array[] = Object.keys(COLUMN).map(() => NONE.words);
  private readonly places: Int32Array[] = Object.keys(COLUMN).map(() => NONE.words);
  /** Addresses that are read when they are needed; null: they are in `numbers`. */
  private readonly texts: (ParquetColumn | null)[] = Object.keys(COLUMN).map(() => null);

  begin(file: RecordSource): void {
    this.beginFile(file);
    this.line = 0;
  }

  /** @param columns of a row group, by `COLUMN` */
  use(columns: readonly (NamedColumn | null)[], rows: number): void {
    this.columns = columns;
    for (const [code, each] of columns.entries()) {
      this.isThere[code] = each === null ? 0 : 1;
      this.texts[code] = null;
      if (NUMBERS.includes(code)) {
        this.numbers[code] = each === null ? NONE.numbers : numbersOf(each.column, rows);
      } else if (ADDRESSES.includes(code)) this.useAddresses(code, each?.column ?? null, rows);
      else {
        const isLaidOut = each !== null && !RARE.includes(code);
        this.letters[code] = isLaidOut ? this.lettersOf(each.column, rows) : NONE.words;
        if (each === null) continue;
        if (PLACES.includes(code)) this.places[code] = this.placesOf(each.column, rows);
        if (NAT_TYPES.includes(code)) this.natTypes[code] = natTypesOf(each.column, rows);
      }
    }
  }

  /** @param from,to rows */
  read(from: number, to: number): void {
    for (let row = from; row < to; row++) {
      this.line++;
      this.readRecord(row);
    }
  }

  private useAddresses(code: number, column: ParquetColumn | null, rows: number): void {
    if (column === null) this.numbers[code] = NONE.numbers;
    else if (column.numbers !== null) {
      this.numbers[code] = new Float64Array(rows).fill(NO_ADDRESS);
    } else if (column.isInOrder) this.texts[code] = column;
    else {
      const { bytes, starts, ends } = column;
      this.numbers[code] = numbersByRow(column, rows, ABSENT, (value) =>
        this.addressAt(bytes, starts[value] as number, ends[value] as number),
      );
    }
  }

  private lettersOf(column: ParquetColumn, rows: number): Int32Array {
    const { bytes, starts, ends, numbers } = column;
    return wordsByRow(column, rows, 0, (value) => {
      const start = numbers === null ? (starts[value] as number) : 0;
      if (numbers !== null || start >= (ends[value] as number)) return 0;
      const letter = bytes[start] as number;
      return letter === DASH ? 0 : letter;
    });
  }

  private placesOf(column: ParquetColumn, rows: number): Int32Array {
    const { view, starts, ends, numbers } = column;
    const none = this.interfaces.idOfText("-");
    return wordsByRow(column, rows, none, (value) =>
      numbers === null
        ? this.interfaces.idAt(view, starts[value] as number, ends[value] as number)
        : none,
    );
  }

  protected has(code: number): boolean {
    return this.isThere[code] === 1;
  }

  protected faultOf(code: number, row: number, what: string): string {
    const each = this.columns[code];
    if (each == null) return `a column is ${what}`;
    const { index, starts, ends, numbers } = each.column;
    const value = index[row] as number;
    const isEmpty = numbers === null && (value < 0 || starts[value] === ends[value]);
    return `${each.name} is ${isEmpty ? "empty" : what}`;
  }

  protected letterOf(code: number, row: number): number {
    if (this.isThere[code] === 0) return 0;
    const letters = this.letters[code] as Int32Array;
    return row < letters.length ? (letters[row] as number) : this.rareLetterOf(code, row);
  }

  private rareLetterOf(code: number, row: number): number {
    const text = this.textOf(code, row);
    return text === "" || text === "-" ? 0 : text.charCodeAt(0);
  }

  protected isNatTypeOf(code: number, row: number): boolean {
    return this.isThere[code] === 1 && (this.natTypes[code] as Int32Array)[row] === 1;
  }

  protected textOf(code: number, row: number): string {
    const column = this.columns[code]?.column;
    const value = column === undefined ? -1 : (column.index[row] as number);
    if (column === undefined || value < 0) return "-";
    if (column.numbers !== null) return String(column.numbers[value]);
    return latin1(column.bytes, column.starts[value] as number, column.ends[value] as number);
  }

  protected placeOf(code: number, row: number): number {
    return (this.places[code] as Int32Array)[row] as number;
  }

  protected numberOf(code: number, row: number): number {
    return this.isThere[code] === 1
      ? ((this.numbers[code] as Float64Array)[row] as number)
      : NO_VALUE_GIVEN;
  }

  protected timeOf(code: number, row: number): number {
    return this.numberOf(code, row);
  }

  protected smallNumberOf(code: number, row: number): number {
    return this.numberOf(code, row);
  }

  protected exactNumberOf(code: number, row: number): bigint {
    const column = this.columns[code]?.column;
    const value = column === undefined ? -1 : (column.index[row] as number);
    if (column === undefined || value < 0) return 0n;
    if (column.numbers === null) {
      const text = this.textOf(code, row);
      return /^\d{1,19}$/.test(text) ? BigInt(text) : 0n;
    }
    const wide = column.wide?.[value] ?? 0n;
    return wide > 0n ? wide : BigInt(column.numbers[value] as number);
  }

  protected addressOf(code: number, row: number): number {
    if (this.isThere[code] === 0) return ABSENT;
    const text = this.texts[code] as ParquetColumn | null;
    if (text === null) return (this.numbers[code] as Float64Array)[row] as number;
    return this.addressAt(text.bytes, text.starts[row] as number, text.ends[row] as number);
  }

  private addressAt(bytes: Uint8Array, start: number, end: number): number {
    const word = ipv4At(bytes, start, end);
    return word === NO_IPV4 ? this.otherAddress(bytes, start, end) : word;
  }

  private otherAddress(bytes: Uint8Array, start: number, end: number): number {
    if (end - start === 1 && bytes[start] === DASH) return ABSENT;
    const id = end - start > LONGEST_ADDRESS ? -1 : this.ipv6.idOf(latin1(bytes, start, end));
    return id < 0 ? NO_ADDRESS : FIRST_IPV6 + id;
  }

  protected packetAddressOf(code: number, other: number, known: number, row: number): number {
    const text = this.texts[code] as ParquetColumn | null;
    const otherText = this.texts[other] as ParquetColumn | null;
    if (text === null || otherText === null) return this.addressOf(code, row);
    return isSameText(text, otherText, row) ? known : this.addressOf(code, row);
  }
}

function isSameText(a: ParquetColumn, b: ParquetColumn, row: number): boolean {
  const [startA, startB] = [a.starts[row] as number, b.starts[row] as number];
  const length = (a.ends[row] as number) - startA;
  if ((b.ends[row] as number) - startB !== length) return false;
  const [viewA, viewB] = [a.view, b.view];
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    if (viewA.getInt32(startA + at) !== viewB.getInt32(startB + at)) return false;
  }
  for (; at < length; at++) {
    if (viewA.getUint8(startA + at) !== viewB.getUint8(startB + at)) return false;
  }
  return true;
}

function numbersOf(column: ParquetColumn, rows: number): Float64Array {
  const { numbers, bytes, starts, ends, isInOrder } = column;
  if (numbers === null) {
    return numbersByRow(column, rows, NO_VALUE_GIVEN, (value) =>
      numberAt(bytes, starts[value] as number, ends[value] as number),
    );
  }
  for (let value = 0; value < numbers.length; value++) {
    if ((numbers[value] as number) < 0) numbers[value] = NO_NUMBER;
  }
  if (isInOrder) return numbers;
  return numbersByRow(column, rows, NO_VALUE_GIVEN, (value) => numbers[value] as number);
}

function natTypesOf(column: ParquetColumn, rows: number): Int32Array {
  const { bytes, starts, ends, numbers } = column;
  return wordsByRow(column, rows, 0, (value) => {
    const start = numbers === null ? (starts[value] as number) : 0;
    if (numbers !== null || (ends[value] as number) < start + 3) return 0;
    return isNatTypeAt(bytes, start) ? 1 : 0;
  });
}

/** What each row has; values of a dictionary are read once. @param none of rows without a value */
function numbersByRow(
  { index, distinct }: ParquetColumn,
  rows: number,
  none: number,
  read: (value: number) => number,
): Float64Array {
  const to = new Float64Array(rows);
  const known = new Float64Array(distinct);
  for (let value = 0; value < distinct; value++) known[value] = read(value);
  for (let row = 0; row < rows; row++) {
    const value = index[row] as number;
    to[row] = value < 0 ? none : value < distinct ? (known[value] as number) : read(value);
  }
  return to;
}

/** As `numbersByRow`, of small whole numbers. */
function wordsByRow(
  { index, distinct }: ParquetColumn,
  rows: number,
  none: number,
  read: (value: number) => number,
): Int32Array {
  const to = new Int32Array(rows);
  const known = new Int32Array(distinct);
  for (let value = 0; value < distinct; value++) known[value] = read(value);
  for (let row = 0; row < rows; row++) {
    const value = index[row] as number;
    to[row] = value < 0 ? none : value < distinct ? (known[value] as number) : read(value);
  }
  return to;
}
