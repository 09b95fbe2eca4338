import { describe, expect, it } from "vitest";
import type { ReleaseSpan } from "../facts/sdk-releases.js";
import {
  formerNames,
  type NameQuestion,
  nameOfVersion,
  type RulesChange,
  type RulesHistory,
} from "./rules-history.js";

const ECR: RulesChange = {
  service: "ecr",
  variant: "dualstack",
  since: "1.38.6",
  date: "2025-04-30",
  before: "api.ecr.eu-central-1.api.aws",
  after: "ecr.eu-central-1.api.aws",
  region: "eu-central-1",
  regions: 4,
};
const COGNITO: RulesChange = {
  ...ECR,
  service: "cognito-idp",
  since: "1.36.3",
  date: "2025-01-21",
  before: "cognito-idp.us-east-1.api.aws",
  after: "cognito-idp.us-east-1.amazonaws.com",
  region: "us-east-1",
  regions: 1,
};
const ORGANIZATIONS: RulesChange = {
  ...ECR,
  service: "organizations",
  since: null,
  date: "2026-11-13",
  client: "@aws-sdk/client-organizations@3.1169.0",
  before: "organizations.eu-central-1.api.aws",
  after: "organizations.us-east-1.api.aws",
};
const PUBLIC_FIPS: RulesChange = {
  ...ECR,
  service: "ecr-public",
  variant: "fips",
  before: null,
  after: "api.ecr-public-fips.eu-central-1.amazonaws.com",
};
const HISTORY: RulesHistory = {
  from: { version: "1.34.0", date: "2023-12-13" },
  to: { version: "1.43.62", date: "2026-07-31" },
  evaluatedRegions: ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"],
  changes: [ECR, COGNITO, ORGANIZATIONS, PUBLIC_FIPS],
  newServices: [{ service: "aiops", since: "1.38.39", date: "2025-06-18" }],
};

const botocore = (version: string): ReleaseSpan => ({ by: "botocore", from: version, to: version });
const released = (from: string, to = from): ReleaseSpan => ({ by: "date", from, to });

const ask = (span: ReleaseSpan | null, question: Partial<NameQuestion> = {}) => {
  const { known, ...rest } = nameOfVersion(HISTORY, {
    service: "ecr",
    variant: "dualstack",
    region: "eu-west-1",
    partitionRegions: HISTORY.evaluatedRegions,
    todays: "ecr.eu-west-1.api.aws",
    clientVersion: null,
    clientDate: null,
    isInBotocore: true,
    span,
    ...question,
  });
  return "hostname" in rest ? rest.hostname : `not known: ${rest.reason}`;
};

describe("a service that is younger than a version", () => {
  const aiops = {
    service: "aiops",
    region: "us-east-1",
    todays: "aiops.us-east-1.api.aws",
  };

  it.each([
    [botocore("1.33.0"), "not known: younger"],
    [botocore("1.38.38"), "not known: younger"],
    [botocore("1.38.39"), "aiops.us-east-1.api.aws"],
    [{ ...botocore("1.38.30"), to: "1.38.46" }, "not known: near-change"],
    [released("2025-06-03"), "not known: younger"],
    [released("2025-06-18"), "not known: near-change"],
    [released("2025-07-02"), "aiops.us-east-1.api.aws"],
  ])("has no hostname in it: %j", (span, expected) => {
    expect(ask(span, aiops)).toBe(expected);
  });
});

describe("the hostname that a version builds", () => {
  it.each([
    ["1.34.0", "api.ecr.eu-west-1.api.aws"],
    ["1.38.5", "api.ecr.eu-west-1.api.aws"],
    ["1.38.6", "ecr.eu-west-1.api.aws"],
    ["1.43.62", "ecr.eu-west-1.api.aws"],
    ["1.43.63", "not known: after-records"],
    ["1.44.5", "not known: after-records"],
    ["1.33.99", "not known: before-records"],
  ])("of botocore %s is %s", (version, hostname) => {
    expect(ask(botocore(version))).toBe(hostname);
  });

  it.each([
    ["2025-03-27", "api.ecr.eu-west-1.api.aws"],
    ["2025-04-15", "api.ecr.eu-west-1.api.aws"],
    ["2025-04-17", "not known: near-change"],
    ["2025-05-13", "not known: near-change"],
    ["2025-05-15", "ecr.eu-west-1.api.aws"],
    ["2026-07-17", "ecr.eu-west-1.api.aws"],
    ["2026-07-30", "not known: after-records"],
    ["2023-12-20", "not known: before-records"],
  ])("of an SDK released on %s is %s", (date, hostname) => {
    expect(ask(released(date))).toBe(hostname);
  });

  it("is not known of a version that nothing dates", () => {
    expect(ask(null)).toBe("not known: undated");
  });

  it("is today's where it never changed, and only as long as the records go", () => {
    const sts = { service: "sts", todays: "sts.eu-west-1.api.aws" };
    expect(ask(botocore("1.40.0"), sts)).toBe("sts.eu-west-1.api.aws");
    expect(ask(botocore("1.44.0"), sts)).toBe("not known: after-records");
    expect(ask(released("2024-02-01", "2026-06-01"), sts)).toBe("sts.eu-west-1.api.aws");
  });

  it("is null where the rules refused", () => {
    const fips = {
      service: "ecr-public",
      variant: "fips" as const,
      todays: "api.ecr-public-fips.eu-west-1.amazonaws.com",
    };
    expect(ask(botocore("1.38.5"), fips)).toBeNull();
  });

  it("is today's in a region that was none of the few that changed", () => {
    const few = { service: "cognito-idp" };
    expect(
      ask(botocore("1.36.0"), {
        ...few,
        region: "us-east-1",
        todays: "cognito-idp.us-east-1.amazonaws.com",
      }),
    ).toBe("cognito-idp.us-east-1.api.aws");
    expect(ask(botocore("1.36.0"), { ...few, todays: "cognito-idp.eu-west-1.api.aws" })).toBe(
      "cognito-idp.eu-west-1.api.aws",
    );
  });

  it("is not known of regions that the records do not cover, but of the newest rules", () => {
    const elsewhere = {
      region: "cn-north-1",
      partitionRegions: ["cn-north-1", "cn-northwest-1"],
      todays: "ecr.cn-north-1.api.amazonwebservices.com.cn",
    };
    expect(ask(botocore("1.43.61"), elsewhere)).toBe("not known: region");
    expect(ask(botocore("1.43.62"), elsewhere)).toBe(elsewhere.todays);
  });

  it("is that of the base, and of clients that are as new as the one that changed", () => {
    const organizations = {
      service: "organizations",
      todays: "organizations.us-east-1.api.aws",
    };
    expect(ask(botocore("1.43.62"), organizations)).toBe("organizations.eu-west-1.api.aws");
    const client = (clientVersion: string, day: string) =>
      ask(released(day), { ...organizations, clientVersion });
    expect(client("3.1169.0", "2026-11-13")).toBe("organizations.us-east-1.api.aws");
    expect(client("3.1177.0", "2026-11-24")).toBe("organizations.us-east-1.api.aws");
    expect(client("3.1145.0", "2026-10-01")).toBe("not known: after-records");
    expect(client("3.1088.0", "2026-07-15")).toBe("organizations.eu-west-1.api.aws");
  });

  it("is not known where records and catalog do not fit", () => {
    expect(ask(botocore("1.40.0"), { todays: "ecr2.eu-west-1.api.aws" })).toBe("not known: region");
  });
});

describe("what older SDKs call", () => {
  it("is every other hostname, with the day until which it holds", () => {
    const place = {
      service: "ecr",
      variant: "dualstack",
      region: "eu-west-1",
      partitionRegions: HISTORY.evaluatedRegions,
      todays: "ecr.eu-west-1.api.aws",
    } as const;
    expect(formerNames(HISTORY, place)).toEqual([
      { hostname: "api.ecr.eu-west-1.api.aws", until: "2025-04-30" },
    ]);
    expect(formerNames(HISTORY, { ...place, region: "cn-north-1" })).toEqual([]);
  });

  it("is today's for releases between the records and a newer client that builds the same", () => {
    const question = { clientDate: "2026-11-21", clientVersion: "3.1140.0" };
    expect(ask(released("2026-09-24"), question)).toBe("ecr.eu-west-1.api.aws");
    expect(ask(released("2026-11-22"), question)).toBe("not known: after-records");
    expect(ask(released("2026-09-24"))).toBe("not known: after-records");
  });

  it("of another SDK is known to within the margin of that client's day", () => {
    const question = { clientDate: "2026-11-21" };
    expect(ask(released("2026-11-07"), question)).toBe("ecr.eu-west-1.api.aws");
    expect(ask(released("2026-11-08"), question)).toBe("not known: after-records");
  });
});
