import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";

const both = { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] };
const ipv4 = { A: ["52.94.5.1"] };
const records = {
  "logs.eu-central-1.amazonaws.com": ipv4,
  "logs.eu-central-1.api.aws": both,
  "sns.eu-central-1.amazonaws.com": ipv4,
};

let folder: string;
let dns: DnsServer;
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-config-`);
  dns = await startDnsServer({ records });
  const { code } = await run("scan", "--service", "logs,sns", "--region", "eu-central-1");
  expect(code).toBe(0);
});
afterAll(async () => {
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (command: string, ...args: readonly string[]) =>
  egress6([command, ...args, "--resolver", dns.resolver, "--db", `${folder}/store.db`]);
const config = (...args: readonly string[]) => run("config", "--region", "eu-central-1", ...args);

describe("egress6 config", () => {
  test("writes what is safe, says what it rests on, and exits with 0", async () => {
    const { code, stdout, stderr } = await config("--service", "logs", "--for", "env");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("\nexport AWS_USE_DUALSTACK_ENDPOINT=true\n");
    expect(stdout).toContain(`observed 1970-01-01 00:00 UTC by ${dns.resolver}`);
  });

  test("exits with 1 and names the way out when settings cannot do it all", async () => {
    const { code, stdout, stderr } = await config("--service", "logs,sns", "--for", "env");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "export AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=https://logs.eu-central-1.api.aws",
    );
    expect(stdout).not.toMatch(/^export AWS_USE_DUALSTACK/m);
    expect(stderr).toMatch(/Not solved: Amazon Simple Notification Service.*PrivateLink.*NAT64/);
  });

  test("advises nothing that was not observed, and says how to observe it", async () => {
    const { code, stdout, stderr } = await config("--service", "kms", "--for", "dotenv");
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/^AWS_/m);
    expect(stderr).toContain("egress6 scan --service kms --region eu-central-1");
  });

  test("--live looks now, and leaves the store as it is", async () => {
    dns.setRecords({
      ...records,
      "kms.eu-central-1.amazonaws.com": ipv4,
      "kms.eu-central-1.api.aws": both,
    });
    const { code, stdout } = await config("--service", "kms", "--for", "dotenv", "--live");
    expect(code).toBe(0);
    expect(stdout).toContain("AWS_USE_DUALSTACK_ENDPOINT=true");
    expect((await config("--service", "kms", "--for", "dotenv")).code).toBe(1);
  });

  test("JSON has the choice and the text", async () => {
    const { stdout } = await config("--service", "logs,sns", "--for", "dotenv", "--json");
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      target: "dotenv",
      region: "eu-central-1",
      isComplete: false,
      choice: {
        dualstackSwitch: false,
        services: [
          { service: "logs", means: "url", url: "https://logs.eu-central-1.api.aws" },
          { service: "sns", means: "impossible", obstacle: "ipv4-only" },
        ],
      },
    });
    expect(document.cautions).toContainEqual(
      expect.objectContaining({
        trap: "source-ip-conditions",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ipv6-access.html",
        message: expect.stringMatching(/^Policies with IPv4-only .*\. Add the IPv6 ranges /),
        ruleId: "source-ip-conditions",
        level: "note",
        fix: expect.stringMatching(/^Add the IPv6 ranges /),
        fingerprint: "source-ip-conditions/proposal/dotenv/eu-central-1",
      }),
    );
    const plain = await config("--service", "logs,sns", "--for", "dotenv");
    expect(document.text).toBe(plain.stdout);
  });

  test("what has no comments is explained on stderr, and can be parsed as it is", async () => {
    const { stdout, stderr } = await config("--service", "logs", "--for", "ecs-task");
    expect(JSON.parse(stdout).environment).toEqual([
      { name: "AWS_USE_DUALSTACK_ENDPOINT", value: "true" },
    ]);
    expect(stderr).toContain("logs.eu-central-1.api.aws has AAAA, observed");
  });

  test("--output leaves a file that is there alone, unless --force is given", async () => {
    const file = `${folder}/mine.env`;
    writeFileSync(file, "MINE=1\n");
    const args = ["--service", "logs", "--for", "dotenv", "--output", file];
    const { code, stderr } = await config(...args);
    expect(code).toBe(2);
    expect(stderr).toContain("--force");
    expect(readFileSync(file, "utf8")).toBe("MINE=1\n");
    expect((await config(...args, "--force")).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("AWS_USE_DUALSTACK_ENDPOINT=true");
  });

  test("a form of a target can be asked for alone; a file takes one", async () => {
    const alone = await config("--service", "logs", "--for", "lambda:terraform");
    expect(alone.stdout).toContain("ipv6_allowed_for_dual_stack");
    expect(alone.stdout).not.toContain("Ipv6AllowedForDualStack");
    const file = `${folder}/lambda`;
    const { code, stderr } = await config("--service", "logs", "--for", "lambda", "--output", file);
    expect(code).toBe(2);
    expect(stderr).toContain("lambda:cloudformation or lambda:terraform");
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    [["--service", "logs", "--for", "teraform-provider"], "Nearest: terraform-provider"],
    [["--service", "logs", "--for", "lambda:pulumi"], "It has: cloudformation, terraform"],
    [["--service", "s3", "--for", "rclon"], "Nearest: rclone. "],
    [["--service", "cloudwach", "--for", "env"], "Nearest: cloudwatch"],
    [["--for", "env"], "Name the services"],
    [["--service", "logs"], "--for"],
    [["--service", "logs", "--for", "env", "--force"], "--force goes with --output"],
  ])("%j is refused with a remedy", async (args, remedy) => {
    const { code, stdout, stderr } = await config(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(remedy);
  });

  test("refuses code in one language for an SDK of another, and says which target is its own", async () => {
    const { code, stderr } = await config(
      "--service",
      "logs",
      "--for",
      "javascript",
      "--sdk",
      "boto3",
    );
    expect(stderr).toMatch(
      /--for javascript writes code .*--sdk boto3 names .* or give --for python/,
    );
    expect(code).toBe(2);
    const agreed = [
      ["python", "boto3@1.43.0"],
      ["go", "go-v2"],
      ["env", "java-v2"],
    ];
    for (const [target = "", sdk = ""] of agreed) {
      expect((await config("--service", "logs", "--for", target, "--sdk", sdk)).code).not.toBe(2);
    }
  });

  test("says so when FIPS is on, for which these names are not", async () => {
    const { code, stderr } = await egress6(
      [
        "config",
        "--db",
        `${folder}/store.db`,
        "--region",
        "eu-central-1",
        "--service",
        "logs",
        "--for",
        "env",
      ],
      { env: { AWS_USE_FIPS_ENDPOINT: "true" } },
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: AWS_USE_FIPS_ENDPOINT is on here.*--fips --dualstack/);
  });

  test("a region that no partition lists gets a warning and the nearest known", async () => {
    const { code, stderr } = await run(
      ...(["config", "--service", "logs", "--region", "eu-central-9", "--for", "env"] as const),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/warning: .*eu-central-9.*eu-central-1/);
  });
});
