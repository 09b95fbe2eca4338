import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConclusive, OUTCOME_KINDS, type Outcome, type OutcomeKind } from "./outcome.js";
import { type Testimony, testify } from "./testify.js";
import type { Vetting } from "./witness.js";

const NAME = "sqs.eu-west-1.api.aws";
const PREFIX = [0x2a, 0x0f, 0, 0x64, 0, 0x64];
const BEHIND_PREFIX = "2a0f:64:64:345e:5:100::";
const V4 = "52.94.5.1";
const V6 = "2600:1f18:a::1";

const said = (
  kind: OutcomeKind,
  addresses: readonly string[] = [],
  cname: readonly string[] = [],
): Outcome => ({
  kind,
  addresses,
  cname,
  attempts: 1,
  resolver: "127.0.0.1:53",
  ms: 1,
});

function by(vetting: Partial<Vetting> = {}, isTrusted = false): Testimony {
  const passed: Vetting = {
    state: "vetted",
    nat64Prefixes: [],
    filtersAaaa: false,
    missingNames: [],
    deniedZones: [],
    reasons: [],
  };
  return { vetting: { ...passed, ...vetting }, isTrusted };
}

const lies = by({
  state: "lies",
  reasons: [{ cause: "filters-aaaa", control: "", came: "", truth: "" }],
});
const unvetted = by({ state: "unvetted" });
const trusted = by({ state: "unvetted" }, true);

const worth = (a: Outcome, aaaa: Outcome, testimony: Testimony) =>
  testify({ name: NAME, a, aaaa }, testimony, testimony);

describe("testify", () => {
  it("leaves the word of a vetted resolver alone", () => {
    for (const kind of OUTCOME_KINDS.filter((each) => each !== "answer")) {
      const observation = { name: NAME, a: said(kind), aaaa: said("answer", [V6]) };
      expect(testify(observation, by(), by())).toEqual(observation);
    }
  });

  it.each<[OutcomeKind, readonly string[], Testimony, object]>([
    [
      "answer",
      [V4],
      lies,
      { kind: "incomplete", reason: "filtered", witness: "lies", addresses: [V4] },
    ],
    ["nodata", [], lies, { kind: "incomplete", reason: "filtered", witness: "lies" }],
    ["nxdomain", [], lies, { kind: "incomplete", reason: "filtered", witness: "lies" }],
    ["servfail", [], lies, { kind: "servfail", witness: "lies" }],
    ["answer", [V4], unvetted, { kind: "answer", witness: "unvetted", addresses: [V4] }],
    ["nodata", [], unvetted, { kind: "incomplete", reason: "unvetted", witness: "unvetted" }],
    ["nxdomain", [], unvetted, { kind: "incomplete", reason: "unvetted", witness: "unvetted" }],
    ["timeout", [], unvetted, { kind: "timeout", witness: "unvetted" }],
    ["answer", [V4], trusted, { kind: "answer", witness: "unvetted" }],
    ["nodata", [], trusted, { kind: "nodata", witness: "unvetted" }],
    ["nxdomain", [], trusted, { kind: "nxdomain", witness: "unvetted" }],
    ["answer", ["0.0.0.0"], trusted, { kind: "incomplete", reason: "special-address" }],
  ])("makes of %s %j: %#", (kind, addresses, testimony, expected) => {
    expect(worth(said(kind, addresses), said("servfail"), testimony).a).toMatchObject(expected);
  });

  it("judges each answer by who gave it", () => {
    const both = { name: NAME, a: said("answer", [V4]), aaaa: said("nodata") };
    expect(testify(both, by(), lies)).toMatchObject({
      a: { kind: "answer" },
      aaaa: { kind: "incomplete", reason: "filtered" },
    });
    expect(testify(both, lies, by())).toMatchObject({
      a: { kind: "incomplete", reason: "filtered" },
      aaaa: { kind: "nodata" },
    });
  });

  it.each<[readonly string[], object]>([
    [["::"], { reason: "special-address" }],
    [["::1"], { reason: "special-address" }],
    [["fe80::1"], { reason: "special-address" }],
    [["2001:db8::1"], { reason: "special-address" }],
    [["fd00::1"], { reason: "private" }],
    [["fd00::1", "::"], { reason: "private" }],
    [["64:ff9b::345e:501"], { reason: "synthesized", synthesized: ["64:ff9b::345e:501"] }],
    [["64:ff9b:1::345e:501"], { reason: "synthesized" }],
    [[BEHIND_PREFIX], { reason: "synthesized", synthesized: [BEHIND_PREFIX] }],
    [[BEHIND_PREFIX, "fd00::1"], { reason: "synthesized", synthesized: [BEHIND_PREFIX] }],
  ])("takes %j for no answer", (addresses, expected) => {
    const { aaaa } = worth(
      said("servfail"),
      said("answer", addresses),
      by({ nat64Prefixes: [PREFIX] }),
    );
    expect(aaaa).toMatchObject({ kind: "incomplete", addresses, ...expected });
  });

  it("counts the sane addresses of an answer, and keeps the others beside it", () => {
    const came = [V6, "fd00::1", BEHIND_PREFIX, "::"];
    const { aaaa } = worth(said("servfail"), said("answer", came), by({ nat64Prefixes: [PREFIX] }));
    expect(aaaa).toMatchObject({
      kind: "answer",
      addresses: [V6],
      synthesized: [BEHIND_PREFIX],
      ignored: ["fd00::1", "::"],
    });
    expect(aaaa.reason).toBeUndefined();
  });

  it("knows a prefix of DNS64 only where it was found", () => {
    const { aaaa } = worth(said("servfail"), said("answer", [BEHIND_PREFIX]), by());
    expect(aaaa).toMatchObject({ kind: "answer", addresses: [BEHIND_PREFIX] });
  });

  it.each<[Outcome, object]>([
    [said("nodata"), { kind: "incomplete", reason: "private" }],
    [said("nxdomain"), { kind: "incomplete", reason: "private" }],
    [said("answer", [V6]), { kind: "incomplete", reason: "private", addresses: [V6] }],
    [said("answer", ["fd00::1"]), { kind: "incomplete", reason: "private" }],
    [said("answer", ["::"]), { kind: "incomplete", reason: "special-address" }],
    [said("servfail"), { kind: "servfail" }],
  ])("takes the AAAA beside a private A for those of the network: %#", (aaaa, expected) => {
    const judged = worth(said("answer", ["10.0.0.1"]), aaaa, by());
    expect(judged.a).toMatchObject({
      kind: "incomplete",
      reason: "private",
      addresses: ["10.0.0.1"],
    });
    expect(judged.aaaa).toMatchObject(expected);
  });

  it("takes the AAAA beside public and private A for facts", () => {
    const { a, aaaa } = worth(said("answer", ["10.0.0.1", V4]), said("nodata"), by());
    expect(a).toMatchObject({ kind: "answer", addresses: [V4], ignored: ["10.0.0.1"] });
    expect(aaaa.kind).toBe("nodata");
  });

  it("takes from a name what its zone has for missing ones", () => {
    const missing = {
      zone: "api.aws",
      isVarying: false,
      addresses: [V6, V4],
      targets: ["page.test"],
    };
    const wildcard = by({ missingNames: [missing] });
    const judged = (addresses: readonly string[], cname: readonly string[] = [], name = NAME) =>
      testify(
        { name, a: said("nodata"), aaaa: said("answer", addresses, cname) },
        wildcard,
        wildcard,
      ).aaaa;
    const rewritten = { kind: "incomplete", reason: "rewritten" };
    expect(judged([V6])).toMatchObject(rewritten);
    expect(judged(["2600:1f18:a::9"], ["page.test"])).toMatchObject(rewritten);
    expect(judged(["2600:1f18:a::9"])).toMatchObject({ kind: "answer" });
    expect(judged([V6, "2600:1f18:a::9"])).toMatchObject({ kind: "answer" });
    expect(judged([V6], [], "sqs.amazonaws.com")).toMatchObject({ kind: "answer" });
    expect(judged([V6], [], "xapi.aws")).toMatchObject({ kind: "answer" });
  });

  it("takes no address for a name's own where missing names get others each time", () => {
    const pages = by({
      missingNames: [{ zone: "api.aws", isVarying: true, addresses: [V6], targets: [] }],
    });
    const other = said("answer", ["2600:1f18:a::9"]);
    expect(
      testify({ name: NAME, a: said("nodata"), aaaa: other }, pages, pages).aaaa,
    ).toMatchObject({ kind: "incomplete", reason: "rewritten" });
    const name = "sqs.amazonaws.com";
    expect(testify({ name, a: said("nodata"), aaaa: other }, pages, pages).aaaa.kind).toBe(
      "answer",
    );
  });

  const address = fc.constantFrom(V4, V6, "10.0.0.1", "fd00::1", "::", "64:ff9b::1", BEHIND_PREFIX);
  const outcome = fc
    .tuple(fc.constantFrom(...OUTCOME_KINDS), fc.array(address, { minLength: 1, maxLength: 4 }))
    .map(([kind, addresses]) => said(kind, kind === "answer" ? addresses : []));
  const testimony = fc.constantFrom(by(), by({ nat64Prefixes: [PREFIX] }), unvetted, trusted, lies);

  it("makes no fact of what was none, and none at all of a lie", () => {
    fc.assert(
      fc.property(outcome, outcome, testimony, testimony, (a, aaaa, ofA, ofAaaa) => {
        const judged = testify({ name: NAME, a, aaaa }, ofA, ofAaaa);
        const pairs = [
          [a, judged.a, ofA],
          [aaaa, judged.aaaa, ofAaaa],
        ] as const;
        for (const [before, after, { vetting }] of pairs) {
          if (isConclusive(after.kind)) {
            expect(after.kind).toBe(before.kind);
            expect(vetting.state).not.toBe("lies");
            expect(after.reason).toBeUndefined();
          } else if (isConclusive(before.kind)) {
            expect(after.kind).toBe("incomplete");
            expect(after.reason).toBeDefined();
          }
          if (after.kind === "answer")
            expect([V4, V6, BEHIND_PREFIX]).toContain(after.addresses[0]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
