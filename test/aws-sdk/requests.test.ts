import { randomBytes } from "node:crypto";
import dns from "node:dns";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import {
  type Ipv6Options,
  ipv6,
  type LookUp,
  type LookUpResult,
  nodeLookUp,
} from "@egress6/aws-sdk";
import {
  GetQueueAttributesCommand as OldestGetQueueAttributesCommand,
  SQSClient as OldestSQSClient,
} from "oldest-client-sqs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { BOTH, fresh, type LocalAws, startLocalAws, V4 } from "./local-aws.js";
import { OLDEST_SERVICES, SERVICES } from "./services.js";

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());
beforeEach(() => local.reset());
afterEach(() => vi.unstubAllEnvs());

const hostsArrived = () => local.aws.arrived.map(({ host }) => host);

describe("many at once", () => {
  test("200 first calls of many clients look each name up once", async () => {
    local.setRecords({
      "sts.eu-central-1.amazonaws.com": V4,
      "sts.eu-central-1.api.aws": BOTH,
    });
    local.dns.setFaults([{ kind: "slow", delayMs: 100 }]);
    const { options, lookedUp } = fresh(local);
    const config = local.config();
    const calls = Array.from({ length: 200 }, () =>
      ipv6(new STSClient(config), options).send(new GetCallerIdentityCommand({})),
    );
    await Promise.all(calls);
    expect([...lookedUp].sort()).toEqual([
      "sts.eu-central-1.amazonaws.com",
      "sts.eu-central-1.api.aws",
    ]);
    expect(new Set(hostsArrived())).toEqual(new Set(["sts.eu-central-1.api.aws"]));
    expect(local.aws.arrived).toHaveLength(200);
  });

  test("clients without options share what they know, and Node's servers are asked", async () => {
    local.setRecords({ "sts.eu-central-1.amazonaws.com": V4, "sts.eu-central-1.api.aws": BOTH });
    const before = dns.getServers();
    dns.setServers([local.dns.resolver]);
    const queriesBefore = local.dns.queries.length;
    try {
      for (let client = 0; client < 2; client++) {
        await ipv6(new STSClient(local.config())).send(new GetCallerIdentityCommand({}));
      }
    } finally {
      dns.setServers(before);
    }
    expect(hostsArrived()).toEqual(["sts.eu-central-1.api.aws", "sts.eu-central-1.api.aws"]);
    const asked = local.dns.queries.slice(queriesBefore).map(({ name, type }) => `${name} ${type}`);
    expect(asked.sort()).toEqual([
      "a.root-servers.net AAAA",
      "ipv4only.arpa A",
      "ipv4only.arpa AAAA",
      "sts.eu-central-1.amazonaws.com A",
      "sts.eu-central-1.amazonaws.com AAAA",
      "sts.eu-central-1.api.aws A",
      "sts.eu-central-1.api.aws AAAA",
    ]);
  });
});

describe("S3", () => {
  const buckets = ["bucket-a", "bucket-b", "bucket-c"];
  const object = { Bucket: "bucket-a", Key: "a key/with + odd ~ signs" };

  beforeEach(() => {
    const regional = (name: string) => [name, ...buckets.map((bucket) => `${bucket}.${name}`)];
    const all = (names: string[], records: object) =>
      Object.fromEntries(names.map((name) => [name, records]));
    local.setRecords({
      ...all(regional("s3.eu-central-1.amazonaws.com"), V4),
      ...all(regional("s3.dualstack.eu-central-1.amazonaws.com"), BOTH),
    });
  });

  test("looks up the region's names, not each bucket's", async () => {
    const { options, lookedUp } = fresh(local);
    const client = ipv6(new S3Client(local.config()), options);
    for (const Bucket of buckets) await client.send(new HeadBucketCommand({ Bucket }));
    const inPath = ipv6(new S3Client({ ...local.config(), forcePathStyle: true }), options);
    await inPath.send(new HeadBucketCommand({ Bucket: "bucket-a" }));
    expect(lookedUp).toEqual([
      "s3.eu-central-1.amazonaws.com",
      "s3.dualstack.eu-central-1.amazonaws.com",
    ]);
    expect(hostsArrived()).toEqual([
      ...buckets.map((bucket) => `${bucket}.s3.dualstack.eu-central-1.amazonaws.com`),
      "s3.dualstack.eu-central-1.amazonaws.com",
    ]);
  });

  test("presigned URLs are signed for the name they hold", async () => {
    const client = ipv6(new S3Client(local.config()), fresh(local).options);
    await client.send(new PutObjectCommand({ ...object, Body: "content" }));
    const url = new URL(
      await getSignedUrl(client, new GetObjectCommand(object), { expiresIn: 60 }),
    );
    expect(url.hostname).toBe("bucket-a.s3.dualstack.eu-central-1.amazonaws.com");
    const status = await new Promise((resolve, reject) => {
      const path = url.pathname + url.search;
      const headers = { host: url.hostname };
      get({ host: "::1", port: local.port, path, headers, rejectUnauthorized: false }, (response) =>
        resolve(response.resume().statusCode),
      ).on("error", reject);
    });
    expect(status).toBe(200);
    expect(local.aws.arrived.at(-1)?.scope).toBe("s3/eu-central-1");
  });

  test("multipart uploads arrive whole, every part by the chosen name", async () => {
    const client = ipv6(new S3Client(local.config()), fresh(local).options);
    const content = randomBytes(12 << 20);
    await new Upload({ client, params: { ...object, Body: content }, partSize: 5 << 20 }).done();
    expect(new Set(hostsArrived())).toEqual(
      new Set(["bucket-a.s3.dualstack.eu-central-1.amazonaws.com"]),
    );
    expect(local.aws.arrived.filter(({ method }) => method === "PUT")).toHaveLength(3);
    const { Body } = await client.send(new GetObjectCommand(object));
    expect(content.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
  });
});

describe.each([
  ["SQS", SQSClient, GetQueueAttributesCommand],
  ["SQS 3.540", OldestSQSClient, OldestGetQueueAttributesCommand],
] as const)("a queue's URL, in %s", (_title, Client, Command) => {
  const send = async (host: string) => {
    const client = ipv6(new Client(local.config()), fresh(local).options);
    const QueueUrl = `https://${host}/123456789012/queue`;
    // Both versions take the same command.
    await (client as SQSClient).send(new Command({ QueueUrl }) as GetQueueAttributesCommand);
    expect(local.aws.arrived.map(({ scope }) => scope)).toEqual(["sqs/eu-central-1"]);
    return hostsArrived()[0];
  };

  beforeEach(() => {
    local.setRecords({
      "sqs.eu-central-1.amazonaws.com": V4,
      "sqs.eu-central-1.api.aws": BOTH,
      "queue.eu-central-1.amazonaws.com": BOTH,
    });
  });

  test("with the default name goes to the name that has IPv6", async () => {
    expect(await send("sqs.eu-central-1.amazonaws.com")).toBe("sqs.eu-central-1.api.aws");
  });

  test("with the dual-stack name stays with it", async () => {
    expect(await send("sqs.eu-central-1.api.aws")).toBe("sqs.eu-central-1.api.aws");
  });

  test("with the dual-stack name goes to the default name where the former has no IPv6", async () => {
    local.setRecords({ "sqs.eu-central-1.amazonaws.com": BOTH });
    expect(await send("sqs.eu-central-1.api.aws")).toBe("sqs.eu-central-1.amazonaws.com");
  });

  test("with another name wins", async () => {
    expect(await send("queue.eu-central-1.amazonaws.com")).toBe("queue.eu-central-1.amazonaws.com");
  });
});

describe("the dual-stack switch", () => {
  const call = async (useDualstackEndpoint: boolean) => {
    const config = { ...local.config(), useDualstackEndpoint };
    await ipv6(new STSClient(config), fresh(local).options).send(new GetCallerIdentityCommand({}));
    return hostsArrived()[0];
  };

  test("does no harm where it builds a name that does not exist", async () => {
    local.setRecords({ "sts.eu-central-1.amazonaws.com": V4 });
    expect(await call(true)).toBe("sts.eu-central-1.amazonaws.com");
  });

  test("puts the dual-stack name first where both have IPv6", async () => {
    local.setRecords({ "sts.eu-central-1.amazonaws.com": BOTH, "sts.eu-central-1.api.aws": BOTH });
    expect(await call(true)).toBe("sts.eu-central-1.api.aws");
    local.aws.forget();
    expect(await call(false)).toBe("sts.eu-central-1.amazonaws.com");
  });
});

describe("an explicit endpoint", () => {
  const endpoint = () => `https://localhost:${local.port}`;

  beforeEach(() => {
    local.setRecords({
      localhost: BOTH,
      "sts.eu-central-1.amazonaws.com": V4,
      "sts.eu-central-1.api.aws": BOTH,
    });
  });

  test("in code wins", async () => {
    const { options, lookedUp, choices } = fresh(local, { ipv6: "require" });
    const client = ipv6(new STSClient({ ...local.config(), endpoint: endpoint() }), options);
    await client.send(new GetCallerIdentityCommand({}));
    expect(hostsArrived()).toEqual([`localhost:${local.port}`]);
    expect(choices).toMatchObject([{ hostname: "localhost", reason: "explicit", variant: null }]);
    expect(lookedUp).toEqual([]);
  });

  test.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"])("in %s wins", async (variable) => {
    vi.stubEnv(variable, endpoint());
    expect(await hostCalled()).toBe(`localhost:${local.port}`);
  });

  test("in the profile wins", async () => {
    const folder = mkdtempSync(`${tmpdir()}/egress6-profile-`);
    writeFileSync(`${folder}/config`, `[profile explicit]\nendpoint_url = ${endpoint()}\n`);
    vi.stubEnv("AWS_CONFIG_FILE", `${folder}/config`);
    vi.stubEnv("AWS_PROFILE", "explicit");
    expect(await hostCalled()).toBe(`localhost:${local.port}`);
    rmSync(folder, { recursive: true });
  });

  test("wins over the dual-stack switch, both from the environment", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", endpoint());
    vi.stubEnv("AWS_USE_DUALSTACK_ENDPOINT", "true");
    expect(await hostCalled()).toBe(`localhost:${local.port}`);
  });

  describe.each([...SERVICES, ...OLDEST_SERVICES])("of $title", (service) => {
    test("wins over the dual-stack switch, where the bare client throws", async () => {
      local.setRecords({ localhost: BOTH, "bucket-a.localhost": BOTH });
      const { options, choices, lookedUp } = fresh(local);
      const call = (how: Ipv6Options | "bare") => {
        const settings = { endpoint: endpoint(), useDualstackEndpoint: true };
        return service.call({ ...local.config(), ...settings }, how);
      };
      await expect(call("bare")).rejects.toThrow(/dual-?stack/i);
      await call(options);
      expect(hostsArrived()).toEqual([
        expect.stringMatching(new RegExp(`^(bucket-a\\.)?localhost:${local.port}$`)),
      ]);
      expect(choices).toMatchObject([{ reason: "explicit" }]);
      expect(lookedUp).toEqual([]);
    });
  });

  test("that nobody set does not win", async () => {
    expect(await hostCalled()).toBe("sts.eu-central-1.api.aws");
  });

  async function hostCalled() {
    await ipv6(new STSClient(local.config()), fresh(local).options).send(
      new GetCallerIdentityCommand({}),
    );
    return hostsArrived()[0];
  }
});

describe("credentials", () => {
  const role = { RoleArn: "arn:aws:iam::123456789012:role/role", RoleSessionName: "test" };

  test("that come from a client of your own come over IPv6 too", async () => {
    local.setRecords({
      "sts.eu-central-1.amazonaws.com": V4,
      "sts.eu-central-1.api.aws": BOTH,
      "dynamodb.eu-central-1.amazonaws.com": V4,
      "dynamodb.eu-central-1.api.aws": BOTH,
    });
    const { options } = fresh(local);
    const sts = ipv6(new STSClient(local.config()), options);
    const credentials = async () => {
      const { Credentials } = await sts.send(new AssumeRoleCommand(role));
      return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
      };
    };
    const config = { ...local.config(), credentials };
    await ipv6(new DynamoDBClient(config), options).send(new ListTablesCommand({}));
    expect(hostsArrived()).toEqual(["sts.eu-central-1.api.aws", "dynamodb.eu-central-1.api.aws"]);
  });
});

describe("options", () => {
  beforeEach(() => {
    local.setRecords({ "sts.eu-central-1.amazonaws.com": V4, "sts.eu-central-1.api.aws": V4 });
  });

  const call = (client: STSClient) => client.send(new GetCallerIdentityCommand({}));

  test("require: without a name that has IPv6 nothing is sent", async () => {
    const client = ipv6(new STSClient(local.config()), fresh(local, { ipv6: "require" }).options);
    await expect(call(client)).rejects.toMatchObject({
      code: "IPV6_REQUIRED",
      message: expect.stringContaining("sts.eu-central-1.amazonaws.com: nodata"),
    });
    expect(hostsArrived()).toEqual([]);
  });

  test("a seed is used at once, and verified on the side", async () => {
    local.setRecords({ "sts.eu-central-1.amazonaws.com": V4, "sts.eu-central-1.api.aws": BOTH });
    const { options, choices, lookedUp } = fresh(local, {
      seed: { "sts.eu-central-1.amazonaws.com": "no", "sts.eu-central-1.api.aws": "yes" },
    });
    await call(ipv6(new STSClient(local.config()), options));
    expect(choices).toMatchObject([{ hostname: "sts.eu-central-1.api.aws", reason: "has-ipv6" }]);
    expect(lookedUp).toEqual(["sts.eu-central-1.amazonaws.com", "sts.eu-central-1.api.aws"]);
  });

  test("what an observer throws is not the request's fault", async () => {
    const onChoice = () => {
      throw new Error("observer");
    };
    await call(ipv6(new STSClient(local.config()), fresh(local, { onChoice }).options));
    expect(hostsArrived()).toHaveLength(1);
  });

  test.each<[string, LookUp]>([
    [
      "throws",
      () => {
        throw new Error("resolver");
      },
    ],
    ["rejects", () => Promise.reject(new Error("resolver"))],
    ["never answers", () => new Promise(() => {})],
    ["answers with nothing", () => Promise.resolve(undefined as unknown as LookUpResult)],
    ["answers with a word", () => Promise.resolve("yes" as unknown as LookUpResult)],
  ])(
    "a resolver that %s delays the first call at most, and fails none",
    async (_title, resolver) => {
      const { options, choices } = fresh(local, { resolver, lookUpTimeoutMs: 100 });
      const client = ipv6(new STSClient(local.config()), options);
      for (let calls = 0; calls < 2; calls++) await call(client);
      expect(new Set(hostsArrived())).toEqual(new Set(["sts.eu-central-1.amazonaws.com"]));
      expect(choices[1]?.waitedMs).toBe(0);
    },
  );

  test("given again for the same client take the place of the former", async () => {
    const first = fresh(local);
    const second = fresh(local);
    const client = new STSClient(local.config());
    expect(ipv6(ipv6(client, first.options), second.options)).toBe(client);
    await call(client);
    expect([first.choices.length, second.choices.length]).toEqual([0, 1]);
  });

  test("are one set for all clients that share their middleware, such as a document client", async () => {
    local.setRecords({
      "dynamodb.eu-central-1.amazonaws.com": V4,
      "dynamodb.eu-central-1.api.aws": BOTH,
    });
    const first = fresh(local);
    const second = fresh(local);
    const client = ipv6(new DynamoDBClient(local.config()), first.options);
    const documents = ipv6(DynamoDBDocumentClient.from(client), second.options);
    await documents.send(new GetCommand({ TableName: "table", Key: { id: "1" } }));
    expect(hostsArrived()).toEqual(["dynamodb.eu-central-1.api.aws"]);
    expect([first.choices.length, second.choices.length]).toEqual([0, 1]);
  });

  test.each<[string, unknown]>([
    ["The options are null", null],
    ['There is no option "require". Give ipv6,', { require: true }],
    ['"ipv6" is "required". Give "prefer" or "require"', { ipv6: "required" }],
    ['"resolver" is "127.0.0.1". Give a function', { resolver: "127.0.0.1" }],
    ['"lookUpTimeoutMs" is "2s". Give a number of milliseconds', { lookUpTimeoutMs: "2s" }],
    ['"lookUpTimeoutMs" is 0.', { lookUpTimeoutMs: 0 }],
    ['"lookUpTimeoutMs" is NaN.', { lookUpTimeoutMs: Number.NaN }],
    ['"onChoice" is something else. Give a function', { onChoice: {} }],
    ['"seed" is something else. Give names', { seed: { meta: {}, endpoints: [] } }],
  ])("that mean nothing are refused with what is wanted: %s", (message, options) => {
    const client = new STSClient(local.config());
    expect(() => ipv6(client, options as Ipv6Options)).toThrow(
      expect.objectContaining({
        code: "OPTION_INVALID",
        message: expect.stringContaining(message),
      }),
    );
  });

  test("that are undefined count as left out", async () => {
    const given = { ipv6: undefined, seed: undefined, onChoice: undefined } as object;
    await call(ipv6(new STSClient(local.config()), { ...fresh(local).options, ...given }));
    expect(hostsArrived()).toHaveLength(1);
  });

  test("with a resolver by name are refused where they are given", () => {
    expect(() => nodeLookUp(["resolver.example"])).toThrow(/resolver\.example/);
  });

  test("for something that is no client of the SDK are refused with the remedy", () => {
    expect(() => ipv6({ config: {}, middlewareStack: {} })).toThrow(/3\.540\.0 or later/);
  });
});
