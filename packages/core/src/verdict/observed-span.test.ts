import { expect, it } from "vitest";
import type { Outcome } from "../observation/outcome.js";
import { observedSpan } from "./observed-span.js";
import { observeSupport, UNOBSERVED } from "./support.js";

const outcome = (kind: Outcome["kind"]): Outcome => ({
  kind,
  addresses: [],
  cname: [],
  attempts: 1,
  resolver: "192.0.2.53:53",
  ms: 1,
});

it("spans the oldest and the newest confirmation, and leaves out what said nothing", () => {
  const seen = observeSupport(UNOBSERVED, outcome("nodata"), 100);
  const seenLater = observeSupport(UNOBSERVED, outcome("answer"), 300);
  const lostSight = observeSupport(seen, outcome("timeout"), 900);
  expect(observedSpan([seenLater, lostSight, UNOBSERVED])).toEqual({ from: 100, to: 300 });
});

it("is empty when every question failed", () => {
  expect(observedSpan([observeSupport(UNOBSERVED, outcome("servfail"), 5)])).toEqual({
    from: null,
    to: null,
  });
});
