import type { WorkloadPath } from "@egress6/core/workload/workload-problems";
import { isDocument, itemsAt, type WorkloadDocument, withValue } from "./edit-document.js";

/** A workload without the rows that nobody has filled in yet. */
export interface Plannable {
  readonly document: WorkloadDocument;
  /** Where a place of `document` is in the form. */
  readonly placeInForm: (path: WorkloadPath) => WorkloadPath;
}

const LISTS = [
  ["services", "service"],
  ["hosts", "host"],
] as const;

/** A row that was added and not filled in is no fault: the plan is made without it. */
export function plannable(given: WorkloadDocument): Plannable {
  let document = given;
  const kept = new Map<string, readonly number[]>();
  for (const [list, name] of LISTS) {
    const rows = itemsAt(given, [list]);
    const filled = rows.flatMap((row, index) => (isBlank(row, name) ? [] : [index]));
    if (filled.length === rows.length) continue;
    kept.set(list, filled);
    document = withValue(
      document,
      [list],
      filled.map((index) => rows[index]),
    );
  }
  return {
    document,
    placeInForm: (path) => {
      const [list, index, ...rest] = path;
      const rows = kept.get(String(list));
      return rows === undefined || typeof index !== "number"
        ? path
        : [String(list), rows[index] ?? index, ...rest];
    },
  };
}

const isBlank = (row: unknown, name: string): boolean =>
  isDocument(row) &&
  Object.entries(row).every(
    ([key, value]) => value === undefined || (key === name && String(value).trim() === ""),
  );
