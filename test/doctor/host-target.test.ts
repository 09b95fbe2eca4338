import { describe, expect, it } from "vitest";
import { awsHostTarget } from "../../packages/core/src/identify/host-target.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadIdentifyNames } from "../../packages/egress6/src/adapter/fact-files/identify-names.js";

const catalog = loadCatalog();
const names = loadIdentifyNames();
const targetOf = (hostname: string) =>
  awsHostTarget(catalog, names, { hostname, port: 443, isTls: true });

describe("a host that is a name of AWS", () => {
  it.each([
    ["logs.us-east-1.amazonaws.com", "logs", "logs.us-east-1.api.aws"],
    ["route53.amazonaws.com", "route53", "route53.global.api.aws"],
    [
      "lang-bucket.s3.us-east-1.amazonaws.com",
      "s3",
      "lang-bucket.s3.dualstack.us-east-1.amazonaws.com",
    ],
    [
      "111122223333.dkr.ecr.us-east-1.amazonaws.com",
      "ecr",
      "111122223333.dkr-ecr.us-east-1.on.aws",
    ],
    ["public.ecr.aws", "ecr-public", "ecr-public.aws.com"],
  ])("%s is tried beside its dual-stack name", (hostname, service, sibling) => {
    const target = targetOf(hostname);
    expect(target?.endpoint).toMatchObject({ service, region: "us-east-1" });
    expect(target?.names).toMatchObject([
      { hostname, variant: "default", isUsed: true },
      { hostname: sibling, variant: "dualstack", isUsed: false },
    ]);
  });

  it("with FIPS is tried beside names with FIPS", () => {
    const target = targetOf("sts-fips.us-east-1.amazonaws.com");
    expect(target?.names.map(({ variant }) => variant)).toEqual(["fips", "fips-dualstack"]);
  });

  it.each(["github.com", "no-such.us-east-1.amazonaws.com", "us-east-1.amazonaws.com"])(
    "%s is none",
    (hostname) => {
      expect(targetOf(hostname)).toBeNull();
    },
  );
});
