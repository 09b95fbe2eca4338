/** The lines as comments, each with its line break. */
export function commentLines(comment: "#" | "//", lines: readonly string[], indent = ""): string {
  return lines
    .map((line) => `${indent}${comment} ${line}`.trimEnd())
    .map(withBreak)
    .join("");
}

export function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}

/** A JSON document, for forms whose language has no comments. */
export function jsonText(value: unknown): string {
  return withBreak(JSON.stringify(value, null, 2));
}

function withBreak(line: string): string {
  return `${line}\n`;
}
