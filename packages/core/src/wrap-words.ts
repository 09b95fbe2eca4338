/**
 * Breaks between words, not within `commands`; a word that is longer than a line stays whole.
 * @param first begins the first line
 * @param next begins each other one
 * @param width of a line, in characters
 */
export function wrapWords(
  text: string,
  first: string,
  next: string,
  width: number,
): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.match(/(?:`[^`]*`|[^\s`]|`)+/g) ?? []) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
