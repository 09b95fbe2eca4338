import { describe, expect, it } from "vitest";
import type { Outcome, OutcomeKind } from "../observation/outcome.js";
import { voiceOf } from "../observation/voice.js";
import { observeSupport, type SupportState, supportOf, UNOBSERVED } from "./support.js";

function outcome(kind: OutcomeKind, resolver = "192.0.2.1:53"): Outcome {
  return { kind, addresses: [], cname: [], attempts: 1, resolver, ms: 1 };
}

function observe(...steps: [kind: OutcomeKind, at: number, resolver?: string][]): SupportState {
  return steps.reduce<SupportState>(
    (state, [kind, at, resolver]) => observeSupport(state, outcome(kind, resolver), at),
    UNOBSERVED,
  );
}

describe("support of a name", () => {
  it("is unknown before anything conclusive was observed", () => {
    expect(supportOf(undefined)).toBe("unknown");
    expect(supportOf(observe(["timeout", 1], ["servfail", 2], ["conflict", 3]))).toBe("unknown");
  });

  it("takes the first conclusive outcome at once", () => {
    expect(observe(["answer", 5])).toEqual({
      known: "yes",
      since: 5,
      lastConfirmed: 5,
      lastOutcome: "answer",
      lastChecked: 5,
      lastResolver: "192.0.2.1:53",
      unconfirmedNo: null,
    });
    expect(observe(["nodata", 5])).toMatchObject({ known: "no", since: 5, unconfirmedNo: null });
    expect(observe(["nxdomain", 5])).toMatchObject({ known: "no", since: 5, unconfirmedNo: null });
  });

  it("keeps `since` while the value stays and moves the last confirmation", () => {
    expect(observe(["answer", 5], ["answer", 9])).toMatchObject({ since: 5, lastConfirmed: 9 });
    expect(observe(["nodata", 5], ["nxdomain", 9])).toMatchObject({ since: 5, lastConfirmed: 9 });
  });

  it("goes from no to yes at once", () => {
    expect(observe(["nodata", 5], ["answer", 9])).toMatchObject({ known: "yes", since: 9 });
  });

  it("keeps yes after a first no, as a doubt", () => {
    expect(observe(["answer", 1], ["nodata", 2, "a:53"])).toMatchObject({
      known: "yes",
      since: 1,
      lastConfirmed: 1,
      lastOutcome: "nodata",
      lastChecked: 2,
      unconfirmedNo: { at: 2, resolver: "a:53" },
    });
  });

  it("keeps yes however often one resolver says no", () => {
    const state = observe(["answer", 1], ["nodata", 2, "a:53"], ["nxdomain", 3, "a:53"]);
    expect(state).toMatchObject({ known: "yes", unconfirmedNo: { at: 2, resolver: "a:53" } });
  });

  it("keeps yes when two resolvers say no at the same instant", () => {
    const state = observe(["answer", 1], ["nodata", 2, "a:53"], ["nodata", 2, "b:53"]);
    expect(state).toMatchObject({ known: "yes", unconfirmedNo: { at: 2, resolver: "a:53" } });
  });

  it("turns to no when another voice says so later, since the first no", () => {
    expect(observe(["answer", 1], ["nodata", 2, "a:53"], ["nodata", 7, "b:53"])).toMatchObject({
      known: "no",
      since: 2,
      lastConfirmed: 7,
      unconfirmedNo: null,
    });
  });

  it("keeps yes when the second no comes from another port of the same address", () => {
    const state = observe(
      ["answer", 1],
      ["nodata", 2, "127.0.0.2:53"],
      ["nodata", 7, "127.0.0.2:5353"],
    );
    expect(state).toMatchObject({ known: "yes", unconfirmedNo: { at: 2 } });
  });

  it("keeps yes when both are resolvers of the system in one network, and asks for a third", () => {
    const voice = voiceOf("127.0.0.53", "system");
    const doubted = observe(["answer", 1], ["nodata", 2, "192.168.1.1:53"]);
    const asked = outcome("nodata", "127.0.0.53:53");
    expect(observeSupport(doubted, { ...asked, voice }, 7)).toMatchObject({ known: "yes" });
    expect(observeSupport(doubted, outcome("nodata", "9.9.9.9:53"), 7)).toMatchObject({
      known: "no",
    });
  });

  it("forgets the doubt after a yes in between", () => {
    const state = observe(
      ["answer", 1],
      ["nodata", 2, "a:53"],
      ["answer", 3, "b:53"],
      ["nodata", 4, "b:53"],
    );
    expect(state).toMatchObject({ known: "yes", unconfirmedNo: { at: 4, resolver: "b:53" } });
  });

  it("keeps the doubt over an inconclusive outcome", () => {
    const state = observe(
      ["answer", 1],
      ["nodata", 2, "a:53"],
      ["timeout", 3, "b:53"],
      ["nodata", 4, "b:53"],
    );
    expect(state).toMatchObject({ known: "no", since: 2 });
  });

  it("confirms a doubt even when the clock was set back in between", () => {
    const state = observe(["answer", 1], ["nodata", 9, "a:53"], ["nodata", 4, "b:53"]);
    expect(state).toMatchObject({ known: "no", since: 4, lastConfirmed: 9 });
  });
});
