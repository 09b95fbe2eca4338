import { describe, expect, it } from "vitest";
import { countCells, reachablePercent } from "./summary.js";

describe("the share that answers over IPv6", () => {
  it("is of endpoints that are known to exist", () => {
    const cells = ["ipv6", "opt-in", "ipv4", "none", "none", "unknown", "unknown"] as const;
    expect(reachablePercent(countCells(cells))).toBe(67);
  });

  it("is not stated when nothing is known", () => {
    expect(reachablePercent(countCells(["unknown", "none"]))).toBeNull();
  });
});
