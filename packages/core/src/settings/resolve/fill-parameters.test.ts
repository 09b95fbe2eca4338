import { describe, expect, it } from "vitest";
import type { Variant } from "../../endpoint/types.js";
import { fillParameters } from "./fill-parameters.js";

const scope = "regional" as const;
const nameOf = (hostname: string) => ({ hostname, scope });
const operations = (variant: Variant, hostname: string) => ({
  ...nameOf(hostname),
  variant,
  purpose: "bucket-level operations on directory buckets (S3 Express)",
});
const S3 = {
  service: "s3",
  variants: {
    default: nameOf("s3.us-east-1.amazonaws.com"),
    dualstack: nameOf("s3.dualstack.us-east-1.amazonaws.com"),
    fips: nameOf("s3-fips.us-east-1.amazonaws.com"),
    "fips-dualstack": null,
  },
  additional: [
    operations("default", "s3express-control.us-east-1.amazonaws.com"),
    operations("dualstack", "s3express-control.dualstack.us-east-1.amazonaws.com"),
    operations("fips", "s3express-control-fips.us-east-1.amazonaws.com"),
    {
      ...nameOf("{Bucket}.s3.us-east-1.amazonaws.com"),
      variant: "default" as const,
      purpose: "bucket, virtual-hosted style",
    },
  ],
};
const fill = (variant: Variant, Bucket: string) => fillParameters(S3, variant, { Bucket });

describe("the name of a bucket", () => {
  // As botocore 1.43.11 resolves them.
  it.each([
    ["default", "x--use1-az4--x-s3", "s3express-use1-az4.us-east-1.amazonaws.com"],
    ["dualstack", "x--use1-az4--x-s3", "s3express-use1-az4.dualstack.us-east-1.amazonaws.com"],
    ["fips", "x--use1-az4--x-s3", "s3express-fips-use1-az4.us-east-1.amazonaws.com"],
    ["default", "x--use1-az4--xa-s3", "s3express-use1-az4.us-east-1.amazonaws.com"],
  ] as const)("%s of the directory bucket %s is of its zone", (variant, bucket, host) => {
    expect(fill(variant, bucket)).toMatchObject({
      hostname: `${bucket}.${host}`,
      observedAs: `${bucket}.${host}`,
      signingName: "s3express",
    });
  });

  it("is none with a setting that AWS's rules have no name for", () => {
    expect(fill("fips-dualstack", "x--use1-az4--x-s3")).toBeNull();
  });

  it.each(["a--x-s3", "a--nowhere--x-s3", "A.b--use1-az4--x-s3"])(
    "is refused for %s, which is no directory bucket",
    (bucket) => {
      expect(() => fill("default", bucket)).toThrow(/NAME--ZONE--x-s3/);
    },
  );

  it("of an access point, by its ARN, takes the full rules", () => {
    const arn = "arn:aws:s3:us-west-2:123456789012:accesspoint/point";
    expect(() => fill("default", arn)).toThrow(/--rules/);
  });

  it("is that of the region for all other buckets, aliases of access points among them", () => {
    for (const bucket of ["bucket", "bucket-s3alias", "bucket--ol-s3"]) {
      expect(fill("default", bucket)?.hostname).toBe(`${bucket}.s3.us-east-1.amazonaws.com`);
    }
  });
});
