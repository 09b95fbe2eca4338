import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import { EventBridgeClient, ListRulesCommand } from "oldest-client-eventbridge";
import { ListBucketsCommand, S3Client } from "oldest-client-s3";
import { ListQueuesCommand, SQSClient } from "oldest-client-sqs";
import { GetCallerIdentityCommand, STSClient } from "oldest-client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { egress6 } from "../catalog/run-in-process.js";
import { observation } from "../store/observations.js";

/**
 * Where clients called in eu-west-1 with dual-stack on, the request caught before it was sent, on 2026-11-30: the
 * botocore inside @aws-cdk/asset-awscli-v1 2.2.217 to 2.2.263, and @aws-sdk/client-*.
 */
const CALLED: readonly (readonly [sdk: string, service: string, hostname: string])[] = [
  ["boto3@1.35.90", "artifact", "artifact.eu-west-1.api.aws"],
  ["boto3@1.35.90", "cognito-idp", "cognito-idp.eu-west-1.api.aws"],
  ["boto3@1.35.90", "ecr", "api.ecr.eu-west-1.api.aws"],
  ["boto3@1.36.6", "backupsearch", "backup-search.us-east-1.api.aws"],
  ["boto3@1.36.6", "iam", "iam.eu-west-1.api.aws"],
  ["boto3@1.36.6", "networkmanager", "networkmanager.eu-west-1.api.aws"],
  ["boto3@1.37.9", "detective", "api.detective.eu-west-1.api.aws"],
  ["boto3@1.37.9", "ecr", "api.ecr.eu-west-1.api.aws"],
  ["boto3@1.37.9", "iam", "iam.eu-west-1.api.aws"],
  ["boto3@1.38.27", "efs", "elasticfilesystem.eu-west-1.api.aws"],
  ["boto3@1.38.27", "route53", "route53.eu-west-1.api.aws"],
  ["boto3@1.38.46", "budgets", "budgets.eu-west-1.api.aws"],
  ["boto3@1.38.46", "cloudfront", "cloudfront.eu-west-1.api.aws"],
  ["boto3@1.40.16", "backupsearch", "backup-search.eu-west-1.api.aws"],
  ["boto3@1.40.16", "dynamodbstreams", "streams.dynamodb.eu-west-1.api.aws"],
  ["boto3@1.40.55", "kafka", "kafka.eu-west-1.api.aws"],
  ["boto3@1.40.55", "savingsplans", "savingsplans.eu-west-1.api.aws"],
  ["boto3@1.42.30", "mediatailor", "api.mediatailor.eu-west-1.api.aws"],
  // The AWS CLI v1 that held that botocore.
  ["cli-v1@1.44.20", "mediatailor", "api.mediatailor.eu-west-1.api.aws"],
  ["js-v3@3.723.0", "iam", "iam.eu-west-1.api.aws"],
  ["js-v3@3.777.0", "ecr", "api.ecr.eu-west-1.api.aws"],
  ["js-v3@3.787.0", "efs", "elasticfilesystem.eu-west-1.api.aws"],
  ["js-v3@3.844.0", "ecr", "ecr.eu-west-1.api.aws"],
  ["js-v3@3.844.0", "route53", "route53.eu-west-1.api.aws"],
  ["js-v3@3.864.0", "kafka", "kafka.eu-west-1.api.aws"],
];

/** A and AAAA of names. */
const WORLD: Readonly<Record<string, readonly [OutcomeKind, OutcomeKind]>> = {
  "api.ecr.eu-west-1.amazonaws.com": ["answer", "nodata"],
  "api.ecr.eu-west-1.api.aws": ["nxdomain", "nxdomain"],
  "ecr.eu-west-1.api.aws": ["answer", "answer"],
  "sts.eu-west-1.amazonaws.com": ["answer", "nodata"],
  "sts.eu-west-1.api.aws": ["answer", "answer"],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-versions-`);
  const store = openStore(`${folder}/store.db`);
  const batch = Object.entries(WORLD).map(([name, [a, aaaa]]) => observation(name, a, aaaa));
  store.record(batch, Date.UTC(2026, 10, 12));
  store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HERE = ["--region", "eu-west-1"];
const run = (command: string, ...args: string[]) =>
  egress6([command, ...HERE, "--db", `${folder}/store.db`, ...args], {
    env: { HOME: folder },
  });
const endpoint = async (service: string, ...args: string[]) => {
  const { code, stdout } = await run("endpoint", service, "--dualstack", "--json", ...args);
  return { code, answer: JSON.parse(stdout) };
};

describe("endpoint --sdk NAME@VERSION", () => {
  test.each(CALLED)("%s calls %s by %s", async (sdk, service, hostname) => {
    const { code, answer } = await endpoint(service, "--sdk", sdk);
    expect({ code, hostname: answer.hostname }).toEqual({ code: 0, hostname });
    expect(answer.sdk.namesKnown).toBe(true);
  });

  test("is what the real clients of 3.540.0 call", async () => {
    const called: string[] = [];
    const config = {
      region: "eu-west-1",
      useDualstackEndpoint: true,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
      maxAttempts: 1,
      requestHandler: {
        handle: async ({ hostname }: { readonly hostname: string }) => {
          called.push(hostname);
          throw new Error("caught");
        },
      },
    };
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      events: () => new EventBridgeClient(config).send(new ListRulesCommand({})),
      s3: () => new S3Client(config).send(new ListBucketsCommand({})),
      sqs: () => new SQSClient(config).send(new ListQueuesCommand({})),
      sts: () => new STSClient(config).send(new GetCallerIdentityCommand({})),
    };
    for (const [service, call] of Object.entries(calls)) {
      await expect(call()).rejects.toThrow();
      const { answer } = await endpoint(service, "--sdk", "js-v3@3.540.0");
      expect([service, answer.hostname]).toEqual([service, called.at(-1)]);
    }
    expect(called.length).toBeGreaterThanOrEqual(4);
  });

  test.each([
    ["ecr", "js-v3@3.798.0", "AWS changed it at about the time of that version"],
    ["ecr", "boto3@1.44.5", "our records of AWS's rules end with botocore 1.43.62"],
    ["ecr", "boto3@1.33.0", "our records of AWS's rules begin with botocore 1.34.0"],
    ["ecr", "go-v2@1.30.0", "nothing tells with which endpoint rules that version came"],
    ["sts", "cli-v2@2.15.0", "nothing tells with which endpoint rules that version came"],
  ])("says of %s with %s that it is not known, and why", async (service, sdk, reason) => {
    const { code, answer } = await endpoint(service, "--sdk", sdk);
    expect(code).toBe(3);
    expect(answer).toMatchObject({
      url: null,
      hostname: null,
      sdk: { namesKnown: false },
      verdict: { "ipv6-only": "unknown", "dual-stack": "unknown", "ipv4-only": "unknown" },
    });
    expect(answer.notKnown).toContain("dualstack");
    expect(answer.advice[0]).toContain(reason);
    const { stdout } = await run("endpoint", service, "--dualstack", "--sdk", sdk);
    expect(stdout).toContain("not known for this version");
  });

  test.each([
    ["organizations", "boto3@1.43.0", null],
    ["organizations", "cli-v1", null],
    ["iam", "boto3@1.37.0", null],
    ["organizations", "js-v3@3.1175.0", "us-east-1"],
    ["sqs", "boto3@1.37.0", "eu-west-1"],
    ["sqs", "boto3", "eu-west-1"],
    ["iam", "boto3", "us-east-1"],
  ])("names what %s with %s signs for, or that it is not known", async (service, sdk, region) => {
    const { answer } = await endpoint(service, "--sdk", sdk);
    expect(answer.signing).toEqual({ name: service, region });
    expect(answer.variants.dualstack.signing).toEqual({ name: service, region });
    const { stdout } = await run("endpoint", service, "--dualstack", "--sdk", sdk);
    const words = stdout.replaceAll(/\s+/g, " ");
    expect(words.includes(`signed for ${service}, in which region is not known`)).toBe(
      region === null,
    );
  });

  test("says of an older version which rules its names are of", async () => {
    const words = async (sdk: string) =>
      (await run("endpoint", "ecr", "--sdk", sdk)).stdout.replaceAll(/\s+/g, " ");
    expect(await words("boto3@1.37.0")).toContain(
      "Names are those of SDK for Python (Boto3) 1.37.0 (botocore 1.37.0), by our records of how AWS's rules changed",
    );
    expect(await words("cli-v1")).toContain("Names are what AWS's rules (botocore 1.43.62, ");
    expect(await words("boto3")).toContain("Names are what AWS's rules (@aws-sdk/client-ecr ");
    const { answer } = await endpoint("ecr", "--sdk", "boto3@1.37.0");
    expect(answer.rules).toEqual({ source: "botocore", version: "1.37.0", date: null });
    expect((await endpoint("ecr", "--sdk", "js-v3@3.844.0")).answer.rules).toBeNull();
  });

  test("names no host of a service that the version does not have, and says so", async () => {
    const { code, answer } = await endpoint("aiops", "--sdk", "boto3@1.37.0");
    expect(code).toBe(3);
    expect(answer).toMatchObject({
      url: null,
      hostname: null,
      sdk: { namesKnown: false, hasService: "no" },
      variants: { default: null, dualstack: null, fips: null, "fips-dualstack": null },
      verdict: { "ipv6-only": "unknown", "dual-stack": "unknown", "ipv4-only": "unknown" },
    });
    expect(answer.advice[0]).toContain(
      "SDK for Python (Boto3) 1.37.0 does not have aiops, which came with botocore 1.38.39 (2025-06-18).",
    );
    const { stdout } = await run("endpoint", "aiops", "--sdk", "boto3@1.37.0");
    expect(stdout).toMatch(/^no endpoint: this version does not have the service\n/);
    expect(stdout).not.toMatch(/aiops\.eu-west-1/);
    const later = await endpoint("aiops", "--sdk", "boto3@1.38.39");
    expect(later.answer).toMatchObject({ sdk: { hasService: "yes" } });
    expect(later.answer.hostname).not.toBeNull();
    expect((await endpoint("aiops", "--sdk", "go-v2@1.0.0")).answer.sdk.hasService).toBe("unknown");
  });

  test("takes AWS CLI v1 for the botocore in it, with all further names", async () => {
    const plain = await endpoint("ecr", "--sdk", "cli-v1");
    expect(plain.answer).toEqual({
      ...(await endpoint("ecr", "--sdk", "cli-v1@1.46.2")).answer,
      sdk: { ...plain.answer.sdk, version: null },
    });
    expect(plain.answer.hostname).toBe("ecr.eu-west-1.api.aws");
    expect(plain.answer.additional).not.toEqual([]);
    expect((await endpoint("ecr", "--sdk", "cli-v1@1.38.9")).answer).toMatchObject({
      hostname: "api.ecr.eu-west-1.api.aws",
      additional: [],
    });
  });

  test("names the trap, the version to update to, and the URL that helps without", async () => {
    const { answer } = await endpoint("ecr", "--sdk", "boto3@1.37.0");
    const trap = answer.traps.find(({ id }: { id: string }) => id === "dualstack-name-missing");
    expect(trap.message).toContain("api.ecr.eu-west-1.api.aws, which does not exist");
    expect(trap.remedy).toContain("Update to 1.38.6 or later");
    expect(answer.verdict["ipv6-only"]).toBe("no");
    expect(answer.advice.join(" ")).toContain("AWS_ENDPOINT_URL_ECR=https://ecr.eu-west-1.api.aws");
    const js = (await endpoint("ecr", "--sdk", "js-v3@3.777.0")).answer;
    expect(JSON.stringify(js.traps)).toContain("Update to 3.810.0 or later");
  });

  test("does not know names with parameters of older rules", async () => {
    const bucket = ["--param", "Bucket=my-bucket"];
    const { code, answer } = await endpoint("s3", ...bucket, "--sdk", "boto3@1.40.0");
    expect({ code, hostname: answer.hostname }).toEqual({ code: 3, hostname: null });
    expect((await endpoint("s3", ...bucket, "--sdk", "boto3")).answer.hostname).toBe(
      "my-bucket.s3.dualstack.eu-west-1.amazonaws.com",
    );
  });
});

describe("without a version", () => {
  test("the names are today's, and what older SDKs call is told", async () => {
    const { answer } = await endpoint("ecr");
    expect(answer).toMatchObject({ hostname: "ecr.eu-west-1.api.aws", sdk: null, notKnown: [] });
    expect(JSON.stringify(answer.traps)).toContain(
      "SDKs released before 2025-04-30 call api.ecr.eu-west-1.api.aws, which does not exist.",
    );
  });
});

describe("config --sdk NAME@VERSION", () => {
  const config = async (...args: string[]) => {
    const { code, stdout, stderr } = await run("config", "--for", "env", "--json", ...args);
    return { code, stderr, document: JSON.parse(stdout) };
  };

  test("does not set the switch that would lead to a missing name, and warns", async () => {
    const today = await config("--service", "ecr,sts");
    expect(today.document.choice.dualstackSwitch).toBe(true);
    const old = await config("--service", "ecr,sts", "--sdk", "boto3@1.37.0");
    expect(old.document.choice.dualstackSwitch).toBe(false);
    expect(old.document.text).toContain("AWS_ENDPOINT_URL_ECR=https://ecr.eu-west-1.api.aws");
    expect(old.stderr).toContain(
      "warning: SDK for Python (Boto3) 1.37.0 calls api.ecr.eu-west-1.api.aws with the dual-stack setting; SDKs released since 2025-04-30 call ecr.eu-west-1.api.aws. Update to 1.38.6 or later.",
    );
    expect((await config("--service", "ecr,sts", "--sdk", "boto3@1.43.62")).stderr).toBe("");
  });

  test("sets nothing on names that are not known", async () => {
    const { document, stderr } = await config("--service", "sts", "--sdk", "go-v2@1.30.0");
    expect(document.choice.dualstackSwitch).toBe(false);
    expect(stderr).toContain(
      "warning: We do not know which hostnames SDK for Go v2 1.30.0 calls for sts in eu-west-1",
    );
    expect(document.text).not.toContain("\nexport AWS_USE_DUALSTACK_ENDPOINT");
  });
});

describe("check --sdk NAME@VERSION", () => {
  test("judges by the names of that version", async () => {
    const check = async (...args: string[]) => {
      const { stdout } = await run("check", "--service", "ecr,sts", "--json", ...args);
      return JSON.parse(stdout).regions[0];
    };
    expect(await check()).toMatchObject({
      dualstackSwitch: { breaks: [], unknown: [], isAdvised: true },
      versionNotes: [],
    });
    expect(await check("--sdk", "boto3@1.37.0")).toMatchObject({
      dualstackSwitch: { breaks: ["ecr"], unknown: [], isAdvised: false },
      versionNotes: [expect.stringContaining("Update to 1.38.6 or later")],
    });
    expect(await check("--sdk", "js-v3@3.798.0")).toMatchObject({
      dualstackSwitch: { breaks: [], unknown: ["ecr"], isAdvised: false },
      versionNotes: [expect.stringContaining("We do not know which dual-stack hostname")],
    });
  });
});
