import { describe, expect, it } from "vitest";
import { isAnotherVoice, type ResolverOrigin, voiceOf } from "./voice.js";

const isOne = (a: string, b: string, origin: ResolverOrigin) =>
  voiceOf(a, origin) === voiceOf(b, origin);

describe("one voice are", () => {
  it.each([
    ["two ports of one address", "127.0.0.2:53", "127.0.0.2:5353", "named"],
    ["two ports of one IPv6 address", "[::1]:53", "[::1]:54", "named"],
    ["an address and the same with a port", "127.0.0.2", "127.0.0.2:53", "named"],
    ["the stubs of systemd-resolved", "127.0.0.53:53", "127.0.0.54:53", "named"],
    ["a VPC's resolver at both of its addresses", "169.254.169.253:53", "10.0.0.2:53", "named"],
    ["a VPC's resolver over both families", "169.254.169.253:53", "[fd00:ec2::253]:53", "named"],
    ["what may be the resolver of a small VPC", "169.254.169.253:53", "10.0.3.18:53", "named"],
    ["a VPC's resolver in shared address space", "169.254.169.253:53", "100.64.0.2:53", "named"],
    ["public addresses of one /24", "8.8.8.8:53", "8.8.8.9:53", "named"],
    ["public addresses of one /48", "[2606:4700:4700::1111]:53", "2606:4700:4700::1001", "named"],
    ["one address in two spellings", "2001:4860:4860::8888", "2001:4860:4860:0::8888", "named"],
    ["private addresses of one subnet", "10.1.2.10:53", "10.1.2.11:53", "named"],
    ["unique local addresses of one subnet", "fd12:3456::10", "fd12:3456::11", "named"],
    ["what the system names on loopback and nearby", "127.0.0.53:53", "192.168.1.1:53", "system"],
    ["what the system names in two private networks", "10.0.0.53:53", "172.16.0.53:53", "system"],
    ["what the system names over both families", "[fe80::1%eth0]:53", "[fd00::53]:53", "system"],
    ["what the system names in shared address space", "100.64.0.1:53", "127.0.0.1:53", "system"],
  ] as const)("%s", (_, a, b, origin) => {
    expect(isOne(a, b, origin)).toBe(true);
  });
});

describe("two voices are", () => {
  it.each([
    ["two addresses on loopback that the user names", "127.0.0.2:53", "127.0.0.3:53", "named"],
    ["public addresses of two /24", "8.8.8.8:53", "8.8.4.4:53", "named"],
    ["public addresses of two /48", "2606:4700:4700::1111", "2620:fe::fe", "named"],
    ["private addresses of two subnets", "10.1.2.10:53", "10.1.3.10:53", "named"],
    ["unique local addresses of two subnets", "fd12:3456::10", "fd12:3456:0:1::10", "named"],
    ["a public and a private one that the system names", "192.168.1.1:53", "9.9.9.9:53", "system"],
    ["public ones that the system names", "1.1.1.1:53", "9.9.9.9:53", "system"],
    ["a public address that ends in 2", "169.254.169.253:53", "52.94.5.2:53", "named"],
    ["two names, where tests have names", "a:53", "b:53", "named"],
  ] as const)("%s", (_, a, b, origin) => {
    expect(isOne(a, b, origin)).toBe(false);
  });
});

describe("a doubt is confirmed", () => {
  const says = (resolver: string, origin: ResolverOrigin = "named") => ({
    resolver,
    voice: voiceOf(resolver, origin),
  });

  it.each([
    ["by another address that the user names", "127.0.0.2:53", says("127.0.0.3:53"), true],
    ["by a public resolver", "127.0.0.53:53", says("9.9.9.9:53"), true],
    ["by a resolver that is named beside the system's", "127.0.0.53:53", says("10.0.0.7:53"), true],
    ["not by another port", "127.0.0.2:53", says("127.0.0.2:54"), false],
    ["not by the same one that is named now", "10.0.0.9:53", says("10.0.0.9:53"), false],
    ["not by its neighbour", "8.8.8.8:53", says("8.8.8.9:53"), false],
    ["not by another one of the system", "127.0.0.53:53", says("192.168.1.1:53", "system"), false],
    [
      "not by the system's, where the system's may have doubted",
      "10.0.0.9:53",
      says("127.0.0.53:53", "system"),
      false,
    ],
    [
      "not by a VPC's resolver at its other address",
      "169.254.169.253:53",
      says("10.0.0.2:53"),
      false,
    ],
  ] as const)("%s", (_, doubting, said, isConfirmed) => {
    expect(isAnotherVoice(doubting, said)).toBe(isConfirmed);
  });

  it("by whoever the user named, where nothing else is known", () => {
    expect(isAnotherVoice("127.0.0.2:53", { resolver: "127.0.0.3:53" })).toBe(true);
    expect(isAnotherVoice("127.0.0.2:53", { resolver: "127.0.0.2:54" })).toBe(false);
  });
});
