import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { FlowRules } from "../flow-rules.js";
import { GroupTable } from "../group-table.js";
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
}

/** Above it, rows go to a file: a million take 100 MB, with what sorting needs. */
const MOST_ROWS_IN_MEMORY = 1_000_000;

/** Reads files one after the other; what grows too large is put down sorted. */
export class FlowReading {
  private readonly rules: FlowRules;
  private readonly folder: string;
  private readonly mostRows: number;
  private readonly table = new GroupTable();
  private readonly scanner = new LineScanner();
  private readonly reader: FlowLineReader;
  private readonly runs: SortedRun[] = [];

  /** @param folder for what does not stay in memory */
  constructor(rules: FlowRules, folder: string, mostRows = MOST_ROWS_IN_MEMORY) {
    this.rules = rules;
    this.folder = folder;
    this.mostRows = mostRows;
    this.reader = new FlowLineReader(rules, this.table, this.scanner);
  }

  async read(file: FlowFile, signal: { readonly aborted: boolean }): Promise<void> {
    await readFlowFile(file, this.rules, this.reader, this.scanner, signal, () => this.putDown());
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
