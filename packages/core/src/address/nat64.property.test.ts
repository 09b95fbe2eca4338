import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipv6Octets } from "./ip-address.js";
import {
  nat64PrefixAround,
  nat64PrefixEmbedding,
  nat64PrefixOf,
  nat64PrefixText,
} from "./nat64.js";

const octet = fc.integer({ min: 0, max: 255 });
const PREFIX_OCTETS = [4, 5, 6, 7, 8, 12];

/** As RFC 6052, section 2.2, draws it: octet 8 is zero, the IPv4 address goes around it. */
function embed(prefix: readonly number[], ipv4: readonly number[]): string {
  const octets = [...prefix];
  for (const each of ipv4) {
    if (octets.length === 8) octets.push(0);
    octets.push(each);
  }
  while (octets.length < 16) octets.push(0);
  return octets
    .map((each) => each.toString(16).padStart(2, "0"))
    .join("")
    .replace(/(.{4})(?=.)/g, "$1:");
}

const prefix = fc
  .constantFrom(...PREFIX_OCTETS)
  .chain((length) =>
    fc.array(fc.integer({ min: 1, max: 150 }), { minLength: length, maxLength: length }),
  )
  .map((octets) => octets.map((each, index) => (index === 8 ? 0 : each)));

describe("addresses that DNS64 made", () => {
  it("lie in the prefix that was found, of every length", () => {
    fc.assert(
      fc.property(prefix, fc.tuple(octet, octet, octet, octet), (octets, ipv4) => {
        const found = nat64PrefixText(octets);
        expect(nat64PrefixAround(embed(octets, ipv4), [found])).toBe(found);
      }),
    );
  });

  it.each([
    ["64:ff9b::345e:507", "64:ff9b::/96"],
    ["64:ff9b:1:0:34:5e05:700:0", "64:ff9b:1::/48"],
    ["2600:1f18:a::7", null],
    ["52.94.5.7", null],
  ])("lie in a reserved prefix without one that was found: %s", (address, around) => {
    expect(nat64PrefixAround(address, [])).toBe(around);
    expect(nat64PrefixAround(address, ["2a0e:64:64::/96"])).toBe(around);
  });

  it("of ipv4only.arpa show the prefix", () => {
    fc.assert(
      fc.property(prefix, fc.constantFrom(170, 171), (octets, last) => {
        expect(nat64PrefixOf(embed(octets, [192, 0, 0, last]))).toEqual(octets);
      }),
    );
  });

  it("of any name show the prefix to who knows the name's IPv4 addresses", () => {
    fc.assert(
      fc.property(prefix, fc.tuple(octet, octet, octet, octet), (octets, ipv4) => {
        const address = embed(octets, ipv4);
        const found = nat64PrefixEmbedding(address, ["192.0.0.9", ipv4.join(".")]);
        expect(found).not.toBeNull();
        expect(ipv6Octets(address)?.slice(0, found?.length)).toEqual(found);
      }),
    );
  });

  it("are not seen in addresses that hold no test address", () => {
    expect(nat64PrefixOf("2001:db8::1")).toBeNull();
    expect(nat64PrefixOf("192.0.0.170")).toBeNull();
  });

  it("have a prefix that can be written down", () => {
    const known = nat64PrefixOf("64:ff9b::c000:aa");
    expect(known === null ? null : nat64PrefixText(known)).toBe("64:ff9b::/96");
    fc.assert(
      fc.property(prefix, (octets) => {
        const [address = "", length] = nat64PrefixText(octets).split("/");
        expect(ipv6Octets(address)?.slice(0, octets.length)).toEqual(octets);
        expect(Number(length)).toBe(8 * octets.length);
      }),
    );
  });
});
