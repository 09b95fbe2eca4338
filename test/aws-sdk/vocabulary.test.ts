import { Egress6Error, type FaultKind } from "@egress6/core/errors";
import { isConclusive, OUTCOME_KINDS, type OutcomeKind } from "@egress6/core/observation/outcome";
import type { Support } from "@egress6/core/verdict/support";
import { expect, expectTypeOf, test } from "vitest";
import * as plugin from "../../packages/aws-sdk/src/vocabulary.js";

test("the plugin's words are those of core", () => {
  // Compared by the compiler.
  expectTypeOf<plugin.OutcomeKind>().toEqualTypeOf<OutcomeKind>();
  expectTypeOf<plugin.Support>().toEqualTypeOf<Support>();
  expectTypeOf<plugin.Egress6Error["kind"]>().toEqualTypeOf<FaultKind>();
  expect(plugin.OUTCOME_KINDS).toEqual(OUTCOME_KINDS);
  expect(OUTCOME_KINDS.map(plugin.isConclusive)).toEqual(OUTCOME_KINDS.map(isConclusive));
  const arguments_ = ["CODE", "input", "message"] as const;
  const [one, other] = [new plugin.Egress6Error(...arguments_), new Egress6Error(...arguments_)];
  expect({ ...one, message: one.message }).toEqual({ ...other, message: other.message });
});
