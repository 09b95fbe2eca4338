import { describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

const at = ["--now", "2026-11-25"];

describe("egress6 facts", () => {
  test("lists every fact with its age", async () => {
    const { code, stdout } = await egress6(["facts", ...at]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^F06 Regional NAT gateway · not in the article of 2024 · documented, certainty\n {4}high, 84 days old$/m,
    );
    expect(stdout.match(/^F\d\d /gm)).toHaveLength(47);
    expect(stdout.match(/^N\d\d /gm)).toHaveLength(76);
  });

  test.each(["F13", "f13", "IPv6-only subnets"])(
    "finds one by %s, with sources and what contradicts",
    async (topic) => {
      const { stdout } = await egress6(["facts", topic, ...at]);
      expect(stdout).toContain("F13 IPv6-only subnets · changed since 2024");
      expect(stdout).toMatch(/source +https:\/\/aws.amazon.com\/blogs\/containers\//);
      expect(stdout).toMatch(/CONFLICT +AWS Fargate: IPv6-only subnets "No"/);
    },
  );

  test.each([
    ["fargate", "ecs-fargate-ipv6-only"],
    ["nat64", "needs DNS64 on the subnet"],
    ["Amazon ECS", "AWS's IPv6 table"],
    ["ses", "Amazon Simple Email Service"],
    ["sns", "Amazon Simple Notification Service"],
  ])("finds %s by its words", async (topic, words) => {
    expect((await egress6(["facts", topic, ...at])).stdout).toContain(words);
  });

  test.each([
    ["mwaa", "mwaa-dual-stack"],
    ["airflow", "mwaa-dual-stack"],
    ["alb", "load-balancer-dual-stack"],
    ["load balancers", "load-balancer-dual-stack"],
    ["fluent bit", "aws-for-fluent-bit"],
    ["firelens", "fluent-bit"],
    ["fargate in ipv6-only subnets", "ecs-fargate-ipv6-only"],
    ["eks", "eks-ipv4-dual-stack"],
    ["kubernetes", "karpenter"],
    ["k8s", "eks-fargate-ipv4-ipv4"],
    ["ENABLE_V6_EGRESS", "vpc-cni-v6-egress"],
    ["kafka", "N41"],
    ["appstream", "N50"],
    ["s3", "N01"],
    ["pod identity", "F44"],
    ["eks pod identity", "F44"],
    ["pod identity", "C01"],
    ["web identity", "C05"],
    ["sso login", "C04"],
    ["redshift serverless", "N42"],
    ["jupyter", "sagemaker-notebook-dual-stack"],
  ])("finds by the usual word %s what is called %s", async (word, id) => {
    const { facts, computeKinds, tools } = JSON.parse(
      (await egress6(["facts", word, "--json", ...at])).stdout,
    );
    expect([...facts, ...computeKinds, ...tools].map((found) => found.id)).toContain(id);
  });

  test.each([
    ["boto3", ["boto3"]],
    ["botocore", ["boto3"]],
    ["python", ["boto3"]],
    ["java", ["java-v1", "java-v2"]],
    ["SDK for Java 2.x", ["java-v2"]],
    ["c#", ["dotnet-3", "dotnet-4"]],
    ["@aws-sdk/client-s3", ["js-v3"]],
    ["software.amazon.awssdk:s3", ["java-v2"]],
    ["github.com/aws/aws-sdk-go-v2/service/s3", ["go-v2"]],
  ])("finds SDKs by %s", async (words, ids) => {
    const { sdks } = JSON.parse((await egress6(["facts", words, "--json", ...at])).stdout);
    expect(sdks.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test("says of an SDK what it reads, where, since when, and who says so", async () => {
    const { stdout } = await egress6(["facts", "boto3", ...at]);
    expect(stdout).toMatch(/^boto3 · SDK for Python \(Boto3\)\n/);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "dualstack read from AWS_USE_DUALSTACK_ENDPOINT, use_dualstack_endpoint, from 1.20.0 " +
        "(documented on 2026-11-30) boto3 1.20.0 is the first that needs botocore 1.23.0",
    );
    expect(stdout).toContain(
      "https://github.com/boto/botocore/blob/1.23.0/botocore/configprovider.py",
    );
    const { sdks } = JSON.parse((await egress6(["facts", "go-v1", "--json", ...at])).stdout);
    expect(sdks).toMatchObject([{ id: "go-v1", releases: null }]);
  });

  test("an id finds nothing else, unless it is a plain word", async () => {
    const idsOf = async (topic: string) => {
      const { facts, computeKinds } = JSON.parse(
        (await egress6(["facts", topic, "--json", ...at])).stdout,
      );
      return [...facts, ...computeKinds].map(({ id }) => id);
    };
    expect(await idsOf("lambda-dual-stack")).toEqual(["lambda-dual-stack"]);
    expect(await idsOf("lambda")).toEqual(expect.arrayContaining(["lambda", "lambda-ipv4", "F15"]));
  });

  const WIDE = /^(?!.*https:\/\/|.*`).{81,}$/m;

  test.each([[], ["F13"], ["java"], ["fargate"], ["Amazon ECS"], ["tools"]])(
    "facts %s keeps within 80 columns, but for addresses and commands",
    async (...topic) => {
      expect((await egress6(["facts", ...topic, "--all", ...at])).stdout).not.toMatch(WIDE);
    },
  );

  test("of many matches the best are shown whole, and it is said how all are seen", async () => {
    const { stdout } = await egress6(["facts", "amazon", ...at]);
    expect(stdout.match(/^ +as of /gm)).toHaveLength(8);
    expect(stdout.split("\n").length).toBeLessThan(250);
    const { awsIpv6Support, ...others } = JSON.parse(
      (await egress6(["facts", "amazon", "--json", ...at])).stdout,
    );
    const lists = [awsIpv6Support.services, ...Object.values(others).filter(Array.isArray)];
    const matches = lists.reduce((sum, list) => sum + list.length, 0);
    expect(stdout).toContain(`${matches - 8} more matches, each shown by its id:`);
    expect(stdout).toContain(`  and ${matches - 28} more\n`);
    expect(stdout).toContain("`egress6 facts amazon --all` shows all");
    const all = (await egress6(["facts", "amazon", "--all", ...at])).stdout;
    expect(all.match(/^ +as of /gm)).toHaveLength(matches);
  });

  test("a text that is no plain words finds what says exactly that", async () => {
    const { facts, computeKinds, awsIpv6Support } = JSON.parse(
      (await egress6(["facts", "on.aws", "--json", ...at])).stdout,
    );
    expect(awsIpv6Support).toBeNull();
    expect(facts.length).toBeGreaterThan(0);
    for (const each of [...facts, ...computeKinds]) {
      expect(JSON.stringify(each).toLowerCase()).toContain("on.aws");
    }
  });

  test("what holds now is said once, with since when", async () => {
    const { stdout } = await egress6(["facts", "F06", ...at]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("equal AZ count (from 2025-11-19) as of");
    expect(stdout.match(/Launched 2025-11-19/g)).toHaveLength(1);
    expect((await egress6(["facts", "F13", ...at])).stdout).toMatch(/held +Only EC2 on Nitro/);
  });

  test("marks what is older than a year, by the day it is given", async () => {
    const of = async (now: string) =>
      JSON.parse((await egress6(["facts", "F01", "--json", "--now", now])).stdout);
    expect((await of("2027-09-17")).facts[0]).toMatchObject({ ageDays: 365, isStale: false });
    expect((await of("2027-09-18")).facts[0]).toMatchObject({ ageDays: 366, isStale: true });
    const { stdout } = await egress6(["facts", "F01", "--now", "2028-01-01"]);
    expect(stdout).toContain("STALE");
  });

  test("gives all as one document", async () => {
    const today = ["--now", "2026-12-01"];
    const document = JSON.parse((await egress6(["facts", "--json", ...today])).stdout);
    expect(document).toMatchObject({ now: "2026-12-01T00:00:00Z", staleAfterDays: 365 });
    expect(document.facts).toHaveLength(47 + 76 + 5);
    expect(document.computeKinds.length).toBeGreaterThanOrEqual(36);
    expect(document.egressOptions).toHaveLength(10);
    expect(document.awsIpv6Support.services).toHaveLength(191);
    for (const { id, sources, asOf, ageDays } of [...document.facts, ...document.computeKinds]) {
      expect(sources.length).toBeGreaterThan(0);
      expect(asOf).toMatch(/^20\d\d/);
      expect(ageDays, id).toBeGreaterThanOrEqual(0);
    }
  });

  test("a fact that was corrected still answers, led by what corrects it", async () => {
    const { stdout } = await egress6(["facts", "F08", ...at]);
    expect(stdout).toMatch(/^F08 .*\n {2}corrected by +N01: S3 gateway endpoints carry IPv6/);
    expect(stdout).toContain("REGION.s3express");
    const document = JSON.parse((await egress6(["facts", "F08", "--json", ...at])).stdout);
    expect(document.facts).toHaveLength(1);
    expect(document.facts[0]).toMatchObject({
      id: "F08",
      correctedBy: ["N01", "N02", "N03"],
    });
  });

  test("what nobody has confirmed corrects nothing, and is shown as such", async () => {
    const { stdout } = await egress6(["facts", "F08", ...at]);
    expect(stdout).toMatch(/unverified +N06: .*DynamoDB gateway endpoint\n +carries IPv6/);
    const document = JSON.parse((await egress6(["facts", "N06", "--json", ...at])).stdout);
    expect(document.facts[0]).toMatchObject({ confidence: "unverified", replaces: "F08" });
  });

  test("a row of AWS's table says which fact is newer", async () => {
    const document = JSON.parse((await egress6(["facts", "Amazon FSx", "--json", ...at])).stdout);
    expect(document.awsIpv6Support.services[0]).toMatchObject({
      dualStack: "no",
      correctedBy: ["N47"],
    });
  });

  test("an unknown topic is an error with the nearest ones", async () => {
    const run = await egress6(["facts", "natgatway", ...at]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("Managed NAT gateway");
  });

  test.each(["yesterday", "2026-13-01", "2026-11"])("--now %s is refused", async (now) => {
    const run = await egress6(["facts", "--now", now]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("--now");
  });
});
