import { OUTCOME_KINDS } from "@egress6/core/observation/outcome";
import { FAMILIES } from "@egress6/core/verdict/support";

/** A value that no version of egress6 writes. */
export class UnreadableColumn extends Error {}

type Column<T> = (value: unknown) => T;

export const text: Column<string> = (value) => {
  if (typeof value !== "string") throw new UnreadableColumn(`not a text: ${String(value)}`);
  return value;
};

export const number: Column<number> = (value) => {
  if (typeof value !== "number") throw new UnreadableColumn(`not a number: ${String(value)}`);
  return value;
};

export function orNull<T>(column: Column<T>): Column<T | null> {
  return (value) => (value === null || value === undefined ? null : column(value));
}

function oneOf<const T extends string>(words: readonly T[]): Column<T> {
  const known = new Map<unknown, T>(words.map((word) => [word, word]));
  return (value) => {
    const word = known.get(value);
    if (word === undefined) throw new UnreadableColumn(`not a known word: ${String(value)}`);
    return word;
  };
}

/** A JSON array of texts. */
export const textList: Column<readonly string[]> = (value) => {
  const list: unknown = JSON.parse(text(value));
  if (!Array.isArray(list)) throw new UnreadableColumn(`not a list: ${String(value)}`);
  return list.map(text);
};

export const outcomeKind = oneOf(OUTCOME_KINDS);
export const family = oneOf(FAMILIES);
export const support = oneOf(["yes", "no", "unknown"]);
export const turnedFrom = oneOf(["yes", "no"]);
export const recordType = oneOf(["A", "AAAA"]);
export const scanState = oneOf(["running", "interrupted", "failed", "held", "done"]);
