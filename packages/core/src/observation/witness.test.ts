import { describe, expect, it } from "vitest";
import { noFactReasonOf, type Vetting, type WitnessCause, worseVetting } from "./witness.js";

const reason = (cause: WitnessCause) => ({ cause, control: "", came: "", truth: "" });
const vetting = (state: Vetting["state"], cause?: WitnessCause): Vetting => ({
  state,
  nat64Prefixes: [],
  filtersAaaa: false,
  missingNames: [],
  deniesExistingName: false,
  reasons: cause === undefined ? [] : [reason(cause)],
});

const PASSED = vetting("vetted");
const UNVETTED = vetting("unvetted", "no-controls");
const PORTAL = vetting("lies", "answers-for-all");
const FILTER = vetting("lies", "filters-aaaa");

describe("worseVetting", () => {
  it.each([
    [null, PASSED, PASSED],
    [null, PORTAL, PORTAL],
    [PASSED, PASSED, PASSED],
    [PASSED, UNVETTED, UNVETTED],
    [UNVETTED, PASSED, UNVETTED],
    [UNVETTED, PORTAL, PORTAL],
    [PORTAL, UNVETTED, PORTAL],
    [PORTAL, PASSED, PORTAL],
    [PORTAL, FILTER, FILTER],
  ])("of %j and then %j", (before, after, worse) => {
    const { state, reasons } = worseVetting(before, after);
    expect({ state, reasons }).toEqual({ state: worse.state, reasons: worse.reasons });
  });

  it("keeps what was learned last of prefixes and missing names", () => {
    const learned: Vetting = {
      ...PASSED,
      nat64Prefixes: [[0, 0x64, 0xff, 0x9b]],
      missingNames: [{ zone: "api.aws", addresses: ["52.94.66.66"], targets: [] }],
    };
    expect(worseVetting(PORTAL, learned)).toEqual({ ...learned, ...pick(PORTAL) });
  });
});

function pick({ state, reasons }: Vetting) {
  return { state, reasons };
}

describe("noFactReasonOf", () => {
  it.each<[WitnessCause, string]>([
    ["answers-for-all", "rewritten"],
    ["answers-missing-names", "rewritten"],
    ["filters-aaaa", "filtered"],
    ["empties-answers", "filtered"],
    ["blocks", "filtered"],
    ["replaces-aaaa", "synthesized"],
    ["no-controls", "unvetted"],
  ])("of a resolver that %s is %s", (cause, expected) => {
    expect(noFactReasonOf(vetting("lies", cause))).toBe(expected);
  });
});
