import {
  DASH,
  ipv4At,
  isNatTypeAt,
  latin1,
  NO_IPV4,
  numberAt,
  smallNumberAt,
} from "../column-text.js";
import { COLUMN, type FlowColumns } from "../flow-columns.js";
import {
  ABSENT,
  FIRST_IPV6,
  FlowRecordReader,
  NO_ADDRESS,
  NO_VALUE_GIVEN,
  type RecordSource,
} from "../flow-record-reader.js";
import type { FlowRules } from "../flow-rules.js";
import type { GroupTable } from "../group-table.js";
import type { LineScanner } from "./line-scanner.js";

const LONGEST_ADDRESS = 45;
/** Seconds since the epoch, from 2001 to 2286. */
const TIME_DIGITS = 10;

/** The file that lines are from. */
export interface LineSource extends RecordSource {
  readonly columns: FlowColumns;
  /** The first line of the file that is handed in. */
  readonly firstLine: number;
}

/** Reads lines. A record is known by the index of the separator behind its first column. */
export class FlowLineReader extends FlowRecordReader {
  private readonly scanner: LineScanner;
  private fields = 0;
  /** Where the columns of the file are, by `COLUMN`. */
  private at: Int32Array = new Int32Array(0);
  private lastColumn = 0;
  /** The digits of the last times, and what they come to, by `COLUMN`. */
  private readonly times = new Int32Array(3 * Object.keys(COLUMN).length);
  private readonly timeValues = new Float64Array(Object.keys(COLUMN).length);

  /** @param scanner holds the lines */
  constructor(rules: FlowRules, table: GroupTable, scanner: LineScanner) {
    super(rules, table);
    this.scanner = scanner;
  }

  begin(file: LineSource): void {
    this.beginFile(file);
    this.line = file.firstLine;
    this.at = file.columns.at;
    this.lastColumn = file.columns.last;
    this.fields = file.columns.fields;
  }

  /** Reads the whole lines that the scanner has. @param from the first of them */
  read(from: number): void {
    const { places, lines, firstLine, firstPlace, lastLine } = this.scanner;
    for (let index = from; index < lastLine; index++) {
      this.line++;
      const last = lines[index] as number;
      let first = index === firstLine ? firstPlace : (lines[index - 1] as number) + 1;
      // Blanks before the first column, and lines of nothing else.
      while (first <= last && places[first] === (places[first - 1] as number) + 1) first++;
      if (first <= last) this.readLine(first, last);
    }
  }

  /** @param first,last indexes of the separator behind the first column, and of the line feed */
  private readLine(first: number, last: number): void {
    const { places } = this.scanner;
    const lastPlace = first + this.lastColumn;
    if (lastPlace > last || places[lastPlace] === (places[lastPlace - 1] as number) + 1) {
      this.addShort(first, last);
    } else this.readRecord(first);
  }

  /** A line that nobody has kept. */
  addLong(longest: number): void {
    this.line++;
    this.addBad(`it is longer than ${longest} bytes`);
  }

  private addShort(first: number, last: number): void {
    const { places } = this.scanner;
    let columns = 0;
    for (let index = first; index <= last; index++) {
      if ((places[index] as number) > (places[index - 1] as number) + 1) columns++;
    }
    this.addBad(`it has ${columns} of ${this.fields} columns`);
  }

  protected has(code: number): boolean {
    return (this.at[code] as number) >= 0;
  }

  protected faultOf(code: number, first: number, what: string): string {
    const isEmpty = this.startOf(code, first) === this.endOf(code, first);
    return `column ${(this.at[code] as number) + 1} is ${isEmpty ? "empty" : what}`;
  }

  /** @returns -1 when the file has no such column */
  private startOf(code: number, first: number): number {
    const column = this.at[code] as number;
    return column < 0 ? -1 : (this.scanner.places[first + column - 1] as number) + 1;
  }

  private endOf(code: number, first: number): number {
    return this.scanner.places[first + (this.at[code] as number)] as number;
  }

  protected letterOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    if (start < 0) return 0;
    const letter = this.scanner.bytes[start] as number;
    return letter === DASH ? 0 : letter;
  }

  protected textOf(code: number, first: number): string {
    return latin1(this.scanner.bytes, this.startOf(code, first), this.endOf(code, first));
  }

  protected isNatTypeOf(code: number, first: number): boolean {
    const start = this.startOf(code, first);
    return start >= 0 && isNatTypeAt(this.scanner.bytes, start);
  }

  protected placeOf(code: number, first: number): number {
    return this.interfaces.idAt(
      this.scanner.view,
      this.startOf(code, first),
      this.endOf(code, first),
    );
  }

  protected timeOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    if (start < 0 || this.endOf(code, first) - start !== TIME_DIGITS) {
      return this.numberOf(code, first);
    }
    const { view } = this.scanner;
    const { times } = this;
    const at = 3 * code;
    const a = view.getInt32(start);
    const b = view.getInt32(start + 4);
    const c = view.getInt16(start + 8);
    if (times[at] === a && times[at + 1] === b && times[at + 2] === c) {
      return this.timeValues[code] as number;
    }
    times[at] = a;
    times[at + 1] = b;
    times[at + 2] = c;
    const time = this.numberOf(code, first);
    this.timeValues[code] = time;
    return time;
  }

  protected numberOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    return start < 0
      ? NO_VALUE_GIVEN
      : numberAt(this.scanner.bytes, start, this.endOf(code, first));
  }

  protected smallNumberOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    return start < 0
      ? NO_VALUE_GIVEN
      : smallNumberAt(this.scanner.bytes, start, this.endOf(code, first));
  }

  protected exactNumberOf(code: number, first: number): bigint {
    const text = this.textOf(code, first);
    return /^\d{1,19}$/.test(text) ? BigInt(text) : 0n;
  }

  protected addressOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    if (start < 0) return ABSENT;
    const end = this.endOf(code, first);
    const word = ipv4At(this.scanner.bytes, start, end);
    return word === NO_IPV4 ? this.otherAddress(start, end) : word;
  }

  private otherAddress(start: number, end: number): number {
    const { bytes } = this.scanner;
    if (end - start === 1 && bytes[start] === DASH) return ABSENT;
    const id = end - start > LONGEST_ADDRESS ? -1 : this.ipv6.idOf(latin1(bytes, start, end));
    return id < 0 ? NO_ADDRESS : FIRST_IPV6 + id;
  }

  protected packetAddressOf(code: number, other: number, known: number, first: number): number {
    const start = this.startOf(code, first);
    const otherStart = this.startOf(other, first);
    if (start < 0 || otherStart < 0) {
      return this.addressOf(code, first);
    }
    const { view } = this.scanner;
    const length = this.endOf(code, first) - start;
    if (this.endOf(other, first) - otherStart !== length) {
      return this.addressOf(code, first);
    }
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      if (view.getInt32(start + at) !== view.getInt32(otherStart + at)) {
        return this.addressOf(code, first);
      }
    }
    for (; at < length; at++) {
      if (view.getUint8(start + at) !== view.getUint8(otherStart + at)) {
        return this.addressOf(code, first);
      }
    }
    return known;
  }
}
