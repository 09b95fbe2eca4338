/**
 * How parts of a text look on a terminal. Renderers say what a part is; the command line turns that into colour, or
 * leaves it out. The marks are noncharacters of Unicode: no text of anybody else has a use for them.
 */
const BEGIN = "\uFDD0";
const END = "\uFDD1";
/** At the end of a line that goes on in the next one, so that a terminal of another width can break it elsewhere. */
export const GOES_ON = "\uFDD2";

/** What a part of a text is. */
export type Tone = "strong" | "good" | "bad" | "unsure" | "faint";

const LETTERS: Readonly<Record<Tone, string>> = {
  strong: "s",
  good: "g",
  bad: "b",
  unsure: "u",
  faint: "f",
};

/** Select Graphic Rendition: what begins a tone, and what ends it. */
const SGR: Readonly<Record<string, readonly [begin: string, end: string]>> = {
  s: ["1", "22"],
  g: ["32", "39"],
  b: ["31", "39"],
  u: ["33", "39"],
  f: ["2", "22"],
};

const MARK = /\uFDD0([sgbuf])|\uFDD1([sgbuf])/g;
const ANY_MARK = /\uFDD0[sgbuf]?|\uFDD1[sgbuf]?|\uFDD2/g;

/** The text, marked to be shown in a tone. Line by line, so that a part may be cut at a line. */
export function toned(tone: Tone, text: string): string {
  const letter = LETTERS[tone];
  return text
    .split("\n")
    .map((line) => (line === "" ? line : `${BEGIN}${letter}${line}${END}${letter}`))
    .map((line) => line.replace(/\uFDD2(\uFDD1[sgbuf])$/, `$1${GOES_ON}`))
    .join("\n");
}

/** Tone of a yes, a no, and what is not known. */
export function supportTone(support: "yes" | "no" | "unknown"): Tone {
  return support === "yes" ? "good" : support === "no" ? "bad" : "unsure";
}

/** The text without marks: for pipes, files and programs. */
export function untoned(text: string): string {
  return text.replace(ANY_MARK, "");
}

/** How many characters of it are seen. */
export function shownLength(text: string): number {
  return text.includes(BEGIN) || text.includes(GOES_ON) ? untoned(text).length : text.length;
}

/** With the control sequences that a terminal takes for colour. */
export function coloured(text: string): string {
  return untoned(
    text.replace(MARK, (_, begin: string | undefined, end: string | undefined) =>
      begin === undefined ? `\x1b[${SGR[end ?? ""]?.[1]}m` : `\x1b[${SGR[begin]?.[0]}m`,
    ),
  );
}

/** Bounded, and without what commonly follows an address in a sentence. */
const ADDRESS = /https:\/\/[^\s"'`<>()\\]{1,2000}[^\s"'`<>()\\.,:;]/g;

/** Addresses of pages become links (OSC 8), in a terminal that has them. */
export function linked(text: string): string {
  return text.replace(ADDRESS, (url) => `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\`);
}
