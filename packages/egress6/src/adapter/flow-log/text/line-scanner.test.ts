import { expect, test } from "vitest";
import { seededRandom } from "../../../../../../test/support/seeded-random.mjs";
import { LineScanner } from "./line-scanner.js";

/** What the scanner finds in chunks: each line, as its columns. */
function linesOf(scanner: LineScanner, chunks: readonly Uint8Array[]): string[][] {
  const found: string[][] = [];
  scanner.clear();
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      from += scanner.take(chunk, from);
      for (let line = scanner.firstLine; line < scanner.lastLine; line++) {
        const last = scanner.lines[line] ?? 0;
        const first =
          line === scanner.firstLine ? scanner.firstPlace : (scanner.lines[line - 1] ?? 0) + 1;
        const columns: string[] = [];
        for (let place = first; place <= last; place++) {
          const start = (scanner.places[place - 1] ?? 0) + 1;
          columns.push(
            Buffer.from(scanner.bytes.slice(start, scanner.places[place])).toString("latin1"),
          );
        }
        found.push(columns);
      }
      scanner.next();
    }
  }
  return found;
}

test("finds the lines and columns that a split finds, wherever chunks are cut", () => {
  const scanner = new LineScanner();
  const random = seededRandom(7);
  const below = (limit: number) => Math.floor(random() * limit);
  const letters = "ab0.:-~\u00e9\u00ff    \n";
  for (let round = 0; round < 30; round++) {
    const text = Array.from({ length: below(3000) }, () => letters[below(letters.length)]).join("");
    const bytes = Buffer.from(`${text}\n`, "latin1");
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const next = at + 1 + below(700);
      chunks.push(bytes.subarray(at, next));
      at = next;
    }
    expect(linesOf(scanner, chunks)).toEqual(text.split("\n").map((line) => line.split(" ")));
    expect(scanner.rest).toBe(0);
  }
});

test("what is longer than its room is taken in parts, and no line is lost", () => {
  const scanner = new LineScanner();
  const line = "2 123456789012 eni-0a 10.0.0.1 203.0.113.9 443 50000 6 1 40 1 2 ACCEPT OK";
  const text = `${line}\n`.repeat(9000);
  const found = linesOf(scanner, [Buffer.from(text)]);
  expect(found).toHaveLength(9000);
  expect(new Set(found.map((columns) => columns.join(" ")))).toEqual(new Set([line]));
});

test("control characters part columns, and a line feed alone ends lines", () => {
  const found = linesOf(new LineScanner(), [Buffer.from("a\tb\r\n\0c\n")]);
  expect(found).toEqual([
    ["a", "b", ""],
    ["", "c"],
  ]);
});
