import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceBase } from "../evidence/evidence.js";
import { findService } from "../identify/find-service.js";
import { additionalEndpoints, expandCatalog, parseCatalog } from "./catalog.js";
import { filterScope, matchesFilter, parseFilter, type TypedFilter } from "./filter.js";
import { isObservable, observableName } from "./placeholder.js";
import { scanNames } from "./scan-order.js";

const catalog = parseCatalog(
  JSON.parse(readFileSync(new URL("../../../../data/catalog.json", import.meta.url), "utf8")),
);
const { services } = catalog;
const endpoints = [...expandCatalog(catalog)];

describe("findService", () => {
  const found = (text: string) => {
    const match = findService(catalog, text);
    return "found" in match ? match.found : undefined;
  };

  const nearest = (text: string): readonly string[] => {
    const match = findService(catalog, text);
    return "nearest" in match ? match.nearest.map(({ cliName }) => cliName) : [];
  };

  test("finds every service by its CLI name, service id and display name", () => {
    for (const service of services) {
      expect(found(service.cliName)).toBe(service);
      expect(found(service.serviceId)?.serviceId).toBe(service.serviceId);
      expect(found(service.displayName)?.displayName).toBe(service.displayName);
    }
  });

  test("minds neither case nor spaces, hyphens and underscores", () => {
    const separators = fc.constantFrom("", " ", "-", "_");
    fc.assert(
      fc.property(
        fc.constantFrom(...services),
        separators,
        fc.boolean(),
        (service, by, isUpper) => {
          const words = service.serviceId.split(" ").join(by);
          const text = isUpper ? words.toUpperCase() : words.toLowerCase();
          expect(found(text)?.serviceId).toBe(service.serviceId);
        },
      ),
    );
  });

  test.each([
    ["CLOUDWATCH_LOGS", "logs"],
    ["cloudwatch logs", "logs"],
    ["Security Token Service", "sts"],
    ["configservice", "config"],
    ["deploy", "codedeploy"],
    ["s3api", "s3"],
    ["opsworks-cm", "opsworkscm"],
  ])("takes %s for %s", (text, cliName) => {
    const match = findService(catalog, text);
    // A rules version without the service has nothing to find.
    if (services.some((each) => each.cliName === cliName)) {
      expect("found" in match && match.found.cliName).toBe(cliName);
    }
  });

  test.each([
    ["dynamo", "dynamodb"],
    ["lamda", "lambda"],
    ["secretmanager", "secretsmanager"],
    ["clodwatch", "cloudwatch"],
    ["kinesisfirehoze", "firehose"],
    ["ec22", "ec2"],
  ])("offers what is nearest for %s, %s first", (text, cliName) => {
    expect(nearest(text)[0]).toBe(cliName);
  });

  test.each(["frobnicate", "monitoring", "msk", "zz", "a".repeat(100)])(
    "offers nothing far-fetched for %s",
    (text) => {
      expect(nearest(text)).toEqual([]);
    },
  );

  test("finds nothing for nothing", () => {
    for (const text of ["", " ", "-", "../s3", "s3\u0000"]) expect(found(text)).toBeUndefined();
  });
});

describe("a filter", () => {
  const chosen = (typed: TypedFilter) => {
    const filter = parseFilter(catalog, typed);
    return endpoints.filter((endpoint) => matchesFilter(filter, endpoint));
  };

  test("leaves the public partitions when nothing is asked for", () => {
    expect(new Set(chosen({}).map(({ partition }) => partition))).toEqual(
      new Set(["aws", "aws-cn", "aws-eusc", "aws-us-gov"]),
    );
  });

  test("leaves an isolated partition when it is asked for", () => {
    const ids = new Set(chosen({ partition: ["aws-iso"] }).map(({ region }) => region));
    expect(ids).toEqual(new Set(["us-iso-east-1", "us-iso-west-1"]));
  });

  test("takes services by any name, regions by glob, variants by name", () => {
    const names = chosen({
      service: ["CloudWatch Logs"],
      region: ["eu-*-1", "us-east-?"],
      variant: ["dualstack"],
    });
    expect(new Set(names.map(({ service }) => service))).toEqual(new Set(["logs"]));
    expect(names.map(({ region }) => region).sort()).toEqual([
      "eu-central-1",
      "eu-north-1",
      "eu-south-1",
      "eu-west-1",
      "us-east-1",
      "us-east-2",
    ]);
  });

  test.each([
    [{ service: ["lamda"] }, "SERVICE_UNKNOWN", /"lamda".*lambda/],
    [{ region: ["eu-wset-1"] }, "REGION_UNKNOWN", /"eu-wset-1".*eu-west-1/],
    [{ region: ["moon-*"] }, "REGION_UNKNOWN", /"moon-\*"/],
    [{ partition: ["aws-china"] }, "PARTITION_UNKNOWN", /"aws-china".*aws-cn/],
    [{ variant: ["dual-stack"] }, "VARIANT_UNKNOWN", /"dual-stack".*dualstack/],
    [
      { region: [`${"*".repeat(200)}x`] },
      "FILTER_TOO_LONG",
      /region has 201 char.* 200 .*"\*{100}…"/,
    ],
    [{ service: Array(51).fill("s3") }, "FILTER_TOO_LONG", /service has 51 entries.* 50 /],
    [{ region: [`${"*".repeat(20)}x`] }, "REGION_UNKNOWN", /"\*{20}x"/],
    [{ region: ["us-iso-*"] }, "FILTER_EMPTY", /--partition aws-iso/],
    [{ region: ["eu-west-1"], partition: ["aws-cn"] }, "FILTER_EMPTY", /--partition aws/],
  ])("refuses %j", (typed, code, message) => {
    expect(() => parseFilter(catalog, typed)).toThrow(
      expect.objectContaining({ code, kind: "input", message: expect.stringMatching(message) }),
    );
  });

  const axes = fc.record(
    {
      service: fc.subarray(["logs", "CloudWatch Logs", "s3", "IAM"]),
      region: fc.subarray(["eu-*", "us-east-1", "*", "eu-west-1", "us-east-?"]),
      partition: fc.subarray(["aws", "aws-cn", "aws-eusc", "aws-us-gov", "aws-iso"]),
      variant: fc.subarray(["default", "dualstack", "fips", "fips-dualstack"]),
    },
    { requiredKeys: [] },
  );
  const parsed = (typed: TypedFilter) => {
    try {
      return parseFilter(catalog, typed);
    } catch {
      return null; // Region and partition exclude each other: tested above.
    }
  };

  test("has a scope that is equal for filters that choose the same, and only for these", () => {
    fc.assert(
      fc.property(axes, axes, (first, second) => {
        const [one, other] = [parsed(first), parsed(second)];
        if (one === null || other === null) return;
        const isSameChoice = endpoints.every(
          (endpoint) => matchesFilter(one, endpoint) === matchesFilter(other, endpoint),
        );
        if (filterScope(one) === filterScope(other)) expect(isSameChoice).toBe(true);
      }),
      { numRuns: 30 },
    );
    const scope = (typed: TypedFilter) => filterScope(parseFilter(catalog, typed));
    expect(scope({ service: ["logs", "s3"] })).toBe(scope({ service: ["S3", "CloudWatch Logs"] }));
    expect(scope({ region: ["eu-west-1", "us-east-1"] })).toBe(
      scope({ region: ["us-east-1", "eu-west-?", "eu-west-1"] }).replace(
        "eu-west-1,eu-west-2,eu-west-3",
        "eu-west-1",
      ),
    );
  });

  test("that leaves everything has the scope `all`", () => {
    for (const typed of [
      {},
      { region: ["*"] },
      { variant: ["default", "dualstack", "fips", "fips-dualstack"] },
      { partition: ["aws-us-gov", "aws", "aws-eusc", "aws-cn"] },
    ]) {
      expect(filterScope(parseFilter(catalog, typed))).toBe("all");
    }
  });
});

describe("scanNames", () => {
  const all = scanNames(catalog, ["github.com", "not a name"], parseFilter(catalog, {}));
  const at = (name: string) => {
    const index = all.indexOf(name);
    expect(index).toBeGreaterThanOrEqual(0);
    return index;
  };

  test("has distinct names that DNS can carry", () => {
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((name) => !isObservable(name))).toEqual([]);
    expect(all).not.toContain("not a name");
  });

  test("begins with what people look at first", () => {
    const order = [
      "s3.us-east-1.amazonaws.com",
      "lambda.eu-central-1.api.aws",
      "github.com",
      "lambda.sa-east-1.amazonaws.com",
      "stream-logs.us-east-1.amazonaws.com",
      "lambda-fips.us-east-1.amazonaws.com",
    ].map(at);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(at("github.com")).toBeLessThan(15_000);
  });

  test("asks first for what AWS declares to have IPv6, and leaves out and adds nothing", () => {
    const evidence = evidenceBase(
      (
        [
          ["sqs", "sa-east-1", "dualstack", "declared"],
          ["sns", "us-east-1", "dualstack", "declared"],
          ["ec2", "us-east-1", "dualstack", "seen-by-others"],
          ["sns", "us-east-1", "fips-dualstack", "declared"],
        ] as const
      ).map(([service, region, variant, says]) => [
        { service, region, variant },
        { says, date: "2026-07-31", source: "https://example.com/" },
      ]),
    );
    const names = scanNames(catalog, ["github.com"], parseFilter(catalog, {}), evidence);
    expect(names.slice(0, 2)).toEqual(["sns.us-east-1.api.aws", "sqs.sa-east-1.api.aws"]);
    const others = (list: readonly string[]) =>
      list.filter((name) => !names.slice(0, 2).includes(name));
    expect(others(names)).toEqual(others(all));
  });

  test("has every observable name of the public partitions, additional ones too", () => {
    const filter = parseFilter(catalog, {});
    const wanted = [...endpoints, ...additionalEndpoints(catalog)]
      .filter((endpoint) => matchesFilter(filter, endpoint))
      .map(({ hostname }) => observableName(hostname));
    const names = new Set(all);
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
    expect([...names].filter((name) => name.endsWith(".ic.gov"))).toEqual([]);
  });

  test("begins with the services that are used most, in the large regions", () => {
    const names = scanNames(catalog, [], parseFilter(catalog, {}), undefined, ["s3"]);
    const large = catalog.largeRegions.flatMap((region) =>
      [...expandCatalog(catalog)]
        .filter((each) => each.service === "s3" && each.region === region)
        .filter(({ variant }) => variant === "default" || variant === "dualstack")
        .map(({ hostname }) => observableName(hostname)),
    );
    const first = [...new Set(large)];
    expect(first.length).toBeGreaterThan(0);
    expect(names.slice(0, first.length)).toEqual(first);
    expect([...names].sort()).toEqual([...scanNames(catalog, [], parseFilter(catalog, {}))].sort());
  });

  test("leaves third-party hosts out of a narrower scan", () => {
    const names = scanNames(catalog, ["github.com"], parseFilter(catalog, { service: ["s3"] }));
    expect(names).not.toContain("github.com");
    expect(names.length).toBeGreaterThan(100);
  });
});

describe("observableName", () => {
  test.each([
    [
      "{AccountId}.s3-control.us-east-1.amazonaws.com",
      "123456789012.s3-control.us-east-1.amazonaws.com",
    ],
    ["{NotKnown}.X.example.com", "example.x.example.com"],
    ["s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"],
  ])("%s is looked up as %s", (hostname, name) => {
    expect(observableName(hostname)).toBe(name);
  });

  test("no name of the catalog keeps a placeholder", () => {
    const names = [...endpoints, ...additionalEndpoints(catalog)].map(({ hostname }) =>
      observableName(hostname),
    );
    expect(names.filter((name) => !isObservable(name))).toEqual([]);
  });
});
