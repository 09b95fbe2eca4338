import { isConclusive, OUTCOME_KINDS } from "@egress6/core/observation/outcome";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LookUpResult } from "./look-up.js";
import {
  afterConnectFailure,
  afterLookUp,
  isFresh,
  type NameState,
  offersIpv6,
} from "./name-state.js";

const result: fc.Arbitrary<LookUpResult> = fc.record(
  { outcome: fc.constantFrom(...OUTCOME_KINDS), ttlSeconds: fc.nat(1_000_000) },
  { requiredKeys: ["outcome"] },
);
/** Look-ups, each so many milliseconds after the one before. */
const history = fc.array(fc.tuple(result, fc.nat(200_000)), { minLength: 1 });

function play(events: readonly (readonly [LookUpResult, number])[]) {
  let now = 0;
  let state: NameState | undefined;
  for (const [each, pauseMs] of events) {
    now += pauseMs;
    state = afterLookUp(state, each, now);
  }
  if (state === undefined) throw new Error("there is at least one look-up");
  return { state, now };
}

describe("what is known of a name", () => {
  test("is what the last conclusive look-up said, and unknown without one", () => {
    fc.assert(
      fc.property(history, (events) => {
        const last = events.map(([{ outcome }]) => outcome).findLast(isConclusive);
        const { state } = play(events);
        expect(state.ipv6).toBe(last === undefined ? "unknown" : last === "answer" ? "yes" : "no");
        expect(state.outcome).toBe(events.at(-1)?.[0].outcome);
      }),
    );
  });

  test("is kept between 5 seconds and an hour, a no 60 seconds, an inconclusive outcome 5", () => {
    fc.assert(
      fc.property(history, (events) => {
        const { state, now } = play(events);
        const keptSeconds = (state.freshUntil - now) / 1000;
        const { outcome, ttlSeconds = 60 } = events.at(-1)?.[0] ?? { outcome: "timeout" };
        if (outcome === "answer") {
          expect(keptSeconds).toBe(Math.min(Math.max(ttlSeconds, 5), 3600));
        } else expect(keptSeconds).toBe(isConclusive(outcome) ? 60 : 5);
        expect([isFresh(state, now), isFresh(state, state.freshUntil)]).toEqual([true, false]);
      }),
    );
  });
});

describe("a name that could not be connected to", () => {
  test("is left alone for a minute, then for longer and longer up to an hour", () => {
    let now = 0;
    let state = play([[{ outcome: "answer" }, 0]]).state;
    const minutes: number[] = [];
    for (let failure = 0; failure < 8; failure++) {
      state = afterConnectFailure(state, now);
      expect(offersIpv6(state, now)).toBe(false);
      minutes.push((state.avoidedUntil - now) / 60_000);
      now = state.avoidedUntil;
      expect(offersIpv6(state, now)).toBe(true);
    }
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test("is left alone no longer because many requests failed at once, nor because of look-ups", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(59_999)), history, (failures, events) => {
        const first = afterConnectFailure(play(events).state, 0);
        const later = failures.reduce(afterConnectFailure, first);
        expect(later.avoidedUntil).toBe(60_000);
        expect(afterLookUp(later, { outcome: "answer" }, 1).avoidedUntil).toBe(60_000);
      }),
    );
  });
});
