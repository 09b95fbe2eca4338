import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressSupport, hostOfUrl, redactUrl } from "./endpoint-url.js";

describe("an endpoint URL", () => {
  it.each([
    ["https://s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"],
    ["http://LOCALHOST:4566/path", "localhost"],
    ["https://[2001:db8::1]:443", "2001:db8::1"],
    ["https://user:secret@example.com/", "example.com"],
    ["https://", null],
    ["ftp://example.com", null],
    ["example.com", null],
    ["https://example.com:65535/", "example.com"],
    ["https://example.com:65536/", null],
  ])("%s has the host %s", (url, host) => {
    expect(hostOfUrl(url)).toBe(host);
  });

  it("is shown without what may be a secret", () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+=]{8,20}$/);
    fc.assert(
      fc.property(secret, secret, (user, password) => {
        const shown = redactUrl(`https://${user}:${password}@example.com:8443/a?token=${password}`);
        expect(shown).toBe("https://***@example.com:8443/a?***");
      }),
    );
  });

  it.each([
    ["user:s3cret@example.com", "***@example.com"],
    ["https://user:s3/cret@example.com", "https://***@example.com"],
    ["https://user:s3#cr?et@example.com/a?b", "https://***@example.com/a?***"],
    ["//user:s3cret@example.com", "***@example.com"],
    ["https://example.com/#token=s3cret", "https://example.com/#***"],
  ])("is shown without what may be a secret, URL or not: %s", (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });

  it("is shown as it is when there is nothing to hide", () => {
    expect(redactUrl("http://localhost:4566/a@b")).toBe("http://localhost:4566/a@b");
  });

  it.each([
    ["::1", { ipv4: "no", ipv6: "yes" }],
    ["10.0.0.1", { ipv4: "yes", ipv6: "no" }],
    ["localhost", null],
  ])("with the host %s is reached as it says itself", (host, support) => {
    expect(addressSupport(host)).toEqual(support);
  });
});
