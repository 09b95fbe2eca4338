/**
 * Whether a text is of the form that a glob describes: `*` stands for anything, also nothing, `?` for one
 * character. Whatever the glob, this takes at most as many steps as both lengths multiplied.
 */
export function matchesGlob(glob: string, text: string): boolean {
  let inGlob = 0;
  let inText = 0;
  let star = -1;
  let afterStar = 0;
  while (inText < text.length) {
    const wanted = glob[inGlob];
    if (wanted === "*") {
      star = inGlob++;
      afterStar = inText;
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[inText])) {
      inGlob++;
      inText++;
    } else if (star >= 0) {
      // Only the last star needs another try: what an earlier one gives up, the last can take.
      inGlob = star + 1;
      inText = ++afterStar;
    } else {
      return false;
    }
  }
  while (glob[inGlob] === "*") inGlob++;
  return inGlob === glob.length;
}
