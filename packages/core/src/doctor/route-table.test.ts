import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRouteTable } from "./route-table.js";

const ZERO = "0".repeat(32);
const IPV6 = `20010db8000100000000000000000000 40 ${ZERO} 00 ${ZERO} 00000100 00000001 00000000 00000001 eth0
${ZERO} 00 ${ZERO} 00 fe800000000000000000000000000001 00000400 00000002 00000000 00000003 eth0
${ZERO} 00 ${ZERO} 00 ${ZERO} ffffffff 00000001 00000000 00200200       lo
`;
const IPV4 = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
`;

describe("route tables of Linux", () => {
  it("of IPv6: the default route, and not the entry that rejects everything", () => {
    expect(parseRouteTable("ipv6", IPV6)).toEqual({
      defaults: [{ device: "eth0", gateway: "fe80::1", metric: 1024 }],
      badLines: 0,
    });
  });

  it("of IPv4: best metric first", () => {
    expect(parseRouteTable("ipv4", IPV4)).toEqual({
      defaults: [
        { device: "tun0", gateway: null, metric: 50 },
        { device: "eth0", gateway: "192.0.2.1", metric: 100 },
      ],
      badLines: 0,
    });
  });

  it("that are empty have no default route", () => {
    expect(parseRouteTable("ipv6", "")).toEqual({ defaults: [], badLines: 0 });
  });

  it("count every line that cannot be read, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.constantFrom("ipv4", "ipv6"), (junk, family) => {
        const line = junk.replaceAll("\n", " ");
        const { defaults, badLines } = parseRouteTable(family, `header\n${line}\n`);
        expect(defaults).toEqual([]);
        const isLine = line.trim() !== "";
        expect(badLines).toBe(Number(isLine) + Number(family === "ipv6"));
      }),
    );
  });
});
