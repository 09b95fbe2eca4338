import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OUTCOME_KINDS, type Outcome, type OutcomeKind } from "./outcome.js";
import { reconcile } from "./reconcile.js";

const outcome = (kind: OutcomeKind): Outcome => ({
  kind,
  addresses: kind === "answer" ? ["52.94.5.1"] : [],
  cname: [],
  attempts: 1,
  resolver: "192.0.2.53:53",
  ms: 1,
});

const kindsAfter = (a: OutcomeKind, aaaa: OutcomeKind) => {
  const reconciled = reconcile(outcome(a), outcome(aaaa));
  return [reconciled.a.kind, reconciled.aaaa.kind];
};

describe("reconcile", () => {
  it("keeps addresses and doubts the NXDOMAIN beside them", () => {
    expect(kindsAfter("answer", "nxdomain")).toEqual(["answer", "conflict"]);
    expect(kindsAfter("nxdomain", "answer")).toEqual(["conflict", "answer"]);
  });

  it("doubts both of NODATA and NXDOMAIN", () => {
    expect(kindsAfter("nodata", "nxdomain")).toEqual(["conflict", "conflict"]);
    expect(kindsAfter("nxdomain", "nodata")).toEqual(["conflict", "conflict"]);
  });

  const kinds = fc.constantFrom(...OUTCOME_KINDS);

  it("never leaves NXDOMAIN beside proof that the name exists", () => {
    fc.assert(
      fc.property(kinds, kinds, (a, aaaa) => {
        const after = kindsAfter(a, aaaa);
        const exists = after.includes("answer") || after.includes("nodata");
        expect(exists && after.includes("nxdomain")).toBe(false);
      }),
    );
  });

  it("changes nothing unless they contradict, and treats both types alike", () => {
    fc.assert(
      fc.property(kinds, kinds, (a, aaaa) => {
        const { isConflict } = reconcile(outcome(a), outcome(aaaa));
        if (!isConflict) expect(kindsAfter(a, aaaa)).toEqual([a, aaaa]);
        expect(kindsAfter(aaaa, a)).toEqual(kindsAfter(a, aaaa).toReversed());
      }),
    );
  });
});
