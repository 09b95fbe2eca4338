import type { Known } from "./known.js";
import { editDistance } from "./nearest.js";
import { bare } from "./service-words.js";

/** How far apart a word and a name may be: two letters, and no more than a third of the word. */
const MOST_LETTERS = 2;
const MOST_SHARE = 3;
const MOST_NAMES = 3;
const LONGEST_WORD = 60;

/** CLI names of services that are called nearly so, the nearest first; mostly none. */
export function nearNames({ words }: Known, text: string): readonly string[] {
  const word = bare(text);
  if (word.length < MOST_SHARE || word.length > LONGEST_WORD) return [];
  const most = Math.min(MOST_LETTERS, Math.floor(word.length / MOST_SHARE));
  const near: { readonly cliName: string; readonly distance: number }[] = [];
  for (const { name, letters, cliNames } of spellings(words)) {
    if (Math.abs(name.length - word.length) > most) continue;
    // Every edit adds or takes away two letters at most.
    if (bitsIn(letters ^ lettersOf(word)) > 2 * most) continue;
    const distance = editDistance(word, name);
    if (distance > most) continue;
    for (const cliName of cliNames) near.push({ cliName, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.cliName < b.cliName ? -1 : 1));
  return [...new Set(near.map(({ cliName }) => cliName))].slice(0, MOST_NAMES);
}

interface Spelling {
  readonly name: string;
  readonly letters: number;
  readonly cliNames: readonly string[];
}

const known = new WeakMap<Known["words"], readonly Spelling[]>();

function spellings(words: Known["words"]): readonly Spelling[] {
  const before = known.get(words);
  if (before !== undefined) return before;
  const made = Array.from(words.called, ([name, services]) => ({
    name,
    letters: lettersOf(name),
    cliNames: services.map(({ cliName }) => cliName),
  }));
  known.set(words, made);
  return made;
}

/** A bit for each letter, digits share some. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bitsIn(number: number): number {
  let rest = number;
  let count = 0;
  for (; rest !== 0; count++) rest &= rest - 1;
  return count;
}
