import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { FlowRecordReader } from "../flow-record-reader.js";
import type { FlowRules } from "../flow-rules.js";
import { GroupTable } from "../group-table.js";
import { FlowColumnReader } from "../parquet/flow-column-reader.js";
import { readFlowParquet } from "../parquet/read-flow-parquet.js";
import { runInFile, runInMemory, type SortedRun } from "../sorted-runs.js";
import type { ReaderTallies } from "../tallies.js";
import { FlowLineReader } from "./flow-line-reader.js";
import { LineScanner } from "./line-scanner.js";
import { type FlowFile, readFlowFile } from "./read-flow-file.js";

/** What one reader hands over. */
export interface ReadRuns {
  readonly runs: readonly SortedRun[];
  /** Ids of interfaces, by their numbers in the rows. */
  readonly places: readonly string[];
  /** Four words for each IPv6 address. */
  readonly ipv6: Uint32Array;
  readonly tallies: ReaderTallies;
  /** Another reading has the rows that go by routes: those in here are the same again. */
  readonly isRoutedApart?: boolean;
}

/** Above it, rows go to a file: a million take 100 MB, with what sorting needs. */
const MOST_ROWS_IN_MEMORY = 1_000_000;

export type FlowFileFormat = "text" | "parquet";

type ReadFile = (file: FlowFile, signal: { readonly aborted: boolean }) => Promise<void>;

/** Reads files of one format one after the other; what grows too large is put down sorted. */
export class FlowReading {
  private readonly folder: string;
  private readonly mostRows: number;
  private readonly table = new GroupTable();
  private readonly reader: FlowRecordReader;
  private readonly readFile: ReadFile;
  private readonly runs: SortedRun[] = [];

  /** @param folder for what does not stay in memory */
  constructor(
    rules: FlowRules,
    folder: string,
    format: FlowFileFormat,
    mostRows = MOST_ROWS_IN_MEMORY,
  ) {
    this.folder = folder;
    this.mostRows = mostRows;
    const putDown = () => this.putDown();
    if (format === "parquet") {
      const reader = new FlowColumnReader(rules, this.table);
      this.reader = reader;
      this.readFile = async (file, signal) => readFlowParquet(file, rules, reader, signal, putDown);
    } else {
      const scanner = new LineScanner();
      const reader = new FlowLineReader(rules, this.table, scanner);
      this.reader = reader;
      this.readFile = (file, signal) => readFlowFile(file, rules, reader, scanner, signal, putDown);
    }
  }

  read(file: FlowFile, signal: { readonly aborted: boolean }): Promise<void> {
    return this.readFile(file, signal);
  }

  /** Records so far. */
  get records(): number {
    return this.reader.tallies.records;
  }

  finish(): ReadRuns {
    const tallies = this.reader.finish();
    const ipv6 = this.reader.ipv6.words.slice(0, 4 * this.reader.ipv6.size);
    if (this.table.size > 0) this.runs.push(runInMemory(this.table.takeSorted(ipv6)));
    return { runs: this.runs, places: this.reader.interfaces.texts, ipv6, tallies };
  }

  private putDown(): void {
    if (this.table.size < this.mostRows) return;
    const sorted = this.table.takeSorted(this.reader.ipv6.words);
    this.runs.push(runInFile(sorted, join(this.folder, `${randomUUID()}.run`)));
  }
}
