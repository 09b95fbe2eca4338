import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { Outcome } from "@egress6/core/observation/outcome";
import fc from "fast-check";
import { expect, it } from "vitest";
import { writeObservationJson } from "./observation-json.js";
import { OutputBuffer } from "./output-buffer.js";

/** What comes out when something is written through the buffer. */
async function written(write: (output: OutputBuffer) => void): Promise<string> {
  const stream = new PassThrough({ highWaterMark: 1 << 24 });
  const output = new OutputBuffer(stream);
  write(output);
  output.flush();
  stream.end();
  return text(stream);
}

it("writes JSON, whatever is in the names", async () => {
  const anyText = fc.string({ unit: "binary", maxLength: 8 });
  const texts = fc.array(anyText, { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(anyText, texts, texts, async (name, addresses, cname) => {
      const a: Outcome = { kind: "answer", addresses, cname, attempts: 2, resolver: name, ms: 1.5 };
      const { kind, ...rest } = a;
      const json = await written((output) => writeObservationJson({ name, a, aaaa: a }, output));
      expect(JSON.parse(json)).toEqual({
        name,
        a: { outcome: kind, ...rest },
        aaaa: { outcome: kind, ...rest },
      });
    }),
  );
});

it("writes text of any length and script in order", async () => {
  const pieces = ["a".repeat(60_000), "é", "b".repeat(10_000), "", "c".repeat(200_000), "→", "d"];
  const output = await written((buffer) => {
    for (const piece of pieces) buffer.add(piece);
  });
  expect(output).toBe(pieces.join(""));
});
