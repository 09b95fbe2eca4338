/**
 * The JSON of a file: one value, or one after the other, as `>>` leaves pages of answers.
 * @throws SyntaxError it is no JSON
 */
export function jsonValues(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch (thrown) {
    const parts = objectsIn(text);
    if (parts.length < 2) throw thrown;
    return parts.map((each): unknown => JSON.parse(each));
  }
}

/** Where one object ends, by its braces outside texts; what stands between them has to be blank. */
function objectsIn(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start, inText] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (inText) {
      if (letter === "\\") at++;
      else if (letter === '"') inText = false;
    } else if (letter === '"') inText = true;
    else if (letter === "{" || letter === "[") depth++;
    else if ((letter === "}" || letter === "]") && --depth === 0) {
      parts.push(text.slice(start, at + 1));
      start = at + 1;
    }
  }
  return text.slice(start).trim() === "" ? parts : [];
}
