/** Blanks and comments, punctuation, texts without escapes. */
const TOKEN = /\s+|#[^\n]*|[{}:,]|"[^"\\\n]*"|'[^'\\\n]*'/y;

const LONGEST_FILE = 256 * 1024;

/**
 * Reads `NAME = {…}` of a Python file as data, without running it: a dict of texts and of such dicts.
 * @returns what JSON makes of it, to be parsed into a type
 * @throws Error when it is anything else, with the line
 */
export function readPythonDict(file: string, name: string): unknown {
  if (file.length > LONGEST_FILE) throw new Error(`it is longer than ${LONGEST_FILE} bytes`);
  const start = `\n${file}`.indexOf(`\n${name} = {`);
  if (start === -1) throw new Error(`it has no ${name} = {…}`);
  const json = dictAsJson(file, start + `${name} = `.length);
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error(`${name} is no dict of texts`, { cause });
  }
}

function dictAsJson(file: string, start: number): string {
  let json = "";
  let depth = 0;
  // Python allows a comma before a closing brace, JSON does not.
  let comma = "";
  TOKEN.lastIndex = start;
  do {
    const at = TOKEN.lastIndex;
    const [token] = TOKEN.exec(file) ?? [];
    if (token === undefined) {
      throw new Error(`line ${file.slice(0, at).split("\n").length} is no part of a dict of texts`);
    }
    if (/^[\s#]/.test(token)) continue;
    if (token === "{") depth++;
    if (token === "}") depth--;
    else json += comma;
    comma = token === "," ? "," : "";
    if (token !== ",") json += /^["']/.test(token) ? JSON.stringify(token.slice(1, -1)) : token;
  } while (depth > 0);
  return json;
}
