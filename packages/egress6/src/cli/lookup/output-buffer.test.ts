import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { OutputBuffer } from "./output-buffer.js";

it("writes text of any length and script in order", async () => {
  const pieces = ["a".repeat(60_000), "é", "b".repeat(10_000), "", "c".repeat(200_000), "→", "d"];
  const stream = new PassThrough({ highWaterMark: 1 << 24 });
  const output = new OutputBuffer(stream);
  for (const piece of pieces) output.add(piece);
  output.flush();
  stream.end();
  expect(await text(stream)).toBe(pieces.join(""));
});

it("writes soon, without being told", async () => {
  const stream = new PassThrough();
  new OutputBuffer(stream).add("a line\n");
  expect(await new Promise((resolve) => stream.once("data", resolve))).toEqual(
    Buffer.from("a line\n"),
  );
});
