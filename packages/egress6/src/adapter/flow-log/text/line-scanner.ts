import { scanMemory } from "./separator-scan.js";

/** Bytes that are read at once: what is written of them stays in the processor's cache. */
const ROOM = 1 << 18;
const NO_BLANK = 0x78;
const STEP = 16;

/** Cuts bytes into lines, and lines into columns. */
export class LineScanner {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /**
   * Places of separators: blanks, line feeds, control characters. Those of a line lie between that of the line feed
   * before it and its own.
   */
  readonly places: Int32Array;
  /** Indexes in `places` of the line feeds of the lines that are whole, from `firstLine` to before `lastLine`. */
  readonly lines: Int32Array;
  readonly firstLine: number;
  lastLine: number;
  readonly firstPlace: number;
  private readonly scanBytes: (end: number) => number;
  private end = 0;

  constructor() {
    const placesAt = ROOM + STEP + 4;
    const linesAt = placesAt + 4 * ROOM;
    const { bytes, scan } = scanMemory(linesAt + 4 * ROOM);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    this.places = new Int32Array(bytes.buffer);
    this.lines = this.places;
    this.firstPlace = placesAt >>> 2;
    this.firstLine = linesAt >>> 2;
    this.lastLine = this.firstLine;
    this.scanBytes = (end) => scan(0, end, placesAt, linesAt);
    // As if a line feed stood before the first byte.
    this.places[this.firstPlace - 1] = -1;
  }

  /** Bytes of a line whose end is not there yet. */
  get rest(): number {
    return this.end;
  }

  /**
   * Takes as much of a chunk as there is room for, and finds the lines that are whole.
   * @returns how many of the chunk's bytes are taken
   */
  take(chunk: Uint8Array, from: number): number {
    const taken = Math.min(ROOM - this.end, chunk.length - from);
    this.bytes.set(chunk.subarray(from, from + taken), this.end);
    this.end += taken;
    this.bytes.fill(NO_BLANK, this.end, this.end + STEP);
    this.lastLine = this.scanBytes(this.end) >>> 2;
    return taken;
  }

  /** @param line of `lines` */
  textOf(line: number): string {
    const start = line === this.firstLine ? 0 : this.feedOf(line - 1) + 1;
    return Buffer.from(this.bytes.buffer, start, this.feedOf(line) - start).toString("latin1");
  }

  /** Lets go of the lines that are whole; what is behind them stays. */
  next(): void {
    if (this.lastLine === this.firstLine) return;
    const feed = this.feedOf(this.lastLine - 1);
    this.bytes.copyWithin(0, feed + 1, this.end);
    this.end -= feed + 1;
    this.lastLine = this.firstLine;
  }

  private feedOf(line: number): number {
    return this.places[this.lines[line] as number] as number;
  }

  /** Lets go of everything. */
  clear(): void {
    this.end = 0;
    this.lastLine = this.firstLine;
  }
}
