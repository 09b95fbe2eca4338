import { GOES_ON, shownLength } from "./style.js";

/**
 * Breaks lines at spaces to stay within some columns; what is in backticks stays whole, to be pasted.
 * @param indent of all lines but the first, which keeps its own
 * @returns lines that are marked where they go on: `foldLines` breaks them anew, `untoned` takes the marks away
 */
export function wrapText(text: string, indent: string, columns = 100): string {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? "";
  let isEmpty = true;
  for (const word of text.match(/`[^`]*`\S*|\S+/g) ?? []) {
    if (!isEmpty && shownLength(line) + 1 + shownLength(word) > columns) {
      lines.push(line);
      line = indent + word;
    } else line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join(`${GOES_ON}\n`);
}
