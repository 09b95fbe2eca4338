import { isIPv4, isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressScope, ipv4Octets, ipv6Octets } from "./ip-address.js";

describe("addresses", () => {
  it("of IPv6 are read as their octets, in short and in long form", () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const octets = ipv6Octets(text);
        expect(octets).toHaveLength(16);
        const long = octets
          ?.map((octet) => octet.toString(16).padStart(2, "0"))
          .join("")
          .replace(/(.{4})(?=.)/g, "$1:");
        expect(ipv6Octets(long ?? "")).toEqual(octets);
      }),
    );
  });

  it("are what Node takes for addresses, and nothing else", () => {
    const text = fc.oneof(
      fc.ipV6(),
      fc.ipV4(),
      fc.string({ unit: fc.constantFrom(..."0123456789abcdef:.") }),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        expect(ipv6Octets(candidate) !== null).toBe(isIPv6(candidate));
        expect(ipv4Octets(candidate) !== null).toBe(isIPv4(candidate));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["2600:1f14::1", "global"],
    ["fd00::2", "unique-local"],
    ["fe80::1%eth0", "link-local"],
    ["::1", "loopback"],
    ["10.0.0.1", "global"],
    ["169.254.3.4", "link-local"],
    ["127.0.0.1", "loopback"],
    ["nonsense", "unknown"],
  ] as const)("%s reaches as far as: %s", (address, scope) => {
    expect(addressScope(address)).toBe(scope);
  });
});
