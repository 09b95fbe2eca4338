import { printable } from "../printable.js";

/** No name is as long, and comparing costs by length. */
const LONGEST_NAME = 100;

/**
 * The candidates whose names look most like what was typed, best first.
 * @param namesOf names of a candidate, in the form in which `text` is given
 */
export function nearest<T>(
  text: string,
  candidates: readonly T[],
  namesOf: (candidate: T) => readonly string[],
  count: number,
): readonly T[] {
  const beginning = text.slice(0, LONGEST_NAME);
  return candidates
    .map((candidate, index) => ({
      candidate,
      index,
      distance: Math.min(...namesOf(candidate).map((name) => unlikeness(beginning, name))),
    }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** What was typed, for a message: whatever is far too long for a name is cut. */
export function quoted(text: string): string {
  return `"${printable(text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text)}"`;
}

// Relative to the length, so that a short name is not near to everything. A part of a name is a better
// guess than a word of the same length: `dynamo` for `dynamodb`.
function unlikeness(text: string, name: string): number {
  const longer = Math.max(text.length, name.length, 1);
  if (text.length >= 3 && name.includes(text)) return 0.2 * (1 - text.length / longer);
  return editDistance(text, name) / longer;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
