/** A part of a pattern that takes as many letters as it likes, or a test of one letter. */
type Part = "folders" | "letters" | "anything" | ((letter: string) => boolean);

/**
 * Whether a path is of the form that a pattern of a shell describes: `*`, `?`, `[0-9]`, `[!a]`, and `**` for any folders.
 * Whatever the pattern, this takes at most as many steps as both lengths multiplied.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const parts = partsOf(pattern);
  let at = new Set<number>();
  enter(parts, at, 0);
  for (const letter of path) {
    const next = new Set<number>();
    for (const index of at) {
      const part = parts[index];
      if (part === undefined) continue;
      if (typeof part === "function") {
        if (part(letter)) enter(parts, next, index + 1);
        continue;
      }
      if (part !== "letters" || letter !== "/") next.add(index);
      if (part === "folders" ? letter === "/" : next.has(index)) enter(parts, next, index + 1);
    }
    at = next;
  }
  return at.has(parts.length);
}

/** What takes as many letters as it likes may take none. */
function enter(parts: readonly Part[], at: Set<number>, index: number): void {
  at.add(index);
  if (typeof parts[index] === "string") enter(parts, at, index + 1);
}

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; ) {
    const [letter = "", second, third] = pattern.slice(at, at + 3);
    if (letter === "*") {
      const isFolders = second === "*" && third === "/";
      parts.push(isFolders ? "folders" : second === "*" ? "anything" : "letters");
      at += isFolders ? 3 : second === "*" ? 2 : 1;
      continue;
    }
    const end = letter === "[" ? pattern.indexOf("]", at + (second === "!" ? 3 : 2)) : -1;
    if (end > 0) parts.push(isOneOf(pattern.slice(at + 1, end)));
    else parts.push(letter === "?" ? (one) => one !== "/" : (one) => one === letter);
    at = end > 0 ? end + 1 : at + 1;
  }
  return parts;
}

/** @param set what stands between brackets */
function isOneOf(set: string): (letter: string) => boolean {
  const isNot = set.startsWith("!");
  const letters = isNot ? set.slice(1) : set;
  return (one) => {
    if (one === "/") return false;
    for (let at = 0; at < letters.length; at++) {
      const [first = "", dash, last] = letters.slice(at, at + 3);
      if (dash === "-" && last !== undefined) {
        if (one >= first && one <= last) return !isNot;
        at += 2;
      } else if (one === first) return !isNot;
    }
    return isNot;
  };
}
