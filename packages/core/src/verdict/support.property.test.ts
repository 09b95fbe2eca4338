import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConclusive, OUTCOME_KINDS, type Outcome } from "../observation/outcome.js";
import { isAnotherVoice } from "../observation/voice.js";
import { observeSupport, type SupportState, UNOBSERVED } from "./support.js";

interface Step {
  readonly outcome: Outcome;
  readonly at: number;
}

const resolver = fc.constantFrom(
  "192.0.2.1:53",
  "192.0.2.1:54",
  "192.0.2.2:53",
  "[2001:db8::3]:53",
);
const outcomeOf = (kinds: readonly Outcome["kind"][]) =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    addresses: fc.constant([]),
    cname: fc.constant([]),
    attempts: fc.integer({ min: 1, max: 8 }),
    resolver,
    ms: fc.nat(5000),
  });
const stepOf = (kinds: readonly Outcome["kind"][]): fc.Arbitrary<Step> =>
  fc.record({ outcome: outcomeOf(kinds), at: fc.nat(30) });

const conclusive = OUTCOME_KINDS.filter(isConclusive);
const inconclusive = OUTCOME_KINDS.filter((kind) => !isConclusive(kind));
const anyStep = stepOf(OUTCOME_KINDS);
const anyPast = fc.array(anyStep, { maxLength: 12 });

const replay = (steps: readonly Step[], from: SupportState = UNOBSERVED) =>
  steps.reduce((state, { outcome, at }) => observeSupport(state, outcome, at), from);

/** What inconclusive outcomes must leave alone. */
const knowledge = ({ known, since, lastConfirmed, unconfirmedNo }: SupportState) => ({
  known,
  since,
  lastConfirmed,
  unconfirmedNo,
});

describe("support, whatever was observed", () => {
  it("does not learn from inconclusive outcomes, wherever they fall", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 25 }), (steps) => {
        const facts = steps.filter(({ outcome }) => isConclusive(outcome.kind));
        expect(knowledge(replay(steps))).toEqual(knowledge(replay(facts)));
      }),
    );
  });

  it("notes an inconclusive outcome as the last one", () => {
    fc.assert(
      fc.property(anyPast, stepOf(inconclusive), (past, step) => {
        const before = replay(past);
        const after = replay([step], before);
        expect(after.lastOutcome).toBe(step.outcome.kind);
        expect(after.lastResolver).toBe(step.outcome.resolver);
        expect(after.lastChecked).toBe(Math.max(before.lastChecked ?? 0, step.at));
      }),
    );
  });

  it("turns yes to no only on a no of another voice at another time than the doubt's", () => {
    fc.assert(
      fc.property(anyPast, anyStep, (past, step) => {
        const before = replay(past);
        const after = replay([step], before);
        const said = isConclusive(step.outcome.kind) && step.outcome.kind !== "answer";
        const doubt = before.unconfirmedNo;
        const isConfirmed =
          said &&
          doubt !== null &&
          isAnotherVoice(doubt.resolver, step.outcome) &&
          doubt.at !== step.at;
        expect(before.known === "yes" && after.known === "no").toBe(isConfirmed);
      }),
      { numRuns: 1000 },
    );
  });

  it("never returns to unknown", () => {
    fc.assert(
      fc.property(anyPast, stepOf(conclusive), anyPast, (past, fact, future) => {
        expect(replay([...past, fact, ...future]).known).not.toBe("unknown");
      }),
    );
  });

  it("is yes after an answer, without doubt", () => {
    fc.assert(
      fc.property(anyPast, stepOf(["answer"]), (past, answer) => {
        expect(replay([...past, answer])).toMatchObject({ known: "yes", unconfirmedNo: null });
      }),
    );
  });

  it("does not depend on the order of equal outcomes of one instant", () => {
    const equalSteps = fc
      .tuple(
        fc.constantFrom(...OUTCOME_KINDS),
        fc.nat(30),
        fc.array(resolver, { minLength: 2, maxLength: 5 }),
      )
      .chain(([kind, at, resolvers]) => {
        const steps = resolvers.map((from) => ({
          outcome: { kind, addresses: [], cname: [], attempts: 1, resolver: from, ms: 1 },
          at,
        }));
        return fc.tuple(
          fc.constant(steps),
          fc.shuffledSubarray(steps, { minLength: steps.length, maxLength: steps.length }),
        );
      });
    // From yes without and with a doubt of another instant, from no and from unknown.
    const past = fc.array(stepOf(conclusive), { maxLength: 3 });
    fc.assert(
      fc.property(past, equalSteps, (before, [steps, shuffled]) => {
        const state = replay(before);
        const { lastResolver: _, ...inOrder } = replay(steps, state);
        const { lastResolver: __, ...outOfOrder } = replay(shuffled, state);
        expect(outOfOrder).toEqual(inOrder);
      }),
      { numRuns: 1000 },
    );
  });

  it("does not change when the same observation is recorded twice", () => {
    fc.assert(
      fc.property(anyPast, anyStep, (past, step) => {
        expect(replay([...past, step, step])).toEqual(replay([...past, step]));
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps its dates in order: since ≤ last confirmed ≤ last checked", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 25 }), (steps) => {
        const inTime = [...steps].sort((a, b) => a.at - b.at);
        const { known, since, lastConfirmed, lastChecked } = replay(inTime);
        if (known === "unknown") {
          expect([since, lastConfirmed]).toEqual([null, null]);
        } else {
          expect(since).toBeLessThanOrEqual(lastConfirmed ?? Number.NaN);
          expect(lastConfirmed).toBeLessThanOrEqual(lastChecked ?? Number.NaN);
        }
      }),
    );
  });
});
