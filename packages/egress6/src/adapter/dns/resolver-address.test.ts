import { resolverText } from "@egress6/core/observation/resolver-text";
import { describe, expect, it } from "vitest";
import { parseResolver, parseResolvers, systemResolvers } from "./resolver-address.js";

describe("parseResolver", () => {
  it.each([
    ["1.1.1.1", "1.1.1.1", 53],
    ["1.1.1.1:5353", "1.1.1.1", 5353],
    ["::1", "::1", 53],
    ["2606:4700:4700::1111", "2606:4700:4700::1111", 53],
    ["[::1]", "::1", 53],
    ["[::1]:5300", "::1", 5300],
    ["fe80::1%lo", "fe80::1%lo", 53],
    [" 127.0.0.1:65535 ", "127.0.0.1", 65535],
  ])("reads %s", async (text, host, port) => {
    expect(await parseResolver(text)).toEqual({ host, port });
  });

  it("looks up the address of a host name", async () => {
    expect(await parseResolver("localhost:5300")).toEqual({ host: "127.0.0.1", port: 5300 });
  });

  it.each([
    ["", "no host"],
    [":53", "no host"],
    ["1.1.1.1:0", "the port “0” is not a number from 1 to 65535"],
    ["1.1.1.1:65536", "the port “65536”"],
    ["1.1.1.1:dns", "the port “dns”"],
    ["1.1.1.1:", "the port “”"],
    ["[::1]:99999", "the port “99999”"],
    ["[1.1.1.1]:53", "brackets are for IPv6 addresses"],
    ["[nonsense]", "brackets are for IPv6 addresses"],
    ["::1:x:53", "an IPv6 address with a port needs brackets"],
    ["1.1.1", "neither an IP address nor a host name"],
    ["256.1.1.1", "neither an IP address nor a host name"],
    ["https://1.1.1.1", "the port"],
    ["a b", "neither an IP address nor a host name"],
  ])("refuses %j", async (text, reason) => {
    await expect(parseResolver(text)).rejects.toMatchObject({
      code: "RESOLVER_INVALID",
      kind: "input",
      message: expect.stringContaining(reason),
    });
  });
});

describe("parseResolvers", () => {
  it("leaves out repeats", async () => {
    expect(await parseResolvers(["::1", "[::1]:53", "::1"])).toEqual([{ host: "::1", port: 53 }]);
  });
});

it("writes resolvers as they are typed", () => {
  expect(resolverText({ host: "::1", port: 53 })).toBe("[::1]:53");
  expect(resolverText({ host: "1.1.1.1", port: 53 })).toBe("1.1.1.1:53");
});

it("reads the system's resolvers", async () => {
  for (const { host, port } of await systemResolvers()) {
    expect(host).not.toBe("");
    expect(port).toBeGreaterThan(0);
  }
});
