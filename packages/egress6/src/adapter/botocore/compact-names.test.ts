import { hostnameOf, parseNameRules } from "@egress6/core/endpoint/name-rules";
import { type Partition, VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compactNames, NAME_PATTERNS, type NameOf } from "./compact-names.js";

const partition = (
  id: string,
  dnsSuffix: string,
  dualStackDnsSuffix: string,
  regionIds: readonly string[],
): Partition => ({
  id,
  name: id,
  title: id,
  dnsSuffix,
  dualStackDnsSuffix,
  regionRegex: "",
  homeRegion: regionIds[0] ?? "",
  isPublic: true,
  hasPlainEndpointServices: true,
  regions: regionIds.map((region) => ({ id: region, name: region })),
});
const partitions = [
  partition("aws", "amazonaws.com", "api.aws", ["eu-west-1", "us-east-1", "us-west-2"]),
  partition("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", ["cn-north-1"]),
  partition("aws-us-gov", "amazonaws.com", "api.aws", ["us-gov-east-1", "us-gov-west-1"]),
];
const patterns = new Map(Object.entries(NAME_PATTERNS));

test("what is compacted expands to the same names, whatever the rules do", () => {
  const piece = fc.constantFrom(
    "s3",
    "logs-fips",
    "{AccountId}",
    "us-east-1",
    "REGION",
    "api",
    "x",
  );
  const suffix = fc.constantFrom("DNS", "DUAL", "on.aws", "amazonaws.com", "aws");
  const template = fc.option(
    fc
      .tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), suffix)
      .map(([pieces, end]) => [...pieces, end].join(".")),
  );
  const perPlace = fc.dictionary(
    fc.constantFrom(
      ...VARIANTS,
      ...VARIANTS.flatMap((variant) => [
        `${variant} aws-cn`,
        `${variant} us-east-1`,
        `${variant} us-gov-west-1`,
      ]),
    ),
    template,
    { maxKeys: 10 },
  );
  fc.assert(
    fc.property(perPlace, (table) => {
      const nameOf: NameOf = ({ id, dnsSuffix, dualStackDnsSuffix }, region, variant) => {
        const keys = [`${variant} ${region}`, `${variant} ${id}`, variant];
        const found = keys.find((key) => key in table);
        return (
          (found === undefined ? null : table[found])
            ?.replaceAll("REGION", region)
            .replace("DNS", dnsSuffix)
            .replace("DUAL", dualStackDnsSuffix) ?? null
        );
      };
      const rules = parseNameRules(compactNames(partitions, nameOf), "test", patterns);
      for (const each of partitions) {
        for (const region of [...each.regions.map(({ id }) => id), "eu-new-99"]) {
          if (region === "eu-new-99" && each.id !== "aws") continue;
          for (const variant of VARIANTS) {
            expect(hostnameOf(rules, each, region, variant)).toBe(nameOf(each, region, variant));
          }
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("a usual service is one word", () => {
  const standard: NameOf = ({ dnsSuffix, dualStackDnsSuffix }, region, variant: Variant) => {
    const label = variant.startsWith("fips") ? "logs-fips" : "logs";
    return `${label}.${region}.${variant.endsWith("dualstack") ? dualStackDnsSuffix : dnsSuffix}`;
  };
  expect(compactNames(partitions, standard)).toEqual({ standard: "logs" });
});

test("exceptions say where they hold", () => {
  const odd: NameOf = ({ id, dnsSuffix }, region, variant) => {
    if (variant !== "default") return null;
    if (region === "us-west-2") return "old.example.com";
    return id === "aws-us-gov" ? `x.us-gov.${dnsSuffix}` : `x.${region}.${dnsSuffix}`;
  };
  expect(compactNames(partitions, odd)).toEqual({
    default: "x.{region}.{dns}",
    "default us-west-2": "old.example.com",
    "default aws-us-gov": "x.us-gov.{dns}",
  });
});
