import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKind } from "./address-kind.js";

describe("the kind of an address", () => {
  it.each([
    ["2600:1f18:a::5", "internet"],
    ["2a05:d018::1", "internet"],
    ["52.94.5.1", "internet"],
    ["198.41.0.4", "internet"],
    ["10.0.0.1", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["172.32.0.1", "internet"],
    ["192.168.8.1", "private"],
    ["100.64.0.1", "private"],
    ["100.128.0.1", "internet"],
    ["fd00::1", "private"],
    ["fc00::1", "private"],
    ["0.0.0.0", "special"],
    ["127.0.0.53", "special"],
    ["169.254.169.253", "special"],
    ["192.0.0.170", "special"],
    ["192.0.2.1", "special"],
    ["198.18.0.1", "special"],
    ["198.19.255.255", "special"],
    ["198.51.100.7", "special"],
    ["203.0.113.66", "special"],
    ["224.0.0.1", "special"],
    ["255.255.255.255", "special"],
    ["::", "special"],
    ["::1", "special"],
    ["fe80::1", "special"],
    ["::ffff:52.94.5.1", "special"],
    ["::52.94.5.1", "special"],
    ["100::1", "special"],
    ["64:ff9b::3404:501", "special"],
    ["64:ff9b:1::3404:501", "special"],
    ["2001::1", "special"],
    ["2001:1ff:ffff::1", "special"],
    ["2001:200::1", "internet"],
    ["2001:503:ba3e::2:30", "internet"],
    ["2001:db8::1", "special"],
    ["2002:3404:501::1", "special"],
    ["3fff:fff::1", "special"],
    ["3fff:1000::1", "internet"],
    ["4000::1", "special"],
    ["ff02::1", "special"],
    ["nonsense", "special"],
    ["", "special"],
  ] as const)("%s is %s", (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });

  it("is never `internet` outside 2000::/3", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        if (addressKind(address) !== "internet") return;
        const first = Number.parseInt(address.split(":")[0] ?? "", 16);
        expect(first).toBeGreaterThanOrEqual(0x2000);
        expect(first).toBeLessThan(0x4000);
      }),
      { numRuns: 2000 },
    );
  });
});
