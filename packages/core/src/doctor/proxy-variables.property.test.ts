import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isExcepted, proxyVariables, usesProxy } from "./proxy-variables.js";

const NAMES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

describe("proxy variables", () => {
  it("are shown as host and port, whatever secrets are in them", () => {
    const secret = fc.string({ unit: fc.constantFrom(..."SECRT/?#:%@"), minLength: 3 });
    const scheme = fc.constantFrom("", "http://", "https://", "socks5h://");
    const rest = fc.constantFrom("", "/", "/path?token=x", "?a@b", "#c");
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), scheme, secret, rest, (name, start, user, end) => {
        const env = { [name]: `${start}${user}:${user}@proxy.test:3128${end}` };
        const [shown, ...others] = proxyVariables(env);
        expect(["proxy.test:3128", "(not shown)"]).toContain(shown?.value);
        expect(others).toEqual([]);
      }),
    );
  });

  it.each([
    ["proxy.test:3128", "proxy.test:3128"],
    ["http://proxy.test:3128/", "proxy.test:3128"],
    ["http://me:p@ss@proxy.test:3128", "proxy.test:3128"],
    ["http://me:p/ss@proxy.test:3128", "(not shown)"],
    ["http://[2600:1f18:a::1]:3128", "[2600:1f18:a::1]:3128"],
  ])("%s is shown as %s", (value, shown) => {
    expect(proxyVariables({ HTTPS_PROXY: value })).toEqual([{ name: "HTTPS_PROXY", value: shown }]);
  });

  it("that are empty or missing are none", () => {
    expect(proxyVariables({ HTTPS_PROXY: " ", http_proxy: "", NO_PROXY: undefined })).toEqual([]);
  });

  it("do not count as a proxy when only exceptions are set", () => {
    const variables = proxyVariables({ NO_PROXY: "localhost" });
    expect(usesProxy(variables)).toBe(false);
    expect(usesProxy(proxyVariables({ http_proxy: "proxy.test:3128" }))).toBe(true);
  });

  it.each([
    ["fd00:ec2::254", "fd00:ec2::254", true],
    ["[fd00:ec2::254]", "fd00:ec2::254", true],
    ["169.254.169.254, localhost", "169.254.169.254", true],
    [".amazonaws.com", "s3.amazonaws.com", true],
    ["*.amazonaws.com", "s3.amazonaws.com", true],
    ["amazonaws.com", "notamazonaws.com", false],
    ["*", "anything.test", true],
    ["", "anything.test", false],
  ])("NO_PROXY=%s keeps %s from the proxy: %s", (list, host, expected) => {
    expect(isExcepted(proxyVariables({ NO_PROXY: list }), host)).toBe(expected);
  });
});
