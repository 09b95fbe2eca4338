import { parentPort, workerData } from "node:worker_threads";
import { Egress6Error } from "@egress6/core/errors";
import type { FlowReply, FlowTask, FlowWorkerData } from "./flow-job.js";
import { FlowReading } from "./flow-reading.js";

// Reads the files that it is sent, one after the other, and hands over its sums at the end.
const { rules, folder, format, mostRows, stop }: FlowWorkerData = workerData;
const stopped = new Int32Array(stop);
const signal = {
  get aborted() {
    return stopped[0] !== 0;
  },
};
const reading = new FlowReading(rules, folder, format, mostRows ?? undefined);
let before: Promise<void> = Promise.resolve();

parentPort?.on("message", (task: FlowTask) => {
  before = before.then(() => work(task)).catch((error: unknown) => reply(faultOf(error)));
});

async function work(task: FlowTask): Promise<void> {
  if (task === null) {
    reply({ kind: "runs", runs: reading.finish() });
    parentPort?.close();
    return;
  }
  await reading.read(task, signal);
  reply({ kind: "read", records: reading.records });
}

function reply(message: FlowReply): void {
  const memory =
    message.kind === "runs" ? message.runs.runs.flatMap(({ rows }) => rows?.buffer ?? []) : [];
  parentPort?.postMessage(
    message,
    memory.filter((each) => each instanceof ArrayBuffer),
  );
}

function faultOf(error: unknown): FlowReply {
  if (error instanceof Egress6Error) {
    const { code, kind, message } = error;
    return { kind: "fault", fault: { code, isInput: kind === "input", message } };
  }
  return { kind: "crash", stack: error instanceof Error ? String(error.stack) : String(error) };
}
