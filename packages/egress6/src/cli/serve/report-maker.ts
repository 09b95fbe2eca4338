import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Egress6Error } from "@egress6/core/errors";
import type { PackedText } from "../../server/packed-text.js";
import type { CliContext } from "../context.js";
import type { ReportJob, ReportReply, ReportRequest, ReportWorkerData } from "./report-job.js";

/** Whoever asks for more is told to come back. */
const MOST_WAITING = 64;
/** Then its memory is given back; the next report waits for a new one to start. */
const IDLE_MS = 20_000;
/** V8 would let garbage grow to gigabytes first. */
const HEAP = { maxOldGenerationSizeMb: 120, maxYoungGenerationSizeMb: 4 };

interface Waiting {
  readonly request: ReportRequest;
  readonly resolve: (packed: PackedText) => void;
  readonly reject: (error: Error) => void;
}

/** Has reports made in another thread, so that requests and signals never wait for one. */
export class ReportMaker {
  readonly #data: ReportWorkerData;
  readonly #env: CliContext["env"];
  /** What a worker that is stopped leaves of a file in the making goes with it. */
  readonly #scratch = mkdtempSync(join(tmpdir(), "egress6-serve-"));
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #nextId = 0;

  constructor(data: ReportWorkerData, env: CliContext["env"]) {
    this.#data = data;
    this.#env = env;
  }

  /**
   * @param version of what the store says
   * @throws Egress6Error what the report throws, SERVER_BUSY, REPORT_TOO_LARGE (incomplete)
   */
  make(version: string, job: ReportJob): Promise<PackedText> {
    if (this.#waiting.size >= MOST_WAITING) {
      return Promise.reject(
        new Egress6Error(
          "SERVER_BUSY",
          "incomplete",
          "Too many reports are being made. Ask again in a few seconds.",
        ),
      );
    }
    const request: ReportRequest = { id: this.#nextId++, version, job };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { request, resolve, reject });
      this.#startedWorker().postMessage(request);
    });
  }

  /** What is being made is not made any more. */
  async close(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    rmSync(this.#scratch, { recursive: true, force: true });
    const stopped = new Egress6Error("INTERRUPTED", "incomplete", "The server is being stopped.");
    for (const { reject } of this.#waiting.values()) reject(stopped);
    this.#waiting.clear();
  }

  #startedWorker(): Worker {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#worker ??= this.#start();
    return this.#worker;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./report-worker.js", import.meta.url), {
      workerData: this.#data,
      env: { ...this.#env, TMPDIR: this.#scratch, TEMP: this.#scratch },
      resourceLimits: HEAP,
    });
    worker.on("message", (reply: ReportReply) => this.#take(reply));
    worker.on("error", (error) => this.#end(worker, error));
    worker.on("exit", () => this.#end(worker, new Error("the worker has ended")));
    return worker;
  }

  #take(reply: ReportReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("packed" in reply) waiting?.resolve(reply.packed);
    else if ("fault" in reply) {
      const { code, kind, message } = reply.fault;
      waiting?.reject(new Egress6Error(code, kind, message));
    } else waiting?.reject(new Error(reply.stack));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.#worker?.terminate(), IDLE_MS).unref();
  }

  /** The report that was being made fails; those behind it go to another worker. */
  #end(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const isTooLarge = "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
    const error = isTooLarge
      ? new Egress6Error(
          "REPORT_TOO_LARGE",
          "incomplete",
          "This report is too large to be made while serving. Make it with `egress6 export` or `egress6 changes`.",
          { cause },
        )
      : cause;
    const [first, ...others] = this.#waiting.values();
    if (first === undefined) return;
    this.#waiting.delete(first.request.id);
    first.reject(error);
    for (const { request } of others) this.#startedWorker().postMessage(request);
  }
}
