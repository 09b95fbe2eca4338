import { Egress6Error } from "@egress6/core/errors";

const LINE_FEED = 10;

/** @throws Egress6Error CONFIG_INVALID with the line that is no UTF-8 text */
export function linesOfUtf8(bytes: Uint8Array, path: string): string {
  try {
    const text = decode(bytes);
    const zero = text.indexOf("\0");
    if (zero === -1) return text;
    throw notText(path, text.slice(0, zero).split("\n").length, "a zero byte");
  } catch (cause) {
    if (cause instanceof Egress6Error) throw cause;
    throw notText(path, firstBadLine(bytes), "bytes that are not UTF-8");
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function firstBadLine(bytes: Uint8Array): number {
  let from = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(LINE_FEED, from);
    try {
      decode(bytes.subarray(from, end === -1 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    from = end + 1;
  }
}

function notText(path: string, line: number, what: string): Egress6Error {
  return new Egress6Error(
    "CONFIG_INVALID",
    "input",
    `${path}:${line}: there is ${what}. Save the file as UTF-8 text.`,
  );
}
