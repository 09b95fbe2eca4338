import type { PackedText } from "../../server/packed-text.js";
import type { FilterOptions } from "../options.js";

/** A text that takes too long to be made where requests are answered. */
export type ReportJob =
  /** One of the site's documents, by path. */
  | { readonly kind: "document"; readonly path: string }
  /** The changes of a month, as `2026-11`. */
  | { readonly kind: "month"; readonly month: string }
  | { readonly kind: "endpoints" | "csv" | "badge"; readonly filter: FilterOptions }
  | { readonly kind: "changes"; readonly filter: FilterOptions; readonly since: string | undefined }
  | { readonly kind: "feed"; readonly filter: FilterOptions; readonly query: string };

/** What the worker works over. */
export type ReportWorkerData =
  | { readonly storePath: string }
  /** Over invented answers, the last of them of this moment. */
  | { readonly demoAt: number };

export interface ReportRequest {
  readonly id: number;
  /** When it is another than before, the store is read again. */
  readonly version: string;
  readonly job: ReportJob;
}

export type ReportReply = { readonly id: number } & (
  | { readonly packed: PackedText }
  /** One that can be told to whoever asked. */
  | {
      readonly fault: {
        readonly code: string;
        readonly kind: "input" | "incomplete";
        readonly message: string;
      };
    }
  /** A bug. */
  | { readonly stack: string }
);
