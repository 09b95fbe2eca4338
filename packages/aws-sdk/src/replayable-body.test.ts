import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { replayableBody, replayableUnlessStream } from "./replayable-body.js";

const chunks = [Buffer.from("first "), Buffer.from("second")];

describe("a body", () => {
  test.each(["text", Buffer.from("bytes"), undefined])(
    "of no stream is sent again as it is",
    (given) => {
      for (const replayable of [replayableBody(given), replayableUnlessStream(given)]) {
        expect([replayable.body, replayable.replay()?.body]).toEqual([given, given]);
      }
    },
  );

  test("of a stream comes again from the beginning, as often as it is asked for", async () => {
    const first = replayableBody(Readable.from(chunks, { objectMode: false }));
    const second = first.replay();
    const third = second?.replay();
    expect((await buffer(third?.body as Readable)).toString()).toBe("first second");
  });

  test("of a stream that need not be sent elsewhere is not touched", () => {
    const stream = Readable.from(chunks, { objectMode: false });
    const { body, replay } = replayableUnlessStream(stream);
    expect([body === stream, replay()]).toEqual([true, null]);
  });

  test("of a web stream can be sent only once", () => {
    const stream = new Blob(["text"]).stream();
    for (const { body, replay } of [replayableBody(stream), replayableUnlessStream(stream)]) {
      expect([body === stream, replay()]).toEqual([true, null]);
    }
  });
});
