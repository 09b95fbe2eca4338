import type { Readable } from "node:stream";

const LONGEST = 1024 * 1024;

/**
 * Lines without their end, in constant memory: a line longer than 1 MiB is given as null.
 * A last line without an end counts; a byte order mark at the start does not.
 */
export async function* readLines(input: Readable): AsyncGenerator<string | null> {
  input.setEncoding("utf8");
  let rest = "";
  let isTooLong = false;
  let isFirst = true;
  for await (const chunk of input) {
    let text = rest + String(chunk);
    if (isFirst && text.startsWith("\uFEFF")) text = text.slice(1);
    isFirst = false;
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      const line = text.slice(start, end);
      yield isTooLong || line.length > LONGEST ? null : line;
      isTooLong = false;
      start = end + 1;
    }
    rest = text.slice(start);
    if (rest.length > LONGEST) {
      isTooLong = true;
      rest = "";
    }
  }
  if (isTooLong || rest !== "") yield isTooLong ? null : rest;
}
