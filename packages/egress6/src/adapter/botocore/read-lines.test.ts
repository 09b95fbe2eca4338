import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "./read-lines.js";

async function linesOf(chunks: readonly Buffer[]): Promise<readonly (string | null)[]> {
  const lines: (string | null)[] = [];
  for await (const line of readLines(Readable.from(chunks))) lines.push(line);
  return lines;
}

test("lines are the same however the input is cut", async () => {
  const line = fc
    .string({ unit: "grapheme", maxLength: 20 })
    .map((text) => text.replace(/[\n\uFEFF]/g, ""));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(200)), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(""));
      const edges = [
        0,
        ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b),
        bytes.length,
      ];
      const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
      expect(await linesOf(chunks)).toEqual(lines);
    }),
  );
});

test("a last line without an end counts, a byte order mark does not", async () => {
  expect(await linesOf([Buffer.from("\uFEFFone\ntwo")])).toEqual(["one", "two"]);
  expect(await linesOf([])).toEqual([]);
});

test("lines that are too long are null, in one chunk or many, and the next is whole", async () => {
  const long = Buffer.from("x".repeat(600_000));
  expect(await linesOf([long, long, Buffer.from("\nnext\n"), long, long])).toEqual([
    null,
    "next",
    null,
  ]);
  expect(await linesOf([Buffer.concat([long, long, Buffer.from("\nnext")])])).toEqual([
    null,
    "next",
  ]);
});
