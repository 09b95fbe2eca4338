import { describe, expect, it } from "vitest";
import { hostsObservation, parseHostsFile } from "./hosts-file.js";

const TEXT = `127.0.0.1 localhost
# 192.0.2.9 commented.test
192.0.2.1\tBoth.test  alias.test # and why
2001:db8::1 both.test
fe80::1%eth0 linked.test
not an address

192.0.2.2 ipv4.test
`;
const entries = parseHostsFile("/etc/hosts", TEXT);
const addressesOf = (name: string) => {
  const observation = hostsObservation(entries, name);
  return (
    observation &&
    [observation.a, observation.aaaa].map(({ kind, addresses }) => [kind, ...addresses])
  );
};

describe("the hosts file", () => {
  it("gives a name the addresses of all its lines", () => {
    expect(addressesOf("both.test")).toEqual([
      ["answer", "192.0.2.1"],
      ["answer", "2001:db8::1"],
    ]);
    expect(addressesOf("alias.test")).toEqual([["answer", "192.0.2.1"], ["nodata"]]);
    expect(addressesOf("linked.test")).toEqual([["nodata"], ["answer", "fe80::1%eth0"]]);
  });

  it("leaves a name with addresses of one family without the other, and says where", () => {
    expect(addressesOf("ipv4.test")).toEqual([["answer", "192.0.2.2"], ["nodata"]]);
    expect(hostsObservation(entries, "ipv4.test")?.aaaa.resolver).toBe("/etc/hosts:8");
  });

  it.each(["commented.test", "an", "missing.test"])("knows nothing of %s", (name) => {
    expect(hostsObservation(entries, name)).toBeNull();
  });
});
