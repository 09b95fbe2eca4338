import { describe, expect, test } from "vitest";
import { evidenceBase, evidenceFor, NO_EVIDENCE, type StatedEvidence } from "./evidence.js";
import { disagreementText, uncheckedText } from "./evidence-words.js";

const place = { service: "sqs", region: "eu-west-1", variant: "dualstack" } as const;
const declared: StatedEvidence = {
  says: "declared",
  date: "2026-07-31",
  source: "https://a.example/",
};
const seen: StatedEvidence = {
  says: "seen-by-others",
  date: "2026-11-01",
  source: "https://b.example/",
};

describe("evidenceFor", () => {
  test("gives what was said of exactly this name", () => {
    const base = evidenceBase([[place, declared]]);
    expect(evidenceFor(base, "sqs", "eu-west-1", "dualstack")).toBe(declared);
    expect(evidenceFor(base, "sqs", "eu-west-1", "default")).toBeNull();
    expect(evidenceFor(base, "sqs", "eu-west-2", "dualstack")).toBeNull();
    expect(evidenceFor(NO_EVIDENCE, "sqs", "eu-west-1", "dualstack")).toBeNull();
  });

  test.each([
    ["AWS's own word before what others saw later", declared, seen],
    ["the newer of two of a kind", declared, { ...declared, date: "2026-01-01" }],
    ["what AWS declares before what it documents", declared, { ...seen, says: "documented" }],
  ] as const)("prefers %s, whatever comes first", (_what, stronger, weaker) => {
    for (const order of [
      [stronger, weaker],
      [weaker, stronger],
    ]) {
      const base = evidenceBase(order.map((evidence) => [place, evidence] as const));
      expect(evidenceFor(base, "sqs", "eu-west-1", "dualstack")).toBe(stronger);
    }
  });
});

describe("the words", () => {
  test("say who says so, of which day, and that nobody asked from here", () => {
    expect(uncheckedText(declared)).toBe("declared by AWS, 31 July 2026; not checked from here");
    expect(uncheckedText(seen)).toBe("seen by others, 1 November 2026; not checked from here");
  });

  test("show a disagreement as one", () => {
    expect(disagreementText(declared)).toBe(
      "declared by AWS on 31 July 2026; observed from here: no AAAA",
    );
  });
});
