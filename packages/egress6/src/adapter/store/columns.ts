import { OUTCOME_KINDS } from "@egress6/core/observation/outcome";
import { FAMILIES } from "@egress6/core/verdict/support";

/** A value that no version of egress6 writes. */
export class UnreadableColumn extends Error {}

type Column<T> = (value: unknown) => T;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A text, for SQL to select. It is handed over as bytes, which `text` decodes: libsql takes a text for UTF-8
 * unseen, and ends the whole process where a damaged file has other bytes.
 */
export function selectText(expression: string): string {
  return `CAST(${expression} AS BLOB)`;
}

/** What `selectText` has selected, or a text inside JSON that was decoded so. */
export const text: Column<string> = (value) => {
  if (typeof value === "string") return value;
  if (!(value instanceof Uint8Array)) throw new UnreadableColumn(`not a text: ${String(value)}`);
  try {
    return UTF8.decode(value);
  } catch {
    throw new UnreadableColumn("a text that is not UTF-8");
  }
};

/** Any number. */
export const number: Column<number> = (value) => {
  if (typeof value !== "number") throw new UnreadableColumn(`not a number: ${String(value)}`);
  return value;
};

/** A whole number from 0 on: an id, a count. */
export const count: Column<number> = (value) => {
  const whole = number(value);
  if (!Number.isSafeInteger(whole) || whole < 0) {
    throw new UnreadableColumn(`not a count: ${whole}`);
  }
  return whole;
};

const YEAR_10000 = 253_402_300_800_000;

/** Milliseconds since the epoch. */
export const time: Column<number> = (value) => {
  const ms = count(value);
  if (ms >= YEAR_10000) throw new UnreadableColumn(`not a time: ${ms}`);
  return ms;
};

export const milliseconds: Column<number> = (value) => {
  const ms = number(value);
  if (!(ms >= 0 && ms < YEAR_10000)) throw new UnreadableColumn(`not a duration: ${ms}`);
  return ms;
};

export function orNull<T>(column: Column<T>): Column<T | null> {
  return (value) => (value === null || value === undefined ? null : column(value));
}

function oneOf<const T extends string>(words: readonly T[]): Column<T> {
  const known = new Map<string, T>(words.map((word) => [word, word]));
  return (value) => {
    const found = text(value);
    const word = known.get(found);
    if (word === undefined)
      throw new UnreadableColumn(`not a known word: ${JSON.stringify(found)}`);
    return word;
  };
}

/** A JSON array. */
export const list: Column<readonly unknown[]> = (value) => {
  const parsed: unknown = JSON.parse(text(value));
  if (!Array.isArray(parsed)) throw new UnreadableColumn("not a list");
  return parsed;
};

/** A JSON array of texts. */
export const textList: Column<readonly string[]> = (value) => list(value).map(text);

export const outcomeKind = oneOf(OUTCOME_KINDS);
export const family = oneOf(FAMILIES);
export const support = oneOf(["yes", "no", "unknown"]);
export const changedSupport = oneOf(["yes", "no"]);
export const recordType = oneOf(["A", "AAAA"]);
export const scanState = oneOf(["running", "interrupted", "failed", "held", "done"]);
