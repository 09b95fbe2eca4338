import { shownLength } from "./style.js";

/** What is not broken: a command in backticks, or a word; each with the spaces before it. */
const PIECES = / *(?:`[^`\n]*`\S*|\S+)/g;
/** A command line to be pasted; `#  design` is the head of a table. */
const COMMAND = /^ *[$#] (?! )/;

/** The break within a line that went on in the next one, and how far that is indented. */
const BREAK = /\uFDD2\n((?:\uFDD0[sgbuf])*)( *)/g;

/**
 * Folds what is wider than a terminal at spaces, below itself and indented: sentences and rows of tables. What was broken
 * for another width is joined first. Commands stay whole, so that they can be pasted.
 */
export function foldLines(text: string, columns: number): string {
  return text
    .split(/(?<!\uFDD2)\n/)
    .map((broken) => {
      const indent = [...broken.matchAll(BREAK)][0]?.[2];
      const line = broken.replace(BREAK, " $1");
      return shownLength(line) > columns && !COMMAND.test(line)
        ? foldLine(line, columns, indent)
        : line;
    })
    .join("\n");
}

function foldLine(
  line: string,
  columns: number,
  indent = `${/^ */.exec(line)?.[0] ?? ""}  `,
): string {
  const lines: string[] = [];
  let current = "";
  for (const piece of line.match(PIECES) ?? []) {
    const isFirst = current.trim() === "";
    if (!isFirst && shownLength(current) + shownLength(piece) > columns) {
      lines.push(current);
      current = indent + piece.trimStart();
    } else current += piece;
  }
  return [...lines, current].join("\n");
}
