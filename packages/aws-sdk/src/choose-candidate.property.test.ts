import { OUTCOME_KINDS } from "@egress6/core/observation/outcome";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Candidate } from "./candidates.js";
import { chooseCandidate } from "./choose-candidate.js";
import { type NameState, offersIpv6 } from "./name-state.js";

const NOW = 1_000_000;
const candidate = (variant: Candidate["variant"]): Candidate => ({
  variant,
  endpoint: { url: new URL(`https://${variant}.example`) },
  signingRegion: "eu-central-1",
  lookUpName: `${variant}.example`,
});
const byDefault = candidate("default");
const dualStack = candidate("dualstack");

const state: fc.Arbitrary<NameState | undefined> = fc.option(
  fc.record({
    ipv6: fc.constantFrom("yes", "no", "unknown"),
    outcome: fc.constantFrom(null, ...OUTCOME_KINDS),
    isPrivate: fc.boolean(),
    freshUntil: fc.constantFrom(0, 2 * NOW),
    avoidedUntil: fc.constantFrom(0, 2 * NOW),
    connectFailures: fc.nat(3),
    hasAnswered: fc.boolean(),
  }),
  { nil: undefined },
);
const world = fc.record({
  used: fc.constantFrom(byDefault, dualStack),
  hasOther: fc.boolean(),
  states: fc.record({ default: state, dualstack: state }),
  isRequired: fc.boolean(),
});

function choose({ used, hasOther, states, isRequired }: World) {
  const other = used === byDefault ? dualStack : byDefault;
  const candidates = { used, other: hasOther ? other : null };
  const stateOf = ({ variant }: Candidate) => states[variant];
  const chosen = chooseCandidate(candidates, stateOf, { now: NOW, isRequired });
  return { ...chosen, used, stateOf, offers: (each: Candidate) => offersIpv6(stateOf(each), NOW) };
}
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

describe("the choice between two names", () => {
  test("is the client's own name whenever that has IPv6", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { candidate: chosen, reason, used, offers } = choose(given);
        if (offers(used)) expect([chosen, reason]).toEqual([used, "has-ipv6"]);
      }),
    );
  });

  test("leaves the client's own name only for one that has IPv6, or because it does not exist", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { candidate: chosen, used, stateOf, offers } = choose(given);
        if (chosen === used) return;
        const isMissing = used === dualStack && stateOf(used)?.outcome === "nxdomain";
        expect(given.hasOther && (offers(chosen) || isMissing)).toBe(true);
      }),
    );
  });

  test("says that there is IPv6 exactly when the chosen name offers it", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { candidate: chosen, reason, offers } = choose(given);
        expect(reason === "has-ipv6").toBe(offers(chosen));
      }),
    );
  });

  test("leads past PrivateLink only where IPv6 is required", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { candidate: chosen, used, stateOf } = choose(given);
        if (stateOf(used)?.isPrivate === true && !given.isRequired) expect(chosen).toBe(used);
      }),
    );
  });
});
