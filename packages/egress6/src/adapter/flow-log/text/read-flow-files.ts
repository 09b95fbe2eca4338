import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { Egress6Error } from "@egress6/core/errors";
import type { FlowRules } from "../flow-rules.js";
import type { FlowReply, FlowWorkerData } from "./flow-job.js";
import { type FlowFileFormat, FlowReading, type ReadRuns } from "./flow-reading.js";
import type { FlowFile } from "./read-flow-file.js";

export interface ReadFlowOptions {
  /** For what does not stay in memory. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Default: text. */
  readonly format?: FlowFileFormat;
  /** Threads; 1 reads in this one. Default: two, where there is enough to read. */
  readonly threads?: number;
  /** Rows of a thread that stay in memory. */
  readonly mostRows?: number;
  readonly onProgress?: (progress: FlowProgress) => void;
}

interface FlowProgress {
  readonly files: number;
  readonly filesDone: number;
  readonly records: number;
}

/** Starting a thread takes 50 ms: less than this is read sooner without. */
const ENOUGH_FOR_THREADS = 4 << 20;
const WORKER = new URL("./flow-worker.js", import.meta.url);

/** Reads all files, the largest first, and hands over what each thread has summed. */
export async function readFlowFiles(
  files: readonly FlowFile[],
  rules: FlowRules,
  options: ReadFlowOptions,
): Promise<readonly ReadRuns[]> {
  if (files.length === 0) return [];
  const sizes = new Map(files.map((file) => [file, statSync(file.path).size]));
  const ordered = [...files].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const threads = Math.min(options.threads ?? (total < ENOUGH_FOR_THREADS ? 1 : 2), files.length);
  // Sources that a test runs have no built worker beside them.
  if (threads < 2 || !existsSync(fileURLToPath(WORKER)))
    return [await readHere(ordered, rules, options)];
  return new FlowReaders(ordered, rules, options).read(threads);
}

async function readHere(
  files: readonly FlowFile[],
  rules: FlowRules,
  { folder, signal, format = "text", mostRows, onProgress }: ReadFlowOptions,
): Promise<ReadRuns> {
  const reading = new FlowReading(rules, folder, format, mostRows);
  for (const [index, file] of files.entries()) {
    if (signal.aborted) break;
    await reading.read(file, signal);
    onProgress?.({ files: files.length, filesDone: index + 1, records: reading.records });
  }
  return reading.finish();
}

class FlowReaders {
  private readonly waiting: FlowFile[];
  private readonly rules: FlowRules;
  private readonly options: ReadFlowOptions;
  private readonly total: number;
  private readonly stop = new SharedArrayBuffer(4);
  private readonly records = new Map<Worker, number>();
  private done = 0;

  constructor(files: readonly FlowFile[], rules: FlowRules, options: ReadFlowOptions) {
    this.waiting = [...files];
    this.total = files.length;
    this.rules = rules;
    this.options = options;
  }

  async read(threads: number): Promise<readonly ReadRuns[]> {
    const { signal } = this.options;
    const halt = () => {
      new Int32Array(this.stop)[0] = 1;
      this.waiting.length = 0;
    };
    if (signal.aborted) halt();
    signal.addEventListener("abort", halt);
    const workers: Worker[] = [];
    try {
      return await Promise.all(Array.from({ length: threads }, () => this.thread(workers)));
    } finally {
      signal.removeEventListener("abort", halt);
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  }

  private thread(workers: Worker[]): Promise<ReadRuns> {
    const { folder, format = "text", mostRows = null } = this.options;
    const data: FlowWorkerData = { rules: this.rules, folder, format, mostRows, stop: this.stop };
    const worker = new Worker(WORKER, { workerData: data });
    workers.push(worker);
    return new Promise((resolve, reject) => {
      const next = () => worker.postMessage(this.waiting.shift() ?? null);
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("a reader of flow logs has ended")));
      worker.on("message", (reply: FlowReply) => {
        switch (reply.kind) {
          case "runs":
            resolve(reply.runs);
            break;
          case "read":
            this.records.set(worker, reply.records);
            this.done++;
            this.tell();
            next();
            break;
          case "fault":
            reject(
              new Egress6Error(
                reply.fault.code,
                reply.fault.isInput ? "input" : "incomplete",
                reply.fault.message,
              ),
            );
            break;
          case "crash":
            reject(new Error(reply.stack));
        }
      });
      next();
    });
  }

  private tell(): void {
    const records = [...this.records.values()].reduce((sum, count) => sum + count, 0);
    this.options.onProgress?.({ files: this.total, filesDone: this.done, records });
  }
}
