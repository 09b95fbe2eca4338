import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { NameObservation } from "@egress6/core/observation/outcome";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { egress6 } from "../catalog/run-in-process.js";
import { observation } from "../store/observations.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";

const SECRET = "wJalrXUtnFEMIK7MDENG";
const CONFIG = `[default]
region = eu-central-1
aws_secret_access_key = ${SECRET}

[profile dev]
region = eu-west-1
services = local
endpoint_url = http://global.test

[services local]
s3 =
  endpoint_url = http://key:${SECRET}@s3.test:4566/
`;

let folder: string;
let dns: DnsServer;
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-explain-`);
  writeFileSync(`${folder}/config`, CONFIG);
  dns = await startDnsServer({
    records: {
      "s3.eu-central-1.amazonaws.com": { A: ["52.94.5.1"] },
      "s3.dualstack.eu-central-1.amazonaws.com": { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] },
    },
  });
});
afterAll(async () => {
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  egress6(["endpoint", ...args], { env: { AWS_CONFIG_FILE: `${folder}/config`, ...env } });
const explain = async (args: readonly string[], env: Record<string, string> = {}) => {
  const { stdout, stderr } = await run([...args, "--json"], env);
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

describe("egress6 endpoint explains", () => {
  test("which source wins, with file and line of each", async () => {
    const answer = await explain(["s3", "--profile", "dev"], { AWS_ENDPOINT_URL: "" });
    expect(answer).toMatchObject({
      hostname: "s3.test",
      url: "http://***@s3.test:4566/",
      source: "config-service",
      region: "eu-west-1",
      signing: { region: "eu-west-1", name: "s3" },
    });
    expect(
      answer.trail.map((step: Record<string, string>) => [
        step["source"],
        step["outcome"],
        step["place"],
      ]),
    ).toEqual([
      ["code", "unset", null],
      ["env-service", "unset", null],
      ["env-global", "empty", "environment"],
      ["config-service", "used", `${folder}/config:12`],
      ["config-global", "overridden", `${folder}/config:8`],
      ["rules", "overridden", null],
    ]);
  });

  test("in the words of aws --debug", async () => {
    const { stdout } = await run(["s3", "--profile", "dev", "--explain"], {
      AWS_ENDPOINT_URL_S3: "https://mine.test",
    });
    expect(stdout).toContain("Looking for endpoint for s3 via: environment_service");
    expect(stdout).toContain("Found endpoint for s3 via: environment_service.");
    expect(stdout).toContain("'Region': 'eu-west-1', 'UseDualStack': False, 'UseFIPS': False");
    expect(stdout).toContain("Endpoint provider result: https://mine.test");
    const { stdout: byRules } = await run(["sqs", "--explain"]);
    expect(byRules).toContain("No configured endpoint found.");
    expect(byRules).toContain("Endpoint provider result: https://sqs.eu-central-1.amazonaws.com");
  });

  test("and never shows secrets", async () => {
    for (const args of [["--json"], ["--explain"], []]) {
      const { stdout, stderr } = await run(["s3", "--profile", "dev", ...args], {
        AWS_SECRET_ACCESS_KEY: SECRET,
        AWS_ENDPOINT_URL: `https://${SECRET}@a.test/?token=${SECRET}`,
      });
      expect(stdout + stderr).not.toContain(SECRET);
      expect(stdout).toContain("a.test");
    }
  });

  test("how an SDK differs", async () => {
    const env = { AWS_DEFAULT_REGION: "eu-west-1", AWS_USE_DUALSTACK_ENDPOINT: "TRUE" };
    const boto3 = await explain(["s3", "--sdk", "boto3"], env);
    expect([boto3.variant, boto3.region]).toEqual(["dualstack", "eu-west-1"]);
    const js = await explain(["s3", "--sdk", "js-v3@3.700.0"], env);
    expect([js.variant, js.region]).toEqual(["default", "eu-central-1"]);
    expect(js.sdk).toEqual({
      id: "js-v3",
      name: "SDK for JavaScript v3",
      version: "3.700.0",
      namesKnown: true,
      hasService: "yes",
    });
    const old = await explain(["s3", "--sdk", "java-v2@2.20.0"], {
      AWS_ENDPOINT_URL: "http://a.test",
    });
    expect(old.source).toBe("rules");
    expect(old.traps.map(({ id }: { id: string }) => id)).toContain("setting-not-read");
  });

  test("which SDKs leave SQS where its queue URLs are, though the switch is in code", async () => {
    const { traps } = await explain(["sqs", "--dualstack"]);
    const trap = traps.find(({ id }: { id: string }) => id === "sqs-queue-url");
    expect(trap.message).toMatch(/^The SDKs java-v1, js-v2, js-v3, php-3, ruby-3 call/);
  });

  test("a region of no partition as SDKs do, with a warning", async () => {
    const env = { AWS_REGION: "fake-region-10", AWS_ENDPOINT_URL: "https://a.test" };
    const { code, stdout, stderr } = await run(
      ["s3", "--ignore-configured-endpoint-urls", "--json"],
      env,
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: .*fake-region-10.*Known and similar: \S+, \S+, \S+\.$/m);
    expect(JSON.parse(stdout)).toMatchObject({
      url: "https://s3.fake-region-10.amazonaws.com",
      source: "rules",
      isRegionListed: false,
    });
    const configured = await run(["s3", "--json"], env);
    expect(JSON.parse(configured.stdout).url).toBe("https://a.test");
  });

  test("what the rules make of a bucket", async () => {
    const bucket = await explain(["s3", "--param", "Bucket=mine", "--param", "UseDualStack=true"]);
    expect(bucket.hostname).toBe("mine.s3.dualstack.eu-central-1.amazonaws.com");
    expect(bucket.parameters).toMatchObject({ Bucket: "mine", UseDualStack: true });
  });

  test("the global name of STS, and that it has no dual-stack twin", async () => {
    const answer = await explain(["sts", "--region", "aws-global"]);
    expect(answer).toMatchObject({
      hostname: "sts.amazonaws.com",
      signing: { region: "us-east-1", name: "sts" },
    });
  });
});

describe("ECR's registry under FIPS", () => {
  const fips = async (region: string) => {
    const run = await egress6([
      "endpoint",
      "ecr",
      "--region",
      region,
      "--dualstack",
      "--fips",
      "--json",
    ]);
    const { traps } = JSON.parse(run.stdout);
    return traps.find(({ id }: { id: string }) => id === "ecr-registry-host").message;
  };

  test("is that with FIPS, where there is one", async () => {
    expect(await fips("us-east-1")).toContain("<account>.dkr-ecr-fips.us-east-1.on.aws");
    expect(await fips("us-east-1")).not.toContain("dkr-ecr.us");
    expect(await fips("eu-west-1")).toContain("No registry host with FIPS is known in eu-west-1");
  });
});

describe("what was observed", () => {
  const NAME = "s3.dualstack.eu-central-1.amazonaws.com";
  const record = (...batch: NameObservation[]) => {
    const store = openStore(`${folder}/store.db`);
    store.record(batch, Date.UTC(2026, 10, 12));
    store.close();
  };

  test("comes from the store, with its date", async () => {
    record(observation(NAME, "answer", "answer"));
    const answer = await explain(["s3", "--dualstack", "--db", `${folder}/store.db`]);
    expect(answer.observed).toMatchObject({ ipv6: "yes", checkedAt: "2026-11-12T00:00:00Z" });
    expect(answer.variants.dualstack).toMatchObject({ ipv6: "yes", since: "2026-11-12T00:00:00Z" });
    expect(answer.verdict).toEqual({ "ipv6-only": "yes", "dual-stack": "yes", "ipv4-only": "yes" });
    expect(answer.advice[0]).toContain("observed 2026-11-12");
  });

  test("without a verdict is said with its outcome, not as if nobody had asked", async () => {
    record(
      observation("sqs.eu-central-1.amazonaws.com", "answer", "nodata"),
      observation("sqs.eu-central-1.api.aws", "answer", "timeout"),
    );
    const db = ["--db", `${folder}/store.db`];
    const answer = await explain(["sqs", "--dualstack", ...db]);
    expect(answer.variants.dualstack).toMatchObject({
      ipv6: "unknown",
      confirmedAt: null,
      outcomes: { a: "answer", aaaa: "timeout" },
    });
    expect(answer.variants.fips.outcomes).toEqual({ a: null, aaaa: null });
    expect(answer.verdict["ipv6-only"]).toBe("unknown");
    expect(answer.advice[0]).toMatch(/^No verdict: sqs.*\(timeout, asked 2026-11-12 .*again/);
    expect((await run(["sqs", ...db])).stdout).toMatch(
      /api\.aws\s+IPv4 yes, IPv6 unknown: timeout/,
    );
  });

  test("is looked up now with --live, and only then", async () => {
    const asked = dns.queries.length;
    const stored = await explain(["s3", "--db", `${folder}/nothing.db`]);
    expect(stored.verdict["ipv6-only"]).toBe("unknown");
    expect(dns.queries.length).toBe(asked);
    const live = await explain(["s3", "--live", "--resolver", dns.resolver]);
    expect(live.verdict).toEqual({ "ipv6-only": "no", "dual-stack": "yes", "ipv4-only": "yes" });
    expect(live.advice[0]).toContain("s3.dualstack.eu-central-1.amazonaws.com");
    expect(dns.queries.length).toBeGreaterThan(asked);
  });
});

describe("bad input", () => {
  const fails = async (args: readonly string[], env: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await run(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };
  const file = (content: string | Buffer) => {
    const path = `${folder}/bad`;
    writeFileSync(path, content);
    return { AWS_CONFIG_FILE: path };
  };

  test.each([
    ["a line that is no setting", "[default]\nregion", /bad:2: /],
    ["a setting before any section", "region = a", /bad:1: .*\[section\]/],
    [
      "a missing services section",
      "[default]\nregion = eu-west-1\nservices = x",
      /bad:3: .*\[services x\]/,
    ],
    ["bytes that are not UTF-8", Buffer.from([91, 97, 93, 10, 0xff, 0xfe]), /bad:2: .*UTF-8/],
    [
      "a comment behind the region",
      "[default]\nregion = eu-west-1 # mine",
      /bad:2: .*not an AWS region.*line of its own/,
    ],
    ["a zero byte", "[default]\n\0", /bad:2: .*zero byte/],
    [
      "an endpoint that is no URL",
      "[default]\nregion = eu-west-1\nendpoint_url = s3.test",
      /bad:3.*s3\.test/,
    ],
    [
      "a comment behind an endpoint",
      "[default]\nregion = eu-west-1\nendpoint_url = http://s3.test # mine",
      /bad:3.*not an endpoint URL.*line of its own/,
    ],
  ])("%s is refused with its place", async (_what, content, message) => {
    expect(await fails(["s3"], file(content))).toMatch(message);
  });

  test("a file of 50 MB is refused unread", async () => {
    const env = file("[default]\n");
    truncateSync(env.AWS_CONFIG_FILE, 50 * 1024 * 1024);
    expect(await fails(["s3"], env)).toMatch(/bad has 50 MiB or more.*the right file/);
  });

  test("a folder in place of the file is refused", async () => {
    expect(await fails(["s3"], { AWS_CONFIG_FILE: folder })).toMatch(/it is a folder/);
  });

  test("a pipe is waited for, and given up when nothing comes through it", async () => {
    const pipe = `${folder}/pipe`;
    execFileSync("mkfifo", [pipe]);
    const env = { AWS_CONFIG_FILE: pipe };
    const writer = spawn("sh", ["-c", `printf '[default]\\nregion = eu-west-3\\n' > '${pipe}'`]);
    const { stdout } = await run(["s3"], env);
    expect(stdout).toContain("https://s3.eu-west-3.amazonaws.com");
    if (writer.exitCode === null) await once(writer, "exit");
    expect(await fails(["s3"], env)).toMatch(/pipe cannot be read: .*nothing comes/);
  });

  test.each([
    [
      ["s3", "--profile", "deev"],
      /no profile "deev" \(named by --profile\).*Nearest: dev, default/,
    ],
    [["s3", "--sdk", "pyton"], /no SDK "pyton".*Nearest: boto3/],
    [["s3", "--sdk", "boto3@newest"], /"newest" is not a version of boto3.*boto3@1\.35\.0/],
    [["s3", "--sdk", "boto3@"], /"" is not a version of boto3/],
    [["s3", "--endpoint-url", "user:s3cret@h"], /is "\*\*\*@h", which is not an endpoint URL/],
    [["s33"], /no AWS service "s33".*Nearest: s3/],
    [["s3", "--param", "Bucket"], /NAME=VALUE/],
    [["s3", "--param", "Colour=red"], /no name of s3 with Colour.*Bucket.*--rules DIR/],
    [["s3", "--param", "Bucket=a.b"], /cannot be part of a host name/],
    [["s3", "--region", "eu-west-1", "--param", "Region=us-east-1"], /contradict each other/],
    [["s3", "--dualstack", "--param", "UseDualStack=false"], /contradict each other/],
    [["s3", "--param", "Bucket=a", "--param", "Bucket=b"], /given twice/],
    [["s3", "--resolver", "127.0.0.1"], /--resolver goes with --live/],
    [
      ["s3", "--endpoint-url", "localhost"],
      /--endpoint-url .*"localhost", which is not an endpoint URL/,
    ],
  ])("%j is explained", async (args, message) => {
    expect(await fails(args)).toMatch(message);
  });

  test("a profile named by a variable is looked for, too", async () => {
    expect(await fails(["s3"], { AWS_PROFILE: "nobody" })).toMatch(/named by AWS_PROFILE/);
  });

  test("a config file that is not there only gets a warning, as SDKs go on without", async () => {
    const { code, stderr } = await run(["s3", "--region", "eu-west-1"], {
      AWS_CONFIG_FILE: `${folder}/nowhere`,
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: AWS_CONFIG_FILE names .*nowhere, which does not exist/);
  });
});
