import { describe, expect, it } from "vitest";
import { catalogHostTarget } from "../../packages/core/src/identify/catalog-host.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";

const catalog = loadCatalog();

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
    const target = catalogHostTarget(catalog, hostname, 443);
    expect(target?.endpoint).toMatchObject({ service, region: "us-east-1" });
    expect(target?.names).toMatchObject([
      { hostname, variant: "default", isUsed: true },
      { hostname: sibling, variant: "dualstack", isUsed: false },
    ]);
  });

  it("with FIPS is tried beside names with FIPS", () => {
    const target = catalogHostTarget(catalog, "sts-fips.us-east-1.amazonaws.com", 443);
    expect(target?.names.map(({ variant }) => variant)).toEqual(["fips", "fips-dualstack"]);
  });

  it.each(["github.com", "no-such.us-east-1.amazonaws.com", "us-east-1.amazonaws.com"])(
    "%s is none",
    (hostname) => {
      expect(catalogHostTarget(catalog, hostname, 443)).toBeNull();
    },
  );
});
