import type { Outcome } from "@egress6/core/observation/outcome";
import fc from "fast-check";
import { expect, it } from "vitest";
import { observationJson } from "./observation-json.js";

it("writes JSON, whatever is in the names", () => {
  const texts = fc.array(fc.string({ unit: "binary" }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), texts, texts, (name, addresses, cname) => {
      const a: Outcome = { kind: "answer", addresses, cname, attempts: 2, resolver: name, ms: 1.5 };
      const { kind, ...rest } = a;
      const parsed: unknown = JSON.parse(observationJson({ name, a, aaaa: a }));
      expect(parsed).toEqual({
        name,
        a: { outcome: kind, ...rest },
        aaaa: { outcome: kind, ...rest },
      });
    }),
    { numRuns: 50 },
  );
});
