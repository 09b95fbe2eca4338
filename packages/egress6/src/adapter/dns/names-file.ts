import { isAscii } from "node:buffer";
import { TextDecoder } from "node:util";
import type { ParsedName } from "@egress6/core/observation/parse-name";
import { parseTypedName } from "./typed-name.js";

/** One line of a names file that is neither blank nor a comment. */
export type NameLine = ParsedName & {
  /** From 1. */
  readonly line: number;
  /** What stands there, shortened. */
  readonly text: string;
};

const LONGEST_LINE = 4096;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a file of names: one per line, `#` begins a comment, blank lines are skipped.
 * Memory does not grow with the file, nor with its longest line.
 * @param parse says which name a line is
 * @returns the lines as they come, many at a time
 */
export async function* readNameLines(
  chunks: AsyncIterable<Uint8Array | string>,
  parse: (text: string) => ParsedName = parseTypedName,
): AsyncGenerator<readonly NameLine[]> {
  let line = 1;
  let rest = Buffer.alloc(0);
  /** Octets of a line that is too long, left out already. */
  let skipped = 0;
  for await (const chunk of chunks) {
    const lines: NameLine[] = [];
    let bytes = Buffer.concat([rest, typeof chunk === "string" ? Buffer.from(chunk) : chunk]);
    for (;;) {
      const end = bytes.indexOf(LINE_FEED);
      if (end < 0) break;
      const found = toNameLine(bytes.subarray(0, end), { line, skipped, parse });
      if (found !== null) lines.push(found);
      bytes = bytes.subarray(end + 1);
      skipped = 0;
      line += 1;
    }
    if (bytes.length > LONGEST_LINE) {
      skipped += bytes.length;
      bytes = Buffer.alloc(0);
    }
    rest = bytes;
    yield lines;
  }
  const last = toNameLine(rest, { line, skipped, parse });
  if (last !== null) yield [last];
}

interface LinePlace {
  readonly line: number;
  readonly skipped: number;
  readonly parse: (text: string) => ParsedName;
}

function toNameLine(bytes: Buffer, { line, skipped, parse }: LinePlace): NameLine | null {
  const octets = bytes.length + skipped;
  if (octets > LONGEST_LINE) {
    return { line, text: "", ok: false, reason: `a line of ${octets} octets is not a name` };
  }
  const isMarked = line === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  const content = isMarked ? bytes.subarray(3) : bytes;
  const decoded = decode(content);
  if (decoded === null) {
    return {
      line,
      text: shorten(content.toString("latin1")),
      ok: false,
      reason: "it is not UTF-8 text",
    };
  }
  const text = decoded.replace(/(^|\s)#.*$/s, "").trim();
  if (text === "") return null;
  return { line, text: shorten(text), ...parse(text) };
}

function decode(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString("latin1");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
