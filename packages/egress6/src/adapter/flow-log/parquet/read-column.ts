import { gunzipSync } from "node:zlib";
import {
  PARQUET_CODEC,
  PARQUET_ENCODING,
  PARQUET_TYPE,
  type ParquetChunk,
} from "./parquet-file.js";
import { ThriftReader, type ThriftStruct } from "./thrift.js";

/** A column of a row group. */
export interface ParquetColumn {
  /** For each row the number of its value; -1: it has none. */
  readonly index: Int32Array;
  /** Of so many values at the beginning, each is there once: those of the dictionary. */
  readonly distinct: number;
  /** Whether each row has a value of its own, in order. */
  readonly isInOrder: boolean;
  /** Of texts: where each value begins and ends. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Of numbers; null: they are texts. */
  readonly numbers: Float64Array | null;
  /** Of numbers that a number does not hold: whole; null: there are none. */
  readonly wide: BigInt64Array | null;
}

const [DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2] = [0, 2, 3];
const NO_VALUE = -1;

/**
 * Unpacks a column.
 * @param packed the bytes of its chunk
 * @throws RangeError when it is damaged, or not as it says; and what zlib throws
 */
export function readColumn(chunk: ParquetChunk, packed: Uint8Array): ParquetColumn {
  return new ColumnReader(chunk, packed).read();
}

/** 0, 1, 2 …: the numbers of values that are there once for each row. */
let countUp = new Int32Array();

function firstNumbers(count: number): Int32Array<ArrayBuffer> {
  if (countUp.length < count) countUp = Int32Array.from({ length: count }, (_, value) => value);
  return countUp.subarray(0, count);
}

class ColumnReader {
  private readonly chunk: ParquetChunk;
  private readonly packed: Uint8Array;
  private readonly isText: boolean;
  private index = new Int32Array();
  private bytes: Uint8Array = new Uint8Array();
  private view = new DataView(this.bytes.buffer);
  private starts = new Int32Array();
  private ends = new Int32Array();
  private numbers = new Float64Array();
  private wide: BigInt64Array | null = null;
  /** Values so far, rows so far, and bytes of texts. */
  private values = 0;
  private rows = 0;
  private filled = 0;
  private distinct = 0;
  private isInOrder = false;

  constructor(chunk: ParquetChunk, packed: Uint8Array) {
    this.chunk = chunk;
    this.packed = packed;
    this.isText = chunk.type === PARQUET_TYPE.bytes;
  }

  read(): ParquetColumn {
    const { chunk, packed, isText } = this;
    for (let at = 0; this.rows < chunk.rows; ) {
      const reader = new ThriftReader(packed, at);
      const header = reader.struct();
      const size = count(header, 3);
      const content = packed.subarray(reader.at, reader.at + size);
      if (content.length < size) throw new RangeError("a page ends too early");
      at = reader.at + size;
      this.readPage(header, content);
    }
    const { index, distinct, isInOrder, bytes, view, starts, ends, wide } = this;
    const numbers = isText ? null : this.numbers;
    return { index, distinct, isInOrder, bytes, view, starts, ends, numbers, wide };
  }

  private readPage(header: ThriftStruct, content: Uint8Array): void {
    const size = count(header, 2);
    switch (header.get(1)) {
      case DICTIONARY_PAGE: {
        const about = header.get(7);
        if (!(about instanceof Map) || this.values > 0)
          throw new RangeError("a dictionary is wrong");
        this.addPlain(this.unpacked(content, size), count(about, 1));
        this.distinct = this.values;
        break;
      }
      case DATA_PAGE: {
        const about = header.get(5);
        if (!(about instanceof Map)) throw new RangeError("a page is wrong");
        const page = this.unpacked(content, size);
        const rows = this.wantedRows(count(about, 1));
        if (!this.chunk.isOptional) this.addValues(page, rows, rows, count(about, 2), null);
        else {
          const length = wordAt(page, 0);
          const levels = page.subarray(4, 4 + length);
          if (count(about, 3) !== PARQUET_ENCODING.rle) throw new RangeError("levels are not RLE");
          this.addOptional(page.subarray(4 + length), levels, rows, count(about, 2));
        }
        break;
      }
      case DATA_PAGE_V2: {
        const about = header.get(8);
        if (!(about instanceof Map)) throw new RangeError("a page is wrong");
        const rows = this.wantedRows(count(about, 1));
        const [levels, others] = [count(about, 5), count(about, 6)];
        const rest = content.subarray(levels + others);
        const isPacked = about.get(7) !== false;
        const page = isPacked ? this.unpacked(rest, size - levels - others) : rest;
        this.addOptional(page, content.subarray(others, others + levels), rows, count(about, 4));
        break;
      }
      default:
      // An index page says nothing of values.
    }
  }

  private wantedRows(rows: number): number {
    if (rows > this.chunk.rows - this.rows) throw new RangeError("a column has too many values");
    return rows;
  }

  private unpacked(content: Uint8Array, size: number): Uint8Array {
    if (this.chunk.codec === PARQUET_CODEC.none) return content;
    if (size > this.chunk.size) throw new RangeError("a page is larger than its column");
    if (size === 0) return new Uint8Array();
    return gunzipSync(content, { chunkSize: Math.max(64, size), maxOutputLength: size });
  }

  /** @param levels for each row whether it has a value */
  private addOptional(page: Uint8Array, levels: Uint8Array, rows: number, encoding: number): void {
    if (levels.length === 0 || isOneRun(levels, rows)) {
      this.addValues(page, rows, rows, encoding, null);
      return;
    }
    const isThere = new Int32Array(rows);
    unpackNumbers(levels, 0, 1, isThere, 0, rows);
    let given = 0;
    for (let row = 0; row < rows; row++) if (isThere[row] !== 0) given++;
    this.addValues(page, rows, given, encoding, given === rows ? null : isThere);
  }

  /** @param given how many of the rows have a value */
  private addValues(
    page: Uint8Array,
    rows: number,
    given: number,
    encoding: number,
    isThere: Int32Array | null,
  ): void {
    const from = this.rows;
    const isAll = rows === this.chunk.rows && isThere === null && this.values === 0;
    if (encoding === PARQUET_ENCODING.plain && isAll) {
      this.addPlain(page, given);
      this.index = firstNumbers(rows);
      this.isInOrder = true;
      this.rows = rows;
      return;
    }
    if (this.index.length === 0) this.index = new Int32Array(this.chunk.rows);
    const { index } = this;
    if (encoding === PARQUET_ENCODING.plain) {
      const first = this.values;
      this.addPlain(page, given);
      for (let row = 0; row < given; row++) index[from + row] = first + row;
    } else if (
      encoding === PARQUET_ENCODING.plainDictionary ||
      encoding === PARQUET_ENCODING.rleDictionary
    ) {
      const { distinct } = this;
      // Of one value alone, all rows have the first.
      const isSame = distinct === 1;
      if (given > 0 && !isSame) unpackNumbers(page, 1, page[0] ?? 0, index, from, given);
      for (let row = from; row < from + given && !isSame; row++) {
        if ((index[row] as number) >>> 0 >= distinct)
          throw new RangeError("a value is not in the dictionary");
      }
    } else throw new RangeError(`values are encoded by ${encoding}`);
    if (isThere !== null) {
      // Backwards: what is moved has not been overwritten yet.
      let next = from + given;
      for (let row = rows - 1; row >= 0; row--) {
        index[from + row] = isThere[row] === 0 ? NO_VALUE : (index[--next] as number);
      }
    }
    this.rows += rows;
  }

  private addPlain(page: Uint8Array, given: number): void {
    const { isText, chunk } = this;
    if (isText) this.addTexts(page, given);
    else this.addNumbers(page, given, chunk.type === PARQUET_TYPE.int32 ? 4 : 8);
    this.values += given;
  }

  private addTexts(page: Uint8Array, given: number): void {
    const last = this.values + given;
    if (given > page.length >>> 2) throw new RangeError("a page has too few values");
    if (last > this.starts.length) {
      this.starts = larger(this.starts, last);
      this.ends = larger(this.ends, last);
    }
    this.keepBytes(page);
    const { view, starts, ends } = this;
    const end = this.filled;
    let at = end - page.length;
    for (let value = this.values; value < last; value++) {
      if (at + 4 > end) throw new RangeError("a page has too few values");
      const start = at + 4;
      at = start + view.getUint32(at, true);
      if (at > end) throw new RangeError("a text is longer than its page");
      starts[value] = start;
      ends[value] = at;
    }
  }

  /** Behind those of the pages before it. */
  private keepBytes(page: Uint8Array): void {
    const end = this.filled + page.length;
    if (this.filled === 0) this.bytes = page;
    else {
      if (end > this.bytes.length) {
        if (end > this.chunk.size) throw new RangeError("a column is larger than it says");
        const all = new Uint8Array(this.chunk.size);
        all.set(this.bytes.subarray(0, this.filled));
        this.bytes = all;
      }
      this.bytes.set(page, this.filled);
    }
    const { buffer, byteOffset, length } = this.bytes;
    this.view = new DataView(buffer, byteOffset, length);
    this.filled = end;
  }

  private roomFor(given: number): Float64Array {
    const last = this.values + given;
    if (last > this.numbers.length) {
      // Values of other pages come behind those of the first.
      const to = new Float64Array(this.values === 0 ? last : last + this.chunk.rows - this.rows);
      to.set(this.numbers);
      this.numbers = to;
    }
    return this.numbers;
  }

  private wideFor(count: number): BigInt64Array {
    if (this.wide === null || this.wide.length < count) {
      const to = new BigInt64Array(count);
      if (this.wide !== null) to.set(this.wide);
      this.wide = to;
    }
    return this.wide;
  }

  private addNumbers(page: Uint8Array, given: number, width: number): void {
    const first = this.values;
    if (given * width > page.length) throw new RangeError("a page has too few values");
    const numbers = this.roomFor(given);
    const view = new DataView(page.buffer, page.byteOffset, page.length);
    if (width === 4) {
      for (let value = 0; value < given; value++) {
        numbers[first + value] = view.getInt32(4 * value, true);
      }
      return;
    }
    for (let value = 0; value < given; value++) {
      const number = view.getInt32(8 * value + 4, true) * 2 ** 32 + view.getUint32(8 * value, true);
      numbers[first + value] = number;
      if (number > Number.MAX_SAFE_INTEGER) {
        this.wideFor(numbers.length)[first + value] = view.getBigInt64(8 * value, true);
      }
    }
  }
}

/** Whether levels say of all rows that they have a value, in one run. */
function isOneRun(levels: Uint8Array, rows: number): boolean {
  let head = 0;
  let at = 0;
  for (let shift = 0; shift <= 28; shift += 7) {
    const byte = levels[at++] ?? 0;
    head |= (byte & 127) << shift;
    if (byte < 128) break;
  }
  return (head & 1) === 0 && head >>> 1 >= rows && levels[at] === 1;
}

function larger(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}

function count(fields: ThriftStruct, id: number): number {
  const value = fields.get(id);
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError("a page does not say what it holds");
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24);

/**
 * Numbers of a few bits each: repeated ones, and packed ones, in turns.
 * @source https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
function unpackNumbers(
  from: Uint8Array,
  start: number,
  bits: number,
  to: Int32Array,
  toStart: number,
  wanted: number,
): void {
  if (bits > 31) throw new RangeError(`numbers have ${bits} bits`);
  const width = (bits + 7) >>> 3;
  const mask = 2 ** bits - 1;
  const last = toStart + wanted;
  let at = start;
  let next = toStart;
  while (next < last) {
    let head = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = from[at++];
      if (byte === undefined || shift > 28) throw new RangeError("numbers end too early");
      head |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if ((head & 1) === 0) {
      let value = 0;
      for (let byte = 0; byte < width; byte++) value |= (from[at++] ?? 0) << (8 * byte);
      const until = Math.min(last, next + (head >>> 1));
      if (until === next) throw new RangeError("numbers end too early");
      to.fill(value, next, until);
      next = until;
      continue;
    }
    const packed = 8 * (head >>> 1);
    const end = at + bits * (head >>> 1);
    const until = Math.min(last, next + packed);
    if (until === next) throw new RangeError("numbers end too early");
    let [held, have] = [0, 0];
    while (next < until) {
      while (have < bits) {
        // More than 31 bits at once do not fit: numbers this wide are put together below.
        if (have > 24) break;
        held |= (from[at++] ?? 0) << have;
        have += 8;
      }
      if (have < bits) {
        const byte = from[at++] ?? 0;
        to[next++] = ((held >>> 0) + byte * 2 ** have) % (mask + 1);
        const used = bits - have;
        held = byte >>> used;
        have = 8 - used;
        continue;
      }
      to[next++] = held & mask;
      held >>>= bits;
      have -= bits;
    }
    at = end;
  }
}
