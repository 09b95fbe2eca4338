import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseName } from "./parse-name.js";

const reason = (text: string) => {
  const parsed = parseName(text);
  return parsed.ok ? `taken as ${parsed.name}` : parsed.reason;
};

describe("parseName", () => {
  it("gives lower case without trailing dot", () => {
    expect(parseName(" S3.US-East-1.AmazonAWS.com. ")).toEqual({
      ok: true,
      name: "s3.us-east-1.amazonaws.com",
    });
    expect(parseName("_sip._tcp.example")).toMatchObject({ ok: true });
  });

  it("takes names up to 253 octets and labels up to 63, no more", () => {
    const label = "a".repeat(63);
    const longest = [label, label, label, "a".repeat(61)].join(".");
    expect(parseName(longest)).toMatchObject({ ok: true });
    expect(parseName(`${longest}.`)).toMatchObject({ ok: true });
    expect(reason(`${longest}a`)).toBe("the name has 254 octets, DNS allows 253");
    expect(reason(`${label}a.test`)).toBe("a label has more than 63 octets");
  });

  it("says what is wrong with the rest", () => {
    expect(reason("")).toBe("the name is empty");
    expect(reason(".")).toBe("the name is empty");
    expect(reason("a..b")).toBe("it has an empty part between dots");
    expect(reason(".a")).toBe("it has an empty part between dots");
    expect(reason("two names")).toBe("white space cannot be part of a host name");
    expect(reason("https://a.test/")).toBe("“:” cannot be part of a host name");
    expect(reason("\u0000a")).toBe("the character U+0000 cannot be part of a host name");
    expect(reason("münchen.test")).toBe("the character U+00FC cannot be part of a host name");
    expect(reason("192.0.2.1")).toBe("this looks like an address, not a name");
  });

  it("takes what it gave", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "Z", "0", "-", "_", ".", " ") }),
        (text) => {
          const parsed = parseName(text);
          if (parsed.ok) expect(parseName(parsed.name)).toEqual(parsed);
        },
      ),
    );
  });
});
