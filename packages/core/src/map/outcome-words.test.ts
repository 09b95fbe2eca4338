import { describe, expect, it } from "vitest";
import { OUTCOME_KINDS } from "../observation/outcome.js";
import { datedOutcomeWords, outcomeWords } from "./outcome-words.js";
import { UNASKED } from "./question-detail.js";
import { momentText } from "./time-words.js";

const NOVEMBER_12 = Date.UTC(2026, 10, 12, 16, 20);

describe("an outcome in words", () => {
  it.each([
    ["answer", "AAAA", { addresses: ["2600:1f18:a::1"] }, "1 address"],
    ["nodata", "AAAA", {}, "no IPv6 address (NODATA)"],
    ["nodata", "A", {}, "no IPv4 address (NODATA)"],
    ["nxdomain", "A", {}, "does not exist (NXDOMAIN)"],
    ["timeout", "A", { attempts: 4 }, "no answer in 4 tries: unknown"],
    ["timeout", "A", { attempts: 1 }, "no answer in 1 try: unknown"],
    [
      "timeout",
      "AAAA",
      { attempts: 4, known: "yes", lastConfirmed: NOVEMBER_12 },
      "no answer in 4 tries: unknown, last known yes on 12 Nov 2026",
    ],
    [
      "servfail",
      "AAAA",
      { attempts: 3, known: "no", lastConfirmed: NOVEMBER_12 },
      "the resolver failed in 3 tries (SERVFAIL): unknown, last known no on 12 Nov 2026",
    ],
  ] as const)("%s of %s", (outcome, type, detail, words) => {
    expect(outcomeWords(type, { ...UNASKED, outcome, ...detail })).toBe(words);
  });

  it("says unknown of every inconclusive kind, and of no other", () => {
    const undecided = OUTCOME_KINDS.filter((outcome) =>
      outcomeWords("A", { ...UNASKED, outcome, attempts: 2 }).includes(": unknown"),
    );
    expect(undecided).toEqual(OUTCOME_KINDS.slice(3));
  });

  it.each([
    ["answer", "yes", "1 address since 12 Nov 2026"],
    ["nodata", "no", "no IPv6 address (NODATA) since 12 Nov 2026"],
    ["nxdomain", "no", "does not exist (NXDOMAIN); no address since 12 Nov 2026"],
    ["timeout", "no", "no answer in 1 try: unknown, last known no on 12 Nov 2026"],
  ] as const)("the date after %s is the date of what is said", (outcome, known, words) => {
    const addresses = outcome === "answer" ? ["2600:1f18:a::1"] : [];
    const dates = { since: NOVEMBER_12, lastConfirmed: NOVEMBER_12 };
    const detail = { ...UNASKED, outcome, known, addresses, attempts: 1, ...dates };
    expect(datedOutcomeWords("AAAA", detail)).toBe(words);
  });

  it("says so when nobody asked yet", () => {
    expect(outcomeWords("A", UNASKED)).toBe("not checked yet");
  });
});

it("a moment is in UTC, to the minute", () => {
  expect(momentText(NOVEMBER_12)).toBe("12 Nov 2026, 16:20 UTC");
});
