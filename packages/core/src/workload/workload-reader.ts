import { nearest } from "../identify/nearest.js";
import { decimal, type Exact, ZERO } from "../price/exact.js";
import { printable } from "../printable.js";
import type { ProblemList, WorkloadPath } from "./workload-problems.js";

export type Fields = Readonly<Record<string, unknown>>;

/** Reads values of a workload file. What is wrong becomes a problem, and reading goes on. */
export class WorkloadReader {
  private readonly problems: ProblemList;

  constructor(problems: ProblemList) {
    this.problems = problems;
  }

  /** An object with no other keys than these; absent counts as empty. */
  fields(value: unknown, path: WorkloadPath, keys: readonly string[]): Fields {
    if (value === undefined || value === null) return {};
    if (!isFields(value)) {
      this.problems.add(path, () => `expected keys and values, got ${said(value)}`);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      this.problems.add([...path, key], () => {
        const near = nearest(key.toLowerCase(), keys, (known) => [known.toLowerCase()], 3);
        return `"${printable(key)}" is not known here. Nearest: ${near.join(", ")}`;
      });
    }
    return value;
  }

  /** Absent counts as empty. */
  list(value: unknown, path: WorkloadPath): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.problems.add(path, () => `expected a list, got ${said(value)}`);
    return [];
  }

  /** One line: names end up in files and on terminals. */
  text(value: unknown, path: WorkloadPath, example: string): string | null {
    if (typeof value === "string" && value.trim() !== "" && !/\p{Cc}/u.test(value)) {
      return value.trim();
    }
    this.problems.add(
      path,
      () => `expected a line of text, such as ${example}, got ${said(value)}`,
    );
    return null;
  }

  oneOf<T extends string>(value: unknown, path: WorkloadPath, words: readonly T[]): T | null {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    this.problems.add(path, () => {
      if (typeof value !== "string")
        return `expected one of ${words.join(", ")}, got ${said(value)}`;
      const near = nearest(value.toLowerCase(), words, (word) => [word], 3);
      return `there is no "${printable(value)}" here. Nearest: ${near.join(", ")}`;
    });
    return null;
  }

  flag(value: unknown, path: WorkloadPath): boolean {
    if (value === undefined) return false;
    if (typeof value === "boolean") return value;
    this.problems.add(path, () => `expected true or false, got ${said(value)}`);
    return false;
  }

  /** A whole number; absent is `otherwise`. */
  count(
    value: unknown,
    path: WorkloadPath,
    {
      from,
      to,
      otherwise,
    }: { readonly from: number; readonly to: number; readonly otherwise?: number },
  ): number {
    if (value === undefined && otherwise !== undefined) return otherwise;
    if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) {
      return value;
    }
    this.problems.add(
      path,
      () => `expected a whole number from ${from} to ${to}, got ${said(value)}`,
    );
    return otherwise ?? from;
  }

  /** A number of 0 or more with at most six decimal places; absent is 0. */
  amount(value: unknown, path: WorkloadPath, most: number, unit: string): Exact {
    if (value === undefined) return ZERO;
    if (typeof value === "number" && value >= 0 && value <= most) {
      const text = String(value);
      if (/^\d+(\.\d{1,6})?$/.test(text)) return decimal(text);
    }
    this.problems.add(
      path,
      () =>
        `expected ${unit}, from 0 to ${most.toLocaleString("en-US")}, with at most six decimal places, got ${said(value)}`,
    );
    return ZERO;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as a person finds it in the file. */
export function said(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "keys and values";
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value);
}
