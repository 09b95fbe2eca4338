import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { survey } from "egress6";
import { afterEach, expect, test } from "vitest";
import { ACCOUNT, SECRET } from "./survey-world.js";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const surveyed = (files: Readonly<Record<string, unknown>>) => {
  folder = mkdtempSync(join(tmpdir(), "egress6-survey-policies-"));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  return survey({ from: [folder], region: "eu-central-1" });
};
const placesOf = ({ findings }: ReturnType<typeof survey>) =>
  findings.map(({ ruleId, file, message }) => [ruleId, file, /policy \S+ of/.exec(message)?.[0]]);

const OFFICE = "203.0.113.0/24";
const policy = (ranges: string | readonly string[], effect = "Allow", operator = "IpAddress") => ({
  Version: "2012-10-17",
  Statement: {
    Effect: effect,
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/${SECRET}` },
    Action: "s3:GetObject",
    Resource: ["arn:aws:s3:::papers/*"],
    Condition: {
      [operator]: { "aws:SourceIp": ranges },
      StringLike: { "aws:UserAgent": SECRET },
    },
  },
});
const role = `arn:aws:iam::${ACCOUNT}:role/scribe`;
const bucket = "arn:aws:s3:::papers";
const key = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/seal`;
const expected = [
  ["E6305", role, "policy desk of"],
  ["E6305", key, undefined],
  ["E6305", bucket, undefined],
];

test("answers of the AWS CLI: identities, buckets and keys", () => {
  const document = surveyed({
    "iam.json": {
      UserDetailList: [],
      GroupDetailList: [],
      RoleDetailList: [
        { Arn: role, RolePolicyList: [{ PolicyName: "desk", PolicyDocument: policy(OFFICE) }] },
      ],
      Policies: [
        {
          Arn: `arn:aws:iam::${ACCOUNT}:policy/both`,
          DefaultVersionId: "v1",
          PolicyVersionList: [
            { VersionId: "v1", Document: policy([OFFICE, "2001:db8::/32"]) },
            { VersionId: "v0", Document: policy(OFFICE) },
          ],
        },
      ],
    },
    "papers.json": { Policy: JSON.stringify(policy(OFFICE, "Deny", "NotIpAddress")) },
    "seal.json": { Policy: JSON.stringify(policy(OFFICE)), PolicyName: "default" },
  });
  expect(placesOf(document)).toEqual([
    ["E6305", role, "policy desk of"],
    ["E6305", bucket, undefined],
    // The answer does not say which key it is of: its file does.
    ["E6305", "seal", undefined],
  ]);
  expect(JSON.stringify(document)).not.toContain(SECRET);
});

test("a snapshot of AWS Config", () => {
  const item = (resourceType: string, ARN: string, more: object) => ({
    resourceType,
    ARN,
    awsRegion: "eu-central-1",
    awsAccountId: ACCOUNT,
    configurationItemCaptureTime: "2026-11-30T10:00:00Z",
    ...more,
  });
  const inUrl = encodeURIComponent(JSON.stringify(policy(OFFICE)));
  const document = surveyed({
    "snapshot.json": {
      configurationItems: [
        item("AWS::IAM::Role", role, {
          configuration: {
            arn: role,
            rolePolicyList: [{ policyName: "desk", policyDocument: inUrl }],
          },
        }),
        item("AWS::S3::Bucket", bucket, {
          configuration: { name: "papers" },
          supplementaryConfiguration: {
            BucketPolicy: JSON.stringify({ policyText: JSON.stringify(policy(OFFICE)) }),
          },
        }),
        item("AWS::KMS::Key", key, {
          configuration: { keyId: "seal" },
          supplementaryConfiguration: { Policy: JSON.stringify(policy(OFFICE)) },
        }),
      ],
    },
  });
  expect(placesOf(document)).toEqual(expected);
  expect(JSON.stringify(document)).not.toContain(SECRET);
});

test("a Terraform state", () => {
  const resource = (type: string, attributes: object) => ({
    mode: "managed",
    type,
    name: "one",
    instances: [{ attributes }],
  });
  const text = JSON.stringify(policy(OFFICE));
  const document = surveyed({
    "state.json": {
      terraform_version: "1.9.0",
      resources: [
        resource("aws_iam_role", { arn: role, name: "scribe", inline_policy: [] }),
        resource("aws_iam_role_policy", { role: "scribe", name: "desk", policy: text }),
        resource("aws_s3_bucket", { arn: bucket, bucket: "papers" }),
        resource("aws_s3_bucket_policy", { bucket: "papers", policy: text }),
        resource("aws_kms_key", { arn: key, policy: text }),
        resource("aws_vpc", {
          id: "vpc-inn",
          arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:vpc/vpc-inn`,
        }),
        resource("aws_vpc_endpoint", {
          id: "vpce-inn",
          vpc_id: "vpc-inn",
          vpc_endpoint_type: "Gateway",
          service_name: "com.amazonaws.eu-central-1.s3",
          policy: text,
        }),
      ],
    },
  });
  const own = placesOf(document).filter(([rule]) => rule === "E6305");
  expect(own).toHaveLength(4);
  expect(own).toEqual(expect.arrayContaining(expected));
  expect(own.some(([, file]) => file?.endsWith("vpc-endpoint/vpce-inn"))).toBe(true);
  expect(JSON.stringify(document)).not.toContain(SECRET);
});
