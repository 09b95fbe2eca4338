import type { NameObservation } from "@egress6/core/observation/outcome";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OrderedResults } from "./ordered-results.js";

const outcome = {
  kind: "nodata",
  addresses: [],
  cname: [],
  attempts: 1,
  resolver: "",
  ms: 0,
} as const;
const observation = (name: string): NameObservation => ({ name, a: outcome, aaaa: outcome });

describe("OrderedResults", () => {
  it("passes on as soon as the order allows", () => {
    const passed: string[] = [];
    const results = new OrderedResults(["a", "b", "c"], ({ name }) => passed.push(name));
    results.add(observation("b"));
    expect(passed).toEqual([]);
    results.add(observation("a"));
    expect(passed).toEqual(["a", "b"]);
  });

  it("passes on what there is when it was stopped, still in order", () => {
    const passed: string[] = [];
    const results = new OrderedResults(["a", "b", "c", "a"], ({ name }) => passed.push(name));
    results.add(observation("c"));
    results.add(observation("a"));
    results.giveUpWaiting();
    expect(passed).toEqual(["a", "c", "a"]);
  });

  it("answers every line in the order of the input, repeats included", () => {
    const names = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 12 });
    fc.assert(
      fc.property(names, fc.func(fc.nat()), (input, shuffle) => {
        const passed: string[] = [];
        const results = new OrderedResults(input, ({ name }) => passed.push(name));
        const order = results.distinctNames.toSorted((one, other) => shuffle(one) - shuffle(other));
        for (const name of order) results.add(observation(name));
        expect(passed).toEqual(input);
      }),
    );
  });
});
