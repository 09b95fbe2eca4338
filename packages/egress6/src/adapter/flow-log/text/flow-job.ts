import type { FlowRules } from "../flow-rules.js";
import type { FlowFileFormat, ReadRuns } from "./flow-reading.js";
import type { FlowFile } from "./read-flow-file.js";

export interface FlowWorkerData {
  readonly rules: FlowRules;
  readonly folder: string;
  readonly format: FlowFileFormat;
  readonly mostRows: number | null;
  /** One number that is not 0 once reading is to stop. */
  readonly stop: SharedArrayBuffer;
}

/** To the worker: a file, or null for the end. */
export type FlowTask = FlowFile | null;

export type FlowReply =
  | { readonly kind: "read"; readonly records: number }
  | { readonly kind: "runs"; readonly runs: ReadRuns }
  | {
      readonly kind: "fault";
      readonly fault: {
        readonly code: string;
        readonly isInput: boolean;
        readonly message: string;
      };
    }
  | { readonly kind: "crash"; readonly stack: string };
