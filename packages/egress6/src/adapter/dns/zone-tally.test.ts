import type { OutcomeKind, RecordType } from "@egress6/core/observation/outcome";
import { describe, expect, it } from "vitest";
import { ZoneTally } from "./zone-tally.js";

type Counted = readonly [type: RecordType, kind: OutcomeKind];

const A: Counted = ["A", "answer"];
const AAAA: Counted = ["AAAA", "answer"];
const WITHOUT: Counted = ["AAAA", "nodata"];
const DENIED: readonly Counted[] = [
  ["A", "nxdomain"],
  ["AAAA", "nxdomain"],
];

function tallyOf(...counted: readonly Counted[]): ZoneTally {
  const tally = new ZoneTally();
  for (const [index, [type, kind]] of counted.entries()) tally.count(`n${index}`, type, kind);
  return tally;
}

describe("ZoneTally", () => {
  it.each<[string, readonly Counted[], boolean]>([
    ["nothing", [], false],
    ["a name with both families", [A, AAAA], false],
    ["a name without AAAA", [A, WITHOUT], true],
    ["a name that does not exist", DENIED, true],
    ["names with and without", [A, AAAA, A, WITHOUT], false],
    ["many without after one with", [AAAA, ...new Array<Counted>(16).fill(WITHOUT)], true],
    ["fewer without after one with", [AAAA, ...new Array<Counted>(15).fill(WITHOUT)], false],
    ["names that have IPv6 addresses alone", [["A", "nodata"], AAAA], true],
    ["failures alone", [["AAAA", "servfail"]], false],
  ])("doubts the zone after %s: %#", (_, counted, isDoubted) => {
    expect(tallyOf(...counted).takeDoubt()).toBe(isDoubted);
  });

  it("doubts again only after more was said", () => {
    const tally = tallyOf(WITHOUT);
    expect([tally.takeDoubt(), tally.takeDoubt()]).toEqual([true, false]);
    tally.count("n1", ...WITHOUT);
    expect(tally.takeDoubt()).toBe(true);
  });

  it("counts each name that it denies once, and all that it affirms", () => {
    const tally = tallyOf(...DENIED, ...DENIED, A, ["A", "nodata"], ["A", "timeout"]);
    tally.count("n0", "A", "nxdomain");
    expect(tally).toMatchObject({ denied: 2, affirmed: 2 });
  });
});
