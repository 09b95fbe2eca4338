import { expect, test, vi } from "vitest";
import { parseOnce } from "./parse-once.js";

test("the same bytes are parsed once, others anew, and an error is no result", () => {
  const parse = vi.fn((text: string): { readonly text: string } => {
    if (text === "damaged") throw new RangeError(text);
    return { text };
  });
  const parsed = parseOnce(parse);
  const first = parsed(Buffer.from("one"));
  expect(parsed(Buffer.from("one"))).toBe(first);
  expect(parse).toHaveBeenCalledTimes(1);
  expect(parsed(Buffer.from("two"))).toEqual({ text: "two" });
  for (const _ of [1, 2]) expect(() => parsed(Buffer.from("damaged"))).toThrow(RangeError);
  expect(parsed(Buffer.from("one"))).toEqual({ text: "one" });
});
