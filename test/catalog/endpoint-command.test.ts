import { describe, expect, test } from "vitest";
import { egress6 } from "./run-in-process.js";

const asJson = async (...args: string[]) => {
  const run = await egress6(["endpoint", ...args, "--json"]);
  return { ...run, answer: JSON.parse(run.stdout) };
};

describe("egress6 endpoint", () => {
  test("answers with the name the SDK uses and all that surrounds it", async () => {
    const { code, stderr, answer } = await asJson(
      "logs",
      "--region",
      "eu-central-1",
      "--dualstack",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(answer).toMatchObject({
      service: "logs",
      serviceId: "CloudWatch Logs",
      region: "eu-central-1",
      partition: "aws",
      url: "https://logs.eu-central-1.api.aws",
      hostname: "logs.eu-central-1.api.aws",
      variant: "dualstack",
      source: "rules",
      scope: "regional",
      variants: {
        default: { hostname: "logs.eu-central-1.amazonaws.com", scope: "regional" },
        dualstack: { hostname: "logs.eu-central-1.api.aws", scope: "regional" },
        fips: { hostname: "logs-fips.eu-central-1.amazonaws.com", scope: "regional" },
        "fips-dualstack": { hostname: "logs-fips.eu-central-1.api.aws", scope: "regional" },
      },
      endpointDiscovery: "none",
      warnings: [],
    });
    expect(answer.additional).toContainEqual({
      variant: "default",
      hostname: "stream-logs.eu-central-1.amazonaws.com",
      scope: "regional",
      purpose: "host prefix stream- of GetLogObject, StartLiveTail",
    });
  });

  test.each([
    [[], "default"],
    [["--dualstack"], "dualstack"],
    [["--fips"], "fips"],
    [["--fips", "--dualstack"], "fips-dualstack"],
  ])("with %j gives the variant %s", async (flags, variant) => {
    const { answer } = await asJson("sqs", "--region", "us-east-1", ...flags);
    expect(answer.variant).toBe(variant);
    expect(answer.hostname).toBe(answer.variants[variant].hostname);
  });

  test("refuses a region with a slip of the keyboard, and advises no scan of one to come", async () => {
    const slip = await egress6(["endpoint", "s3", "--region", "eu-cental-1"]);
    expect(slip).toMatchObject({ code: 2, stdout: "" });
    expect(slip.stderr).toContain('"eu-cental-1" is not an AWS region. Nearest: eu-central-1');
    const toCome = await egress6(["endpoint", "s3", "--region", "eu-central-9"]);
    expect(toCome).toMatchObject({ code: 0, stderr: expect.stringContaining("do not list") });
    expect(toCome.stdout).toContain("Check now with --live.");
    expect(toCome.stdout).not.toContain("egress6 scan");
  });

  test("says which rules build the names, and that they are old where no newer were looked for", async () => {
    const { answer } = await asJson("organizations", "--region", "eu-west-1", "--dualstack");
    expect(answer.hostname).toBe("organizations.us-east-1.api.aws");
    expect(answer.rules).toEqual({
      source: "@aws-sdk/client-organizations",
      version: "3.1175.0",
      date: "2026-11-21",
    });
    const now = () => Date.parse("2026-12-24");
    const of = async (service: string) =>
      (await egress6(["endpoint", service, "--region", "eu-west-1"], { now })).stderr;
    expect(await of("organizations")).toBe("");
    expect(await of("aiops")).toBe(
      "note: the rules for aiops are of 2026-07-31. SDKs released since may build other names.\n",
    );
  });

  test("says that scope belongs to the variant", async () => {
    const { answer } = await asJson("shield", "--region", "eu-west-1");
    expect(answer.variants.default).toMatchObject({
      hostname: "shield.us-east-1.amazonaws.com",
      scope: "partition",
    });
    expect(answer.variants.dualstack).toMatchObject({
      hostname: "shield.eu-west-1.api.aws",
      scope: "regional",
    });
  });

  test("prints the URL alone on the first line for people", async () => {
    const { stdout } = await egress6(["endpoint", "s3", "--region", "eu-west-1"]);
    expect(stdout.split("\n")[0]).toBe("https://s3.eu-west-1.amazonaws.com");
    expect(stdout).toContain("s3.dualstack.eu-west-1.amazonaws.com");
  });

  test("says in words that a signature is good in all regions", async () => {
    const { stdout } = await egress6(["endpoint", "sustainability", "--region", "eu-west-1"]);
    expect(stdout).toContain("signed for sustainability in every region (SigV4a)");
  });

  test("has the path in the URL that the rules put there", async () => {
    const { stdout } = await egress6(["endpoint", "geo-maps", "--region", "eu-west-1"]);
    expect(stdout.split("\n")[0]).toBe("https://maps.geo.eu-west-1.amazonaws.com/v2");
  });

  test.each([
    [{ AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-east-1" }, "eu-west-1"],
    [{ AWS_REGION: "", AWS_DEFAULT_REGION: "us-east-1" }, "us-east-1"],
  ])("takes the region from the environment %j", async (env, region) => {
    const { stdout } = await egress6(["endpoint", "s3", "--json"], { env });
    expect(JSON.parse(stdout).region).toBe(region);
  });

  test("prefers --region to the environment", async () => {
    const { stdout } = await egress6(["endpoint", "s3", "--region", "sa-east-1", "--json"], {
      env: { AWS_REGION: "eu-west-1" },
    });
    expect(JSON.parse(stdout).region).toBe("sa-east-1");
  });

  test("refuses to guess a region", async () => {
    const { code, stdout, stderr } = await egress6(["endpoint", "s3"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/No region is set.*--region.*AWS_REGION/);
  });

  test("answers for a region that no rules list yet, with a warning", async () => {
    const { code, stderr, answer } = await asJson("s3", "--region", "eu-west-7");
    expect(code).toBe(0);
    expect(answer.hostname).toBe("s3.eu-west-7.amazonaws.com");
    expect(answer.isRegionListed).toBe(false);
    expect(answer.nearestRegions).toHaveLength(3);
    expect(answer.warnings).toHaveLength(1);
    expect(stderr).toBe(`warning: ${answer.warnings[0]}\n`);
  });

  test("puts a region that is not listed into the partition that its id belongs to", async () => {
    const { answer } = await asJson("s3", "--region", "us-gov-south-1", "--fips");
    expect(answer.partition).toBe("aws-us-gov");
    const china = await asJson("iam", "--region", "cn-south-9");
    expect(china.answer.hostname).toBe("iam.cn-north-1.amazonaws.com.cn");
    expect(china.answer.scope).toBe("partition");
  });

  test.each(["eu-wset-1", "mars-1", "aws-global", "us east 1"])(
    "refuses %s as a region and names the nearest",
    async (region) => {
      const { code, stdout, stderr } = await egress6(["endpoint", "s3", "--region", region]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/Nearest: \S+, \S+, \S+\.\n$/);
    },
  );

  test.each([
    ["secretsmanger", /"secretsmanger" in the catalog\. Nearest: secretsmanager\.\n$/],
    ["frobnicate", /"frobnicate" in the catalog\. Give a name as in the AWS CLI, [^:]*\n$/],
    ["karpenter", /"karpenter" in the catalog\. It is a tool: see `egress6 facts karpenter`\.\n$/],
  ])("of %s names what is nearly the same, and nothing far-fetched", async (text, message) => {
    const { code, stderr } = await egress6(["endpoint", text, "--region", "us-east-1"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("says so when the rules build no such name", async () => {
    const { code, stderr, answer } = await asJson("s3", "--region", "cn-north-1", "--fips");
    expect(code).toBe(1);
    expect(answer).toMatchObject({ url: null, hostname: null, variants: { fips: null } });
    expect(stderr).toContain("no fips name for s3 in cn-north-1");
  });

  test.each([
    [["endpoint"], /Name a service/],
    [["endpoint", "s3", "--rules", "x"], /--rules goes with --batch/],
    [["endpoint", "s3", "--batch", "--rules", "x"], /leave out "s3"/],
    [["endpoint", "s3", "--regoin", "us-east-1"], /--region/],
  ])("explains the misuse %j", async (args, message) => {
    const { code, stderr } = await egress6(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("egress6 catalog show", () => {
  test("says the version of the rules and how much the catalog holds", async () => {
    const { code, stdout } = await egress6(["catalog", "show", "--json"]);
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ source: "botocore", version: "1.43.62", services: 434 });
    expect(summary.rulesByService.organizations).toEqual({
      source: "@aws-sdk/client-organizations",
      version: "3.1175.0",
      date: "2026-11-21",
    });
    expect(summary.names).toBeGreaterThan(summary.distinctNames);
    const text = await egress6(["catalog", "show"]);
    expect(text.stdout).toContain("botocore 1.43.62, 2026-07-31\n");
    expect(text.stdout).toMatch(/^For \d+ services, those of newer clients for JavaScript/m);
  });
});
