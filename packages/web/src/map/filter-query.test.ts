import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFilterQuery } from "./filter-query.js";

const region = (id: string, name: string, partition = "aws", isPublic = true) => ({
  id,
  name,
  partition,
  partitionTitle: partition,
  isPublic,
  largeRank: null,
});
const regions = [
  region("eu-central-1", "Europe (Frankfurt)"),
  region("eu-west-1", "Europe (Ireland)"),
  region("us-east-1", "US East (N. Virginia)"),
  region("cn-north-1", "China (Beijing)", "aws-cn"),
  region("us-iso-east-1", "US ISO East", "aws-iso", false),
];
const parse = (text: string) => parseFilterQuery(text, regions);
const ids = (set: Iterable<{ id: string }> | null) => set && [...set].map(({ id }) => id);

describe("status:", () => {
  it.each([
    ["status:ipv4", [["ipv4"]]],
    ["status:ipv4,none", [["ipv4", "none"]]],
    ["status:opt", [["opt-in"]]],
    ["status:ip", [["ipv6", "ipv4"]]],
    ["status:", []],
    ["STATUS:IPv6", [["ipv6"]]],
    ["status:ipv4 status:opt-in", [["ipv4"], ["opt-in"]]],
  ])("%s asks for %j", (text, states) => {
    expect(parse(text)).toMatchObject({ states, excludedStates: [], problems: [] });
  });

  it.each([
    ["evidence:declared", [["declared"]]],
    ["evidence:d", [["declared", "documented"]]],
    ["evidence:seen status:unknown", [["seen-by-others"], ["unknown"]]],
  ])("%s asks for %j", (text, states) => {
    expect(parse(text)).toMatchObject({ states, excludedStates: [], problems: [] });
  });

  it("knows no other evidence", () => {
    expect(parse("-evidence:declared").excludedStates).toEqual(["declared"]);
    expect(parse("evidence:ipv6").problems).toEqual([
      "evidence:ipv6: known are declared, documented, seen-by-others",
    ]);
  });

  it("with a minus, keeps services with such a cell out", () => {
    expect(parse("-status:none,unknown")).toMatchObject({
      states: [],
      excludedStates: ["none", "unknown"],
    });
  });
});

describe("region:", () => {
  it.each([
    ["region:eu", ["eu-central-1", "eu-west-1"]],
    ["region:eu-west-1,us", ["eu-west-1", "us-east-1"]],
    ["region:eu-*", ["eu-central-1", "eu-west-1"]],
    ["region:frankfurt", ["eu-central-1"]],
    ["region:aws-cn", ["cn-north-1"]],
    ["region:us-iso-east-1", ["us-iso-east-1"]],
    ["region:eu-west-1 region:cn-north-1", ["eu-west-1", "cn-north-1"]],
    ["region:", null],
    ["s3", null],
  ])("%s shows %j", (text, shown) => {
    expect(ids(parse(text).regions)).toEqual(shown);
  });

  it("with a minus, takes regions away from those chosen", () => {
    const { regions: shown, excludedRegions } = parse("-region:eu");
    expect(shown).toBeNull();
    expect(ids(excludedRegions)).toEqual(["eu-central-1", "eu-west-1"]);
  });
});

describe("variant:", () => {
  it.each([
    ["variant:fips", "fips"],
    ["variant:ds", "dualstack"],
    ["variant:fips-dualstack", "fips-dualstack"],
    ["variant:fips-ds", "fips-dualstack"],
    ["variant:default", "default"],
    ["logs", null],
  ])("%s shows %s", (text, view) => {
    expect(parse(text).view).toBe(view);
  });
});

describe("what says nothing", () => {
  it.each(["status:green", "region:mars", "variant:ipv6", "-variant:fips"])(
    "%s is named",
    (text) => {
      const query = parse(`s3 ${text}`);
      expect(query.problems).toHaveLength(1);
      expect(query.problems[0]).toContain(text);
      expect({ ...query, problems: [] }).toEqual(parse("s3"));
    },
  );

  it("never throws, whatever is typed", () => {
    const part = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .tuple(fc.constantFrom("status:", "-region:", "variant:"), fc.string())
        .map((two) => two.join("")),
    );
    fc.assert(fc.property(fc.array(part), (parts) => void parse(parts.join(" "))));
  });
});
