import { shownLength } from "./style.js";

/** What is not broken: a command in backticks, or a word; each with the spaces before it. */
const PIECES = / *(?:`[^`\n]*`\S*|\S+)/g;
/** A command line to be pasted. */
const COMMAND = /^ *[$#] /;

/**
 * Folds what is wider than a terminal at spaces, below itself and indented: sentences and rows of tables. Commands
 * stay whole, so that they can be pasted.
 */
export function foldLines(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) =>
      shownLength(line) > columns && !COMMAND.test(line) ? foldLine(line, columns) : line,
    )
    .join("\n");
}

function foldLine(line: string, columns: number): string {
  const indent = `${/^ */.exec(line)?.[0] ?? ""}  `;
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
