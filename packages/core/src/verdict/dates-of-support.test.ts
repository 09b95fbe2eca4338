import { expect, it } from "vitest";
import { datedAtMost, withoutFutureDates } from "./dates-of-support.js";
import type { SupportState } from "./support.js";

const STATE: SupportState = {
  known: "yes",
  since: 1000,
  lastConfirmed: 3000,
  lastOutcome: "nodata",
  lastChecked: 4000,
  lastResolver: "192.0.2.53:53",
  unconfirmedNo: { at: 4000, resolver: "192.0.2.53:53" },
};

it("takes what is dated later than a moment for that moment", () => {
  expect(datedAtMost(STATE, 2000)).toEqual({
    ...STATE,
    since: 1000,
    lastConfirmed: 2000,
    lastChecked: 2000,
    unconfirmedNo: { at: 2000, resolver: "192.0.2.53:53" },
  });
  expect(datedAtMost(STATE, 4000)).toEqual(STATE);
});

it("keeps what is known and forgets when, where that is not yet", () => {
  expect(withoutFutureDates(STATE, 3000)).toEqual({ ...STATE, lastChecked: null });
  expect(withoutFutureDates(STATE, 999)).toMatchObject({
    known: "yes",
    since: null,
    lastConfirmed: null,
    lastChecked: null,
  });
});
