import { expect, it } from "vitest";
import { datedAtMost, isFuture, withoutFutureDates } from "./dates-of-support.js";
import type { SupportState } from "./support.js";

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2026, 10, 1);
const [SECOND, THIRD] = [FIRST + DAY_MS, FIRST + 2 * DAY_MS];

const STATE: SupportState = {
  known: "yes",
  since: FIRST,
  lastConfirmed: SECOND,
  lastOutcome: "nodata",
  lastChecked: THIRD,
  lastResolver: "192.0.2.53:53",
  unconfirmedNo: { at: THIRD, resolver: "192.0.2.53:53" },
};

it("takes what is dated later than a moment for that moment", () => {
  const at = FIRST + DAY_MS / 2;
  expect(datedAtMost(STATE, at)).toEqual({
    ...STATE,
    lastConfirmed: at,
    lastChecked: at,
    unconfirmedNo: { at, resolver: "192.0.2.53:53" },
  });
  expect(datedAtMost(STATE, THIRD)).toEqual(STATE);
});

it("keeps what is known and forgets when, where that is not yet", () => {
  expect(withoutFutureDates(STATE, THIRD)).toEqual(STATE);
  expect(withoutFutureDates(STATE, SECOND)).toEqual({ ...STATE, lastChecked: null });
  expect(withoutFutureDates(STATE, FIRST - DAY_MS)).toEqual({
    ...STATE,
    since: null,
    lastConfirmed: null,
    lastChecked: null,
  });
});

it.each([
  ["a day later", FIRST + DAY_MS, FIRST, true],
  ["an ordinary correction later", FIRST + 900, FIRST, false],
  ["earlier", FIRST, FIRST + 1, false],
  ["later than a clock that was never set", FIRST, 0, false],
])("%s: is that not yet?", (_, date, now, isIt) => {
  expect(isFuture(date, now)).toBe(isIt);
});
