import { editDistance } from "./nearest.js";

/** How far apart a word and a name may be: two letters, and no more than a third of the word. */
const MOST_LETTERS = 2;
const MOST_SHARE = 3;
const MOST_FOUND = 3;
const LONGEST_WORD = 60;

/** A name, and what is called so. */
export interface Spelling<T> {
  readonly name: string;
  readonly letters: number;
  readonly meant: readonly T[];
}

/** @param names as `nearest` is given words */
export function spellingsOf<T>(
  names: Iterable<readonly [string, readonly T[]]>,
): readonly Spelling<T>[] {
  return Array.from(names, ([name, meant]) => ({ name, letters: lettersOf(name), meant }));
}

/**
 * What is called nearly so, the nearest first; mostly nothing, since a far-fetched guess costs trust.
 * Takes little time whatever the word, so that a list of unknown words does too.
 */
export function nearNames<T>(spellings: readonly Spelling<T>[], word: string): readonly T[] {
  if (word.length < MOST_SHARE || word.length > LONGEST_WORD) return [];
  const most = Math.min(MOST_LETTERS, Math.floor(word.length / MOST_SHARE));
  const letters = lettersOf(word);
  const near: { readonly meant: readonly T[]; readonly distance: number }[] = [];
  for (const spelling of spellings) {
    if (Math.abs(spelling.name.length - word.length) > most) continue;
    // Every edit adds or takes away two letters at most.
    if (bitsIn(spelling.letters ^ letters) > 2 * most) continue;
    const distance = editDistance(word, spelling.name);
    if (distance <= most) near.push({ meant: spelling.meant, distance });
  }
  near.sort((a, b) => a.distance - b.distance);
  return [...new Set(near.flatMap(({ meant }) => meant))].slice(0, MOST_FOUND);
}

/** A bit for each letter; digits share some. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bitsIn(number: number): number {
  let count = 0;
  for (let rest = number; rest !== 0; rest &= rest - 1) count++;
  return count;
}
