import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  additionalEndpoints,
  additionalEndpointsIn,
  endpointOf,
  expandCatalog,
  parseCatalog,
  partitionOfRegion,
} from "./catalog.js";
import type { Service } from "./types.js";

const region = (id: string) => ({ [id]: `Somewhere (${id})` });
const json = {
  format: 1,
  rules: { source: "botocore", version: "1.2.3" },
  patterns: {
    standard: {
      default: "{label}.{region}.{dns}",
      dualstack: "{label}.{region}.{dualDns}",
      fips: "{label}-fips.{region}.{dns}",
      "fips-dualstack": "{label}-fips.{region}.{dualDns}",
    },
  },
  partitions: {
    aws: {
      name: "AWS Standard",
      dns: "amazonaws.com",
      dualDns: "api.aws",
      home: "us-east-1",
      regionRegex: "^(us|eu)\\-\\w+\\-\\d+$",
      regions: { ...region("eu-west-1"), ...region("us-east-1") },
    },
    "aws-iso-e": {
      name: "Isolated",
      isPublic: false,
      dns: "cloud.test",
      dualDns: "api.cloud.test",
      home: "eu-isoe-west-1",
      regionRegex: "^eu\\-isoe\\-\\w+\\-\\d+$",
      regions: region("eu-isoe-west-1"),
    },
  },
  services: {
    iam: {
      id: "IAM",
      name: "AWS Identity and Access Management",
      names: { default: "iam.{home}.{dns}", dualstack: "iam.global.{dualDns}", fips: null },
    },
    logs: {
      id: "CloudWatch Logs",
      name: "Amazon CloudWatch Logs",
      discovery: "optional",
      names: {
        standard: "logs",
        "dualstack aws-iso-e": null,
        "default us-east-1": "old-logs.{region}.{dns}",
      },
      additional: [
        { for: "host prefix stream-", prefix: "stream-" },
        { for: "an account", names: { "default aws": "{AccountId}.logs.{region}.{dns}" } },
      ],
    },
  },
};
const catalog = parseCatalog(json);
const service = (cliName: string): Service => {
  const found = catalog.services.find((each) => each.cliName === cliName);
  if (found === undefined) throw new Error(`no ${cliName}`);
  return found;
};

describe("endpointOf", () => {
  test("fills the pattern with label, region and suffix", () => {
    expect(endpointOf(catalog, service("logs"), "eu-west-1", "fips-dualstack")).toEqual({
      service: "logs",
      partition: "aws",
      region: "eu-west-1",
      variant: "fips-dualstack",
      scope: "regional",
      hostname: "logs-fips.eu-west-1.api.aws",
    });
  });

  test("prefers the exception of a region to the pattern", () => {
    const endpoint = endpointOf(catalog, service("logs"), "us-east-1", "default");
    expect(endpoint?.hostname).toBe("old-logs.us-east-1.amazonaws.com");
  });

  test("is null where an exception takes the name away, and where none is given", () => {
    expect(endpointOf(catalog, service("logs"), "eu-isoe-west-1", "dualstack")).toBeNull();
    expect(endpointOf(catalog, service("iam"), "us-east-1", "fips")).toBeNull();
    expect(endpointOf(catalog, service("iam"), "us-east-1", "fips-dualstack")).toBeNull();
  });

  test("is null for a region of no partition", () => {
    expect(endpointOf(catalog, service("logs"), "mars-1", "default")).toBeNull();
  });

  test("names a region that is not listed by the pattern of its partition", () => {
    const endpoint = endpointOf(catalog, service("logs"), "eu-north-7", "dualstack");
    expect(endpoint).toMatchObject({ hostname: "logs.eu-north-7.api.aws", partition: "aws" });
    expect(partitionOfRegion(catalog, "eu-isoe-north-2")?.id).toBe("aws-iso-e");
  });

  test("calls one name for all regions `partition`, listed or not", () => {
    for (const id of ["eu-west-1", "us-east-1", "eu-north-7"]) {
      expect(endpointOf(catalog, service("iam"), id, "default")).toMatchObject({
        hostname: "iam.us-east-1.amazonaws.com",
        scope: "partition",
      });
    }
  });

  test("asks a region that does not exist where a partition has but one", () => {
    const scope = (cliName: string) =>
      endpointOf(catalog, service(cliName), "eu-isoe-west-1", "default")?.scope;
    expect(scope("iam")).toBe("partition");
    expect(scope("logs")).toBe("regional");
  });
});

test("expansion has every listed region and variant that has a name, in order", () => {
  const keys = Array.from(
    expandCatalog(catalog),
    ({ service: name, region: id, variant }) => `${name} ${id} ${variant}`,
  );
  expect(keys.slice(0, 7)).toEqual([
    "iam eu-west-1 default",
    "iam eu-west-1 dualstack",
    "iam us-east-1 default",
    "iam us-east-1 dualstack",
    "iam eu-isoe-west-1 default",
    "iam eu-isoe-west-1 dualstack",
    "logs eu-west-1 default",
  ]);
  expect(keys).toHaveLength(6 + 4 + 4 + 3);
});

test("additional names put a prefix before the four, or have rules of their own", () => {
  expect(Array.from(additionalEndpoints(catalog), ({ hostname }) => hostname)).toContain(
    "stream-old-logs.us-east-1.amazonaws.com",
  );
  expect(
    additionalEndpointsIn(catalog, service("logs"), "eu-west-1").filter(
      ({ purpose }) => purpose === "an account",
    ),
  ).toEqual([
    {
      retired: null,
      service: "logs",
      partition: "aws",
      region: "eu-west-1",
      variant: "default",
      scope: "regional",
      hostname: "{AccountId}.logs.eu-west-1.amazonaws.com",
      purpose: "an account",
    },
  ]);
});

describe("parseCatalog", () => {
  const damaged = (change: object) => () => parseCatalog({ ...json, ...change });

  test.each([
    ["the top", () => parseCatalog([])],
    ["format 2", damaged({ format: 2 })],
    ["rules", damaged({ rules: "1.2.3" })],
    ["services.x.id", damaged({ services: { x: { name: "X", names: {} } } })],
    [
      "services.x.names",
      damaged({ services: { x: { id: "X", name: "X", names: { defualt: "x.{region}" } } } }),
    ],
    [
      "services.x.discovery",
      damaged({ services: { x: { id: "X", name: "X", discovery: "maybe", names: {} } } }),
    ],
    [
      "partitions.p.regions",
      damaged({ partitions: { p: { ...json.partitions.aws, regions: 1 } } }),
    ],
    [
      "partitions.p.regionRegex",
      damaged({ partitions: { p: { ...json.partitions.aws, regionRegex: "^(a+)+$" } } }),
    ],
  ])("names the damage at %s", (place, parse) => {
    expect(parse).toThrow(
      expect.objectContaining({
        code: "CATALOG_INVALID",
        kind: "input",
        message: expect.stringContaining(place),
      }),
    );
  });

  test("reads the catalog that is shipped", () => {
    const shipped = parseCatalog(
      JSON.parse(readFileSync(new URL("../../../../data/catalog.json", import.meta.url), "utf8")),
    );
    const isSorted = (ids: readonly string[]) => expect(ids).toEqual([...ids].sort());
    isSorted(shipped.services.map(({ cliName }) => cliName));
    isSorted(shipped.partitions.map(({ id }) => id));
    for (const { regions, regionRegex } of shipped.partitions) {
      isSorted(regions.map(({ id }) => id));
      for (const { id } of regions) expect(id).toMatch(new RegExp(regionRegex));
    }
    expect(shipped.partitions.filter(({ isPublic }) => isPublic).map(({ id }) => id)).toEqual([
      "aws",
      "aws-cn",
      "aws-eusc",
      "aws-us-gov",
    ]);
  });
});
