import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { ROW_WORDS, type SortedRows } from "./group-table.js";

/** Sorted rows of one reader, in memory or in a file. */
export interface SortedRun {
  /** Null: they are in the file. */
  readonly rows: Uint32Array | null;
  readonly path: string | null;
  readonly count: number;
  readonly ipv4: number;
}

export const runInMemory = ({ rows, ipv4 }: SortedRows): SortedRun => ({
  rows,
  path: null,
  count: rows.length / ROW_WORDS,
  ipv4,
});

export function runInFile({ rows, ipv4 }: SortedRows, path: string): SortedRun {
  writeFileSync(path, new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength), {
    mode: 0o600,
  });
  return { rows: null, path, count: rows.length / ROW_WORDS, ipv4 };
}

const ROWS_AT_ONCE = 8192;

/** Goes through a run, a part in memory at a time. */
export class RunCursor {
  rows: Uint32Array;
  /** Where the present row begins in `rows`. */
  at = 0;
  isDone = false;
  private readonly file: number | null;
  private next = 0;
  private readonly last: number;

  /** @param first,last which rows */
  constructor({ rows, path }: SortedRun, first: number, last: number) {
    this.last = last;
    this.next = first;
    if (rows !== null) {
      this.file = null;
      this.rows = rows.subarray(first * ROW_WORDS, last * ROW_WORDS);
      this.next = last;
    } else {
      this.file = openSync(path ?? "", "r");
      this.rows = new Uint32Array(0);
    }
    this.at = -ROW_WORDS;
    this.advance();
  }

  advance(): void {
    this.at += ROW_WORDS;
    if (this.at < this.rows.length) return;
    if (this.file === null || this.next >= this.last) {
      this.close();
      return;
    }
    const count = Math.min(ROWS_AT_ONCE, this.last - this.next);
    const bytes = new Uint8Array(4 * ROW_WORDS * count);
    readSync(this.file, bytes, 0, bytes.length, 4 * ROW_WORDS * this.next);
    this.rows = new Uint32Array(bytes.buffer);
    this.next += count;
    this.at = 0;
  }

  close(): void {
    if (!this.isDone && this.file !== null) closeSync(this.file);
    this.isDone = true;
  }
}
