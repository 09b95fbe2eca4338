import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip, type Gunzip } from "node:zlib";
import { reasonOf } from "@egress6/core/errors";
import { DEFAULT_FLOW_FIELDS, flowHeader } from "@egress6/core/flow/flow-fields";
import { offeredFlowMode } from "@egress6/core/flow/flow-mode";
import { flowColumns } from "../flow-columns.js";
import type { FlowRules } from "../flow-rules.js";
import type { FlowLineReader } from "./flow-line-reader.js";
import type { LineScanner } from "./line-scanner.js";

/** One file of a flow log. */
export interface FlowFile {
  readonly path: string;
  /** In messages. */
  readonly name: string;
  /** The number of its flow log. */
  readonly source: number;
}

const CHUNK = 1 << 20;
/** No record is longer. */
const LONGEST_LINE = 1 << 16;
const NEWLINE = 10;

/**
 * Reads one file, gzip or not, into the reader. What cannot be read of it is noted there, and what comes before
 * it counts.
 * @param onChunk called after each part
 */
export async function readFlowFile(
  file: FlowFile,
  rules: FlowRules,
  reader: FlowLineReader,
  scanner: LineScanner,
  signal: { readonly aborted: boolean },
  onChunk: () => void,
): Promise<void> {
  const lines = new LineFeed(file, rules, reader, scanner);
  const input = createReadStream(file.path, { highWaterMark: CHUNK });
  const first = await firstChunk(input);
  if (first === null) return;
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  const gunzip = isGzip ? createGunzip({ chunkSize: CHUNK }) : null;
  input.unshift(first);
  try {
    await drain(input, gunzip, lines, signal, onChunk);
  } catch (error) {
    if (gunzip === null || !isOfZlib(error)) throw error;
    lines.end(true);
    reader.tallies.damaged.push({
      file: file.name,
      offset: gunzip.bytesWritten,
      reason: `the gzip data end or break here (${reasonOf(error)})`,
    });
    return;
  }
  // Of what was stopped, the last line is not whole.
  lines.end(signal.aborted);
}

function firstChunk(input: Readable): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    input.once("error", reject);
    input.once("end", () => resolve(null));
    input.once("readable", () => {
      const chunk: Buffer | null = input.read();
      input.off("error", reject);
      resolve(chunk);
    });
  });
}

/** By events: what a stream has given before it breaks is not lost then. */
function drain(
  input: Readable,
  gunzip: Gunzip | null,
  lines: LineFeed,
  signal: { readonly aborted: boolean },
  onChunk: () => void,
): Promise<void> {
  const output: Readable = gunzip === null ? input : input.pipe(gunzip);
  return new Promise((resolve, reject) => {
    const stop = (error?: unknown) => {
      input.destroy();
      output.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    input.on("error", stop);
    output.on("error", stop);
    output.on("end", () => resolve());
    output.on("data", (chunk: Buffer) => {
      if (signal.aborted) return stop();
      try {
        lines.take(chunk);
        onChunk();
      } catch (error) {
        stop(error);
      }
    });
  });
}

const isOfZlib = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^Z_/.test(String(error.code));

/** Hands the lines of a file to the reader, and tells the header from records. */
class LineFeed {
  private readonly file: FlowFile;
  private readonly rules: FlowRules;
  private readonly reader: FlowLineReader;
  private readonly scanner: LineScanner;
  private isBegun = false;
  private isTooLong = false;

  constructor(file: FlowFile, rules: FlowRules, reader: FlowLineReader, scanner: LineScanner) {
    this.file = file;
    this.rules = rules;
    this.reader = reader;
    this.scanner = scanner;
    scanner.clear();
  }

  take(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; ) {
      from += this.scanner.take(chunk, from);
      this.readLines();
      if (this.scanner.rest <= LONGEST_LINE) continue;
      this.isTooLong = true;
      this.scanner.clear();
    }
  }

  /** @param isCut the last line is not whole */
  end(isCut: boolean): void {
    if (!isCut && this.scanner.rest > 0) this.take(Uint8Array.of(NEWLINE));
    this.scanner.clear();
  }

  private readLines(): void {
    const { scanner, reader } = this;
    let from = scanner.firstLine;
    if (scanner.lastLine > from && this.isTooLong) {
      this.isTooLong = false;
      if (!this.isBegun) this.begin("");
      reader.addLong(LONGEST_LINE);
      from++;
    }
    if (scanner.lastLine > from) {
      if (!this.isBegun && this.begin(scanner.textOf(from))) from++;
      reader.read(from);
    }
    scanner.next();
  }

  /** @returns whether the line is a header */
  private begin(line: string): boolean {
    this.isBegun = true;
    const { file, rules } = this;
    const header = flowHeader(line);
    const fields = header ?? withTimestamp(rules.format ?? DEFAULT_FLOW_FIELDS, line);
    const mode =
      rules.mode ?? offeredFlowMode(new Set(fields), file.name, rules.natInterfaces !== null);
    this.reader.begin({
      name: file.name,
      source: file.source,
      mode,
      columns: flowColumns(fields, mode),
      firstLine: header === null ? 0 : 1,
    });
    return header !== null;
  }
}

/** What CloudWatch Logs exports begins each line with the time of the event. */
function withTimestamp(fields: readonly string[], line: string): readonly string[] {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z /.test(line) ? ["event-time", ...fields] : fields;
}
