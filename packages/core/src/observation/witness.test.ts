import { describe, expect, it } from "vitest";
import {
  noFactReasonOf,
  type Vetting,
  type WitnessCause,
  withLearned,
  worseVetting,
} from "./witness.js";

const reason = (cause: WitnessCause) => ({ cause, control: "", came: "", truth: "" });
const vetting = (state: Vetting["state"], cause?: WitnessCause): Vetting => ({
  state,
  nat64Prefixes: [],
  filtersAaaa: false,
  missingNames: [],
  deniedZones: [],
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
      missingNames: [page("52.94.66.66")],
    };
    expect(worseVetting(PORTAL, learned)).toEqual({ ...learned, ...pick(PORTAL) });
  });
});

const page = (address: string, isVarying = false) => ({
  zone: "api.aws",
  isVarying,
  addresses: [address],
  targets: [],
});

describe("withLearned", () => {
  const [first, second] = [
    [0, 0x64, 0xff, 0x9b],
    [0x2a, 0x0f, 0, 0x64],
  ];

  it("keeps each prefix that was ever seen, once", () => {
    const before = { ...PORTAL, nat64Prefixes: [first] };
    const told = { ...PASSED, nat64Prefixes: [second, first] };
    const { state, nat64Prefixes } = withLearned(told, before);
    expect(state).toBe("vetted");
    expect(nat64Prefixes).toEqual([first, second]);
    expect(withLearned(told, null)).toBe(told);
  });

  it("knows whether missing names of a zone get the same each time", () => {
    const learned = (...addresses: readonly string[]) =>
      addresses.reduce<Vetting | null>(
        (before, address) => withLearned({ ...PASSED, missingNames: [page(address)] }, before),
        null,
      )?.missingNames;
    expect(learned("52.94.66.66", "52.94.66.66")).toEqual([page("52.94.66.66")]);
    expect(learned("52.94.66.66", "52.94.66.67")).toMatchObject([{ isVarying: true }]);
    expect(learned("52.94.66.66", "52.94.66.67", "52.94.66.66")).toMatchObject([
      { isVarying: true },
    ]);
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
