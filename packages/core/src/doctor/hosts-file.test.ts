import { describe, expect, it } from "vitest";
import { hostsObservation, parseHostsFile } from "./hosts-file.js";

const TEXT = `127.0.0.1 localhost
# 52.94.5.9 commented.test
52.94.5.1\tBoth.test  alias.test # and why
2600:1f18:a::1 both.test
fe80::1%eth0 linked.test
not an address

52.94.5.2 ipv4.test
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
      ["answer", "52.94.5.1"],
      ["answer", "2600:1f18:a::1"],
    ]);
    expect(addressesOf("alias.test")).toEqual([["answer", "52.94.5.1"], ["nodata"]]);
    expect(addressesOf("linked.test")).toEqual([["nodata"], ["answer", "fe80::1%eth0"]]);
  });

  it("leaves a name with addresses of one family without the other, and says where", () => {
    expect(addressesOf("ipv4.test")).toEqual([["answer", "52.94.5.2"], ["nodata"]]);
    expect(hostsObservation(entries, "ipv4.test")?.aaaa.resolver).toBe("/etc/hosts:8");
  });

  it.each(["commented.test", "an", "missing.test"])("knows nothing of %s", (name) => {
    expect(hostsObservation(entries, name)).toBeNull();
  });
});
