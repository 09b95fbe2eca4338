import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, versionSupport } from "./version-interval.js";

const version = fc
  .array(fc.nat(40), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("."));

describe("versions", () => {
  it("are ordered by number, not by letter", () => {
    expect(compareVersions("3.656.0", "3.66.0")).toBe(1);
    expect(compareVersions("release-2025-04-24", "release-2025-04-03")).toBe(1);
    expect(compareVersions("1.2", "1.2.0")).toBe(0);
  });

  it("are ordered alike from both sides", () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(a, b)).toBe(0 - compareVersions(b, a));
      }),
    );
  });

  it.each([
    ["1.22.9", "no"],
    ["1.23.0", "yes"],
    ["1.99.0", "yes"],
    ["2.0.0", "no"],
    ["2.1.0", "no"],
    ["3.0.0", "yes"],
  ])("of support that came, went and came again: %s is %s", (asked, support) => {
    const intervals = [
      { from: "1.23.0", to: "2.0.0" },
      { from: "3.0.0", to: null },
    ];
    expect(versionSupport(asked, intervals)).toBe(support);
  });

  it.each([
    ["1.23.0rc1", "unknown"],
    ["1.23.0-beta.2", "unknown"],
    ["1.24.0rc1", "yes"],
    ["1.22.0rc1", "no"],
    ["2.0.0rc1", "unknown"],
  ])("before a release are in doubt where that changes something: %s is %s", (asked, support) => {
    expect(versionSupport(asked, [{ from: "1.23.0", to: "2.0.0" }])).toBe(support);
    expect(versionSupport("0.21.3-beta", [{ from: "0.21.3-beta", to: null }])).toBe("yes");
  });

  it("are unknown where nobody wrote down the first one", () => {
    expect(versionSupport("1.0", [{ from: null, to: null }])).toBe("unknown");
    expect(versionSupport("9.0", [{ from: null, to: "9.0" }])).toBe("no");
    expect(versionSupport("1.0", [])).toBe("no");
  });
});
