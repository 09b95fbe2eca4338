import { describe, expect, it } from "vitest";
import { BRAKE, brake, type HeldTurn, isImprobable, type KnownCounts } from "./brake.js";
import type { Family } from "./support.js";

describe("so many names that turn at once are", () => {
  it.each([
    ["yes", 20, 20, false],
    ["yes", 21, 21, true],
    ["yes", 21, 2099, true],
    ["yes", 21, 2100, false],
    ["yes", 22, 2100, true],
    ["yes", 200, 20_000, false],
    ["yes", 201, 20_000, true],
    ["no", 20, 20, false],
    ["no", 21, 83, true],
    ["no", 21, 84, false],
    ["no", 22, 84, true],
    ["no", 10_000, 40_000, false],
    ["no", 10_001, 40_000, true],
  ] as const)("from %s, %i of %i: improbable is %s", (from, turned, known, expected) => {
    expect(isImprobable({ from, turned, known })).toBe(expected);
  });
});

const HOUR = 3_600_000;
const BEGAN = 100 * HOUR;
const SCAN = { beganAt: BEGAN, endedAt: BEGAN + 1000 };
const MANY: KnownCounts = { ipv4: { yes: 1000, no: 0 }, ipv6: { yes: 500, no: 500 } };

const turn = (index: number, from: "yes" | "no" = "yes", family: Family = "ipv6") => ({
  name: `name-${index}.example`,
  family,
  from,
});
const turns = (count: number, from?: "yes" | "no", family?: Family) =>
  Array.from({ length: count }, (_, index) => turn(index, from, family));
const seen = (list: readonly ReturnType<typeof turn>[], isVetted = true) =>
  list.map((each) => ({ ...each, isVetted }));
const held = (list: readonly ReturnType<typeof turn>[], at: number): HeldTurn[] =>
  list.map((each) => ({ ...each, at }));

describe("the brake", () => {
  it("lets few turns pass", () => {
    expect(brake(seen(turns(20)), [], MANY, SCAN)).toEqual({ held: [], improbable: [] });
  });

  it("holds all turns of a scan when those of one kind are improbable", () => {
    const gain = turn(600, "no");
    const result = brake(seen([...turns(21), gain]), [], MANY, SCAN);
    expect(result.held).toEqual(held([...turns(21), gain], SCAN.endedAt));
    expect(result.improbable).toEqual([{ family: "ipv6", from: "yes", turned: 21, known: 500 }]);
  });

  it("counts families apart: names with IPv4 do not make losses of IPv6 probable", () => {
    expect(brake(seen(turns(10, "yes", "ipv4")), [], MANY, SCAN).held).toEqual([]);
    const both = [...turns(11, "yes", "ipv4"), ...turns(11, "yes", "ipv6")];
    expect(brake(seen(both), [], MANY, SCAN).held).toEqual([]);
  });

  it("holds gains only when there are more of them", () => {
    expect(brake(seen(turns(125, "no")), [], MANY, SCAN).held).toEqual([]);
    expect(brake(seen(turns(126, "no")), [], MANY, SCAN).held).toHaveLength(126);
  });

  it("lets what was held pass when it is seen again an hour later", () => {
    const before = held(turns(100), BEGAN - BRAKE.holdMs);
    expect(brake(seen(turns(100)), before, MANY, SCAN).held).toEqual([]);
  });

  it("goes on holding for less than an hour, and keeps the time of the first sight", () => {
    const before = held(turns(100), BEGAN - BRAKE.holdMs + 1);
    const result = brake(seen(turns(100)), before, MANY, SCAN);
    expect(result).toEqual({ held: before, improbable: [] });
  });

  it("goes on holding the few that a smaller scan sees again within the hour", () => {
    const before = held(turns(100), BEGAN - 1);
    expect(brake(seen(turns(3)), before, MANY, SCAN).held).toEqual(before.slice(0, 3));
  });

  it("takes no confirmation from a resolver that is not vetted", () => {
    const before = held(turns(100), BEGAN - 2 * HOUR);
    expect(brake(seen(turns(100), false), before, MANY, SCAN).held).toEqual(before);
  });

  it("does not count what was held before among the new", () => {
    const before = held(turns(100), BEGAN - 2 * HOUR);
    expect(brake(seen(turns(120)), before, MANY, SCAN).held).toEqual([]);
  });

  it("confirms nothing in a scan that is improbable itself", () => {
    const before = held(turns(100), BEGAN - 2 * HOUR);
    const result = brake(seen(turns(121)), before, MANY, SCAN);
    expect(result.held.slice(0, 100)).toEqual(before);
    expect(result.held.slice(100).map(({ at }) => at)).toEqual(Array(21).fill(SCAN.endedAt));
  });

  it("takes the opposite turn of a held name for a new one", () => {
    const before = held([turn(1, "yes")], BEGAN - 1);
    expect(brake(seen([turn(1, "no")]), before, MANY, SCAN).held).toEqual([]);
  });
});
