import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Egress6Error } from "../../errors.js";
import { findProfile, findServices, requireProfile } from "./aws-config.js";
import { type AwsIniFile, parseAwsIni } from "./parse-aws-ini.js";

const parse = (...lines: string[]): AwsIniFile => parseAwsIni(lines.join("\n"), "config");
const inConfig = (config: AwsIniFile) => ({ config, credentials: null });
const SECRET = "wJalrXUtnFEMI";

describe("an AWS config file", () => {
  it("gives values with the line they stand on", () => {
    const files = inConfig(
      parse(
        "# mine",
        "[default]",
        "region = eu-west-1",
        "",
        "[profile dev]",
        "ENDPOINT_URL: http://a",
      ),
    );
    expect(findProfile(files, "default")?.get("region")).toMatchObject({
      value: "eu-west-1",
      place: "config:3",
    });
    expect(findProfile(files, "dev")?.get("endpoint_url")).toMatchObject({
      value: "http://a",
      place: "config:6",
    });
  });

  it("gives what is indented below a service", () => {
    const file = parse(
      "[services x]",
      "s3 =",
      "  # why",
      "",
      "  endpoint_url = http://a",
      "sqs =",
      "  other = 1",
    );
    const services = findServices(inConfig(file), "x");
    expect(services?.get("s3")?.nested.get("endpoint_url")).toEqual({
      value: "http://a",
      place: "config:5",
    });
    expect(services?.has("sqs")).toBe(false);
  });

  it.each([
    ["[profile 'two words']", "two words"],
    ['[profile "two words"]', "two words"],
    ["[profile\tdev] # mine", "dev"],
    ["[default]", "default"],
    ["[profile default]", "default"],
  ])("has in %s the profile %s", (header, name) => {
    expect(findProfile(inConfig(parse(header, "region = a")), name)).not.toBeNull();
  });

  it("is no profile without the word", () => {
    expect(findProfile(inConfig(parse("[dev]", "region = a")), "dev")).toBeNull();
  });

  it("prefers [profile default] to [default], wherever they stand", () => {
    const a = parse("[profile default]", "region = long", "[default]", "region = short");
    expect(findProfile(inConfig(a), "default")?.get("region")?.value).toBe("long");
  });

  it("yields to the credentials file", () => {
    const files = {
      config: parse("[profile dev]", "region = a", "services = s"),
      credentials: parseAwsIni("[dev]\nregion = b", "credentials"),
    };
    const profile = findProfile(files, "dev");
    expect(profile?.get("region")).toMatchObject({ value: "b", place: "credentials:2" });
    expect(profile?.get("services")?.value).toBe("s");
  });

  it("keeps keys, values and sections as they are written, in their order", () => {
    const { sections } = parse(
      "[profile default]",
      "Region: eu-west-1 # Dublin",
      "[default]",
      "[services a]",
      "S3 =",
      "  Endpoint_URL = http://a ; mine",
      "[default]",
      "use_fips_endpoint = TRUE",
      "use_fips_endpoint = false",
    );
    const lines = sections.map(({ header, entries, isEmpty }) => [
      header,
      isEmpty,
      ...entries.map(({ key, separator, value }) => `${key}${separator}${value}`),
      ...entries.flatMap(({ nested }) => nested.map(({ key, value }) => `${key}|${value}`)),
    ]);
    expect(lines).toEqual([
      ["profile default", false, "Region:eu-west-1 # Dublin"],
      ["default", true],
      ["services a", false, "S3=", "Endpoint_URL|http://a ; mine"],
      ["default", false, "use_fips_endpoint=TRUE", "use_fips_endpoint=false"],
    ]);
  });

  it.each(["[ default ]", "[ profile dev]"])("has no profile in %s", (header) => {
    const files = inConfig(parse(header, "region = a"));
    expect([findProfile(files, "default"), findProfile(files, "dev")]).toEqual([null, null]);
  });

  it("warns of what the AWS CLI refuses and others merge", () => {
    const file = parse("[default]", "region = a", "region = b", "[default]", "services = c");
    expect(file.warnings).toEqual([
      expect.stringContaining("config:3: region is there twice, first on line 2"),
      expect.stringContaining("config:4: [default] is there twice, first on line 1"),
    ]);
    expect(findProfile(inConfig(file), "default")?.get("region")?.value).toBe("b");
  });

  it.each([
    [["region = a"], "config:1: there is a setting before the first"],
    [["[default"], "config:1: the section has no closing bracket"],
    [["[default]", "region"], "config:2: this is neither"],
    [["[default]", "= a"], "config:2: this is neither"],
    [["[services x]", "s3 =", "  endpoint_url"], "config:3: below `s3 =`"],
  ])("that is broken, as %j, is refused with its place", (lines, message) => {
    expect(() => parse(...lines)).toThrow(message);
  });

  it("never keeps keys and tokens", () => {
    const file = parse(
      "[default]",
      `aws_secret_access_key = ${SECRET}`,
      `aws_session_token = ${SECRET}`,
      "  continued",
      `credential_process = get --password ${SECRET}`,
      "s3 =",
      `  token = ${SECRET}`,
      "region = eu-west-1",
      `  aws_secret_access_key = ${SECRET}`,
      `  ${SECRET}`,
    );
    const kept = JSON.stringify(file);
    expect(kept).not.toContain(SECRET);
    expect(JSON.stringify([...(findProfile(inConfig(file), "default") ?? [])])).not.toContain(
      SECRET,
    );
  });

  it("is read or refused, whatever is in it", () => {
    const piece = fc.constantFrom(
      "[",
      "]",
      "=",
      ":",
      "\n",
      "\r\n",
      " ",
      "\t",
      "#",
      "profile",
      "region",
      "a",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          parse(pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(Egress6Error);
          expect((error as Egress6Error).message).toMatch(/^config:\d+: /);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("names the nearest profiles when there is no such one", () => {
    const files = inConfig(parse("[profile production]", "region = a", "[default]", "region = b"));
    expect(() => requireProfile(files, "prodction", "named by --profile")).toThrow(
      /no profile "prodction" \(named by --profile\) in config\. Nearest: production, default/,
    );
  });

  it("says how a profile is written whose section lacks the word", () => {
    const files = inConfig(parse("# mine", "[dev]", "region = a"));
    expect(() => requireProfile(files, "dev", "named by AWS_PROFILE")).toThrow(
      /config:2: \[dev\] is not read there: write it as \[profile dev\]/,
    );
  });
});
