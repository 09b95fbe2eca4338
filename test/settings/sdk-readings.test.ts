import { expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

const explain = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
  const { stdout } = await egress6(["endpoint", ...args, "--json"], { env });
  return JSON.parse(stdout);
};

const SWITCH = "AWS_USE_DUALSTACK_ENDPOINT";
const DUALSTACK = "sqs.us-east-1.api.aws";
const DEFAULT = "sqs.us-east-1.amazonaws.com";

test.each([
  ["ruby-3", "TRUE", DEFAULT],
  ["rust", "TRUE", DUALSTACK],
  ["rust", "1", DEFAULT],
  ["php-3", "1", DUALSTACK],
  ["php-3", "ON", DUALSTACK],
  ["dotnet-4", "True", DUALSTACK],
  ["kotlin", "1", DEFAULT],
  ["js-v2", "TRUE", DEFAULT],
])("%s with %j for the switch calls %s", async (sdk, text, hostname) => {
  const found = await explain(["sqs", "--sdk", sdk, "--region", "us-east-1"], { [SWITCH]: text });
  expect(found).toMatchObject({ hostname, otherReadings: [] });
});

const BOTH = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-west-2" };
test.each([
  ["rust", { AWS_DEFAULT_REGION: "us-west-2" }, "us-west-2"],
  ["rust", BOTH, "eu-west-1"],
  ["cpp", BOTH, "us-west-2"],
  ["boto3", BOTH, "us-west-2"],
  ["go-v1", { AWS_DEFAULT_REGION: "us-west-2", AWS_SDK_LOAD_CONFIG: "1" }, "us-west-2"],
  ["js-v2", { AMAZON_REGION: "us-west-2" }, "us-west-2"],
])("%s takes from %j the region %s", async (sdk, env, region) => {
  expect((await explain(["sqs", "--sdk", sdk], env)).region).toBe(region);
});

test("Go v1 passes AWS_DEFAULT_REGION over without AWS_SDK_LOAD_CONFIG", async () => {
  const env = { AWS_DEFAULT_REGION: "us-west-2" };
  const { code, stderr } = await egress6(["endpoint", "sqs", "--sdk", "go-v1"], { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining("AWS_DEFAULT_REGION is set")]);
});

const S3_REGIONAL = "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT";
test.each([
  ["java-v2", {}, "s3.amazonaws.com"],
  ["ruby-3", {}, "s3.amazonaws.com"],
  ["js-v2", {}, "s3.amazonaws.com"],
  ["go-v1", {}, "s3.amazonaws.com"],
  ["java-v2", { [S3_REGIONAL]: "regional" }, "s3.us-east-1.amazonaws.com"],
  ["ruby-3", { AWS_DEFAULTS_MODE: "standard" }, "s3.us-east-1.amazonaws.com"],
  ["js-v2", { AWS_DEFAULTS_MODE: "standard" }, "s3.amazonaws.com"],
  ["cpp", {}, "s3.us-east-1.amazonaws.com"],
  ["cpp", { [S3_REGIONAL]: "legacy" }, "s3.amazonaws.com"],
  ["js-v3", { [S3_REGIONAL]: "legacy" }, "s3.us-east-1.amazonaws.com"],
  ["rust", { [S3_REGIONAL]: "legacy" }, "s3.us-east-1.amazonaws.com"],
  ["java-v2", { [SWITCH]: "true" }, "s3.dualstack.us-east-1.amazonaws.com"],
])("%s with %j calls S3 in us-east-1 at %s", async (sdk, env, hostname) => {
  const found = await explain(["s3", "--sdk", sdk, "--region", "us-east-1"], env);
  expect(found.hostname).toBe(hostname);
});

test("a conflict of sources is said as one, and both ends are named", async () => {
  const args = ["sqs", "--sdk", "cpp", "--region", "us-east-1"];
  const { hostname, otherReadings, traps } = await explain(args, { [SWITCH]: "true" });
  const hosts = [hostname, ...otherReadings.map((each: { hostname: string }) => each.hostname)];
  expect(hosts).toEqual([DEFAULT, DUALSTACK]);
  expect(traps[0]).toMatchObject({
    id: "setting-not-read",
    message: expect.stringMatching(/^Sources contradict each other/),
  });
});

test("what is not known of an SDK is asked of nobody else", async () => {
  const args = ["sqs", "--sdk", "swift", "--region", "us-east-1"];
  const { hostname, otherReadings } = await explain(args, { [SWITCH]: "TRUE" });
  const hosts = [hostname, ...otherReadings.map((each: { hostname: string }) => each.hostname)];
  expect(new Set(hosts)).toEqual(new Set([DEFAULT, DUALSTACK]));
});
