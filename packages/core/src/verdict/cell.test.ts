import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConclusive, OUTCOME_KINDS, type Outcome } from "../observation/outcome.js";
import { type Cell, cellOf, type FamilySupport } from "./cell.js";
import { observeSupport, type Support, type SupportState, UNOBSERVED } from "./support.js";

const VALUES: readonly Support[] = ["yes", "no", "unknown"];
const NAMES: readonly (FamilySupport | null)[] = [
  null,
  ...VALUES.flatMap((ipv4) => VALUES.map((ipv6) => ({ ipv4, ipv6 }))),
];
const COMBINATIONS = NAMES.flatMap((byDefault) =>
  NAMES.map((dualstack) => ({ default: byDefault, dualstack })),
);

const settle = (value: Support): readonly Support[] =>
  value === "unknown" ? ["yes", "no"] : [value];

/** Every way in which what is unknown of a name could turn out. */
function completions(name: FamilySupport | null): readonly (FamilySupport | null)[] {
  if (name === null) return [null];
  return settle(name.ipv4).flatMap((ipv4) => settle(name.ipv6).map((ipv6) => ({ ipv4, ipv6 })));
}

/** The definition of the cell, when everything is known. */
function settledCell(byDefault: FamilySupport | null, dualstack: FamilySupport | null): Cell {
  if (byDefault?.ipv6 === "yes") return "ipv6";
  if (dualstack?.ipv6 === "yes") return "opt-in";
  return byDefault?.ipv4 === "yes" || dualstack?.ipv4 === "yes" ? "ipv4" : "none";
}

/** It works over IPv6 in every case, at the worst by opt-in. */
function possibleOptIn(possible: ReadonlySet<Cell>): boolean {
  return [...possible].every((cell) => cell === "ipv6" || cell === "opt-in");
}

describe("cell", () => {
  it("is the one that every way the unknowns could turn out leads to, or opt-in where that surely works, in all 100 combinations", () => {
    expect(COMBINATIONS).toHaveLength(100);
    for (const evidence of COMBINATIONS) {
      const possible = new Set(
        completions(evidence.default).flatMap((byDefault) =>
          completions(evidence.dualstack).map((dualstack) => settledCell(byDefault, dualstack)),
        ),
      );
      const [only] = possible;
      expect({ evidence, cell: cellOf(evidence) }).toEqual({
        evidence,
        cell: possible.size === 1 ? only : possibleOptIn(possible) ? "opt-in" : "unknown",
      });
    }
  });

  const yes = { ipv4: "yes", ipv6: "yes" } as const;
  const v4 = { ipv4: "yes", ipv6: "no" } as const;
  const nothing = { ipv4: "no", ipv6: "no" } as const;
  const unknown = { ipv4: "unknown", ipv6: "unknown" } as const;

  it.each([
    ["the default name has AAAA", yes, unknown, "ipv6"],
    ["only the dual-stack name has AAAA", v4, yes, "opt-in"],
    ["there is no default name and the dual-stack name has AAAA", null, yes, "opt-in"],
    ["the default name does not exist and the dual-stack name has AAAA", nothing, yes, "opt-in"],
    ["the default name has A only and dual-stack does not exist", v4, nothing, "ipv4"],
    ["the default name has A only and the rules build no dual-stack name", v4, null, "ipv4"],
    ["only the dual-stack name exists, with A only", nothing, v4, "ipv4"],
    ["neither name exists", nothing, nothing, "none"],
    ["the rules build no name at all", null, null, "none"],
    ["nothing was observed", unknown, unknown, "unknown"],
    ["dual-stack works and the default name could as well", unknown, yes, "opt-in"],
    ["the default name has A only and dual-stack was not observed", v4, unknown, "unknown"],
  ] as const)("%s", (_, byDefault, dualstack, cell) => {
    expect(cellOf({ default: byDefault, dualstack })).toBe(cell);
  });

  it("never changes on an inconclusive outcome", () => {
    const step = fc.record({
      of: fc.constantFrom("default", "dualstack"),
      family: fc.constantFrom("ipv4", "ipv6"),
      kind: fc.constantFrom(...OUTCOME_KINDS),
      resolver: fc.constantFrom("192.0.2.1:53", "192.0.2.2:53"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const states: Record<string, Record<string, SupportState>> = {
          default: { ipv4: UNOBSERVED, ipv6: UNOBSERVED },
          dualstack: { ipv4: UNOBSERVED, ipv6: UNOBSERVED },
        };
        const known = (of: string): FamilySupport => ({
          ipv4: states[of]?.["ipv4"]?.known ?? "unknown",
          ipv6: states[of]?.["ipv6"]?.known ?? "unknown",
        });
        const cell = () => cellOf({ default: known("default"), dualstack: known("dualstack") });
        for (const [at, { of, family, kind, resolver }] of steps.entries()) {
          const before = cell();
          const outcome: Outcome = { kind, resolver, addresses: [], cname: [], attempts: 1, ms: 1 };
          const name = states[of] ?? {};
          name[family] = observeSupport(name[family] ?? UNOBSERVED, outcome, at);
          if (!isConclusive(kind)) expect(cell()).toBe(before);
        }
      }),
    );
  });
});
