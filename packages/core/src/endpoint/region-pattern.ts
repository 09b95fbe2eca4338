/** What a part of a region's id may be: one of some words, or a run of characters of one kind. */
type PatternPart = { readonly words: readonly string[] } | { readonly runOf: "\\w" | "\\d" };

/** What region ids of a partition look like, by AWS's regular expression for them. */
interface RegionPattern {
  readonly parts: readonly PatternPart[];
  /** Whether more may follow: the expression has no `$`. */
  readonly isOpen: boolean;
}

/** The parts that AWS's expressions consist of; a list of words has no part inside. */
const PART =
  /^(?:\((?<words>[a-z0-9]+(?:\|[a-z0-9]+)*)\)|(?<run>\\[wd])\+|\\?(?<mark>-)|(?<word>[a-z0-9]+))/;

/**
 * Reads such as `^(us|eu)\-\w+\-\d+$`. The expression is foreign text, so it is never run as one.
 * @returns null when there is more in it than words, choices of words, `\w+` and `\d+`
 */
export function parseRegionPattern(expression: string): RegionPattern | null {
  if (!expression.startsWith("^")) return null;
  const isOpen = !expression.endsWith("$");
  const parts: PatternPart[] = [];
  for (let rest = isOpen ? expression.slice(1) : expression.slice(1, -1); rest !== ""; ) {
    const found = PART.exec(rest);
    if (found === null) return null;
    const { words, run, mark, word } = found.groups ?? {};
    if (run === "\\w" || run === "\\d") parts.push({ runOf: run });
    else parts.push({ words: words?.split("|") ?? [mark ?? word ?? ""] });
    rest = rest.slice(found[0].length);
  }
  return { parts, isOpen };
}

/** @param expression one that `parseRegionPattern` can read; nothing fits another */
export function fitsRegionRegex(expression: string, region: string): boolean {
  const pattern = parseRegionPattern(expression);
  return pattern !== null && matchesRegionPattern(pattern, region);
}

/** In one pass over the text for each part. */
function matchesRegionPattern({ parts, isOpen }: RegionPattern, region: string): boolean {
  // All places up to which the parts so far can reach.
  let ends = new Set([0]);
  for (const part of parts) {
    ends =
      "words" in part ? afterWord(part.words, region, ends) : afterRun(part.runOf, region, ends);
  }
  return isOpen ? ends.size > 0 : ends.has(region.length);
}

function afterWord(words: readonly string[], text: string, from: ReadonlySet<number>) {
  const ends = new Set<number>();
  for (const start of from) {
    for (const word of words) if (text.startsWith(word, start)) ends.add(start + word.length);
  }
  return ends;
}

function afterRun(kind: "\\w" | "\\d", text: string, from: ReadonlySet<number>) {
  const ends = new Set<number>();
  const isOfKind = kind === "\\w" ? /\w/ : /\d/;
  for (let at = 0; at < text.length; at++) {
    if ((from.has(at) || ends.has(at)) && isOfKind.test(text.charAt(at))) ends.add(at + 1);
  }
  return ends;
}
