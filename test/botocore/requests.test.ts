import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { STS_NAMES } from "../plugin-cases.js";
import type { Records } from "../support/dns/server.js";
import { BOTOCORES, whyNoBotocore } from "./botocores.js";
import { type Call, type PythonHost, startPythonHost, V4, V6 } from "./python-host.js";

const why = whyNoBotocore();
const skipped = why === null ? "" : ` (skipped: ${why})`;
const IPV4: Records = { A: [V4] };
const BOTH: Records = { A: [V4], AAAA: [V6] };

/** Names with IPv4 alone, and names with both. */
function world(ipv4: readonly string[], both: readonly string[]) {
  return Object.fromEntries([
    ...ipv4.map((name) => [name, IPV4] as const),
    ...both.map((name) => [name, BOTH] as const),
  ]);
}

const S3_NAMES = world(
  ["s3.eu-central-1.amazonaws.com", "bucket-a.s3.eu-central-1.amazonaws.com"],
  ["s3.dualstack.eu-central-1.amazonaws.com", "bucket-a.s3.dualstack.eu-central-1.amazonaws.com"],
);

describe.skipIf(why !== null)(`what goes to names of its own${skipped}`, () => {
  let host: PythonHost;
  beforeAll(async () => {
    host = await startPythonHost("dual-stack");
  });
  afterAll(() => host.close());
  beforeEach(() => host.reset());

  describe.each(BOTOCORES)("botocore of %s", (botocore) => {
    const call = (service: string, operation: string, more: Partial<Call> = {}) =>
      host.call(botocore, { service, operation, ...more });
    const hosts = () => host.aws.arrived.map((each) => `${each.host} ${each.scope}`);
    const isNew = botocore === "cli-v1";

    test("buckets share the look-up of their region", async () => {
      const buckets = ["bucket-a", "bucket-b", "bucket-c"];
      host.dns.setRecords({
        ...S3_NAMES,
        ...world(
          [],
          buckets.map((each) => `${each}.s3.dualstack.eu-central-1.amazonaws.com`),
        ),
      });
      const before = host.dns.queries.length;
      for (const [index, Bucket] of buckets.entries()) {
        await call("s3", "HeadBucket", { parameters: { Bucket }, keeps: index > 0 });
      }
      expect(hosts()).toEqual(
        buckets.map((each) => `${each}.s3.dualstack.eu-central-1.amazonaws.com s3/eu-central-1`),
      );
      const asked = host.dns.queries.slice(before).map(({ name }) => name);
      expect(
        asked.filter((name) => name === "s3.dualstack.eu-central-1.amazonaws.com"),
      ).toHaveLength(2);
      expect(asked).not.toContain("bucket-a.s3.eu-central-1.amazonaws.com");
    });

    test("a bucket in another region is followed to the name that has IPv6 there", async () => {
      host.dns.setRecords({
        ...S3_NAMES,
        ...world(
          ["s3.us-west-2.amazonaws.com"],
          ["s3.dualstack.us-west-2.amazonaws.com", "bucket-a.s3.dualstack.us-west-2.amazonaws.com"],
        ),
      });
      host.aws.failNext(1, 301, { "x-amz-bucket-region": "us-west-2" });
      await call("s3", "HeadBucket", { parameters: { Bucket: "bucket-a" } });
      expect(hosts()).toEqual([
        "bucket-a.s3.dualstack.eu-central-1.amazonaws.com s3/eu-central-1",
        "bucket-a.s3.dualstack.us-west-2.amazonaws.com s3/us-west-2",
      ]);
    });

    test("an access point is called in the region of its ARN", async () => {
      const point = "point-123456789012.s3-accesspoint";
      host.dns.setRecords(
        world([`${point}.us-west-2.amazonaws.com`], [`${point}.dualstack.us-west-2.amazonaws.com`]),
      );
      const Bucket = "arn:aws:s3:us-west-2:123456789012:accesspoint/point";
      await call("s3", "HeadBucket", {
        parameters: { Bucket },
        config: { s3: { use_arn_region: true } },
      });
      expect(hosts()).toEqual([`${point}.dualstack.us-west-2.amazonaws.com s3/us-west-2`]);
    });

    test.skipIf(!isNew)("a directory bucket keeps its name, which has a session", async () => {
      const Bucket = "logs--euc1-az1--x-s3";
      const zone = `${Bucket}.s3express-euc1-az1`;
      host.dns.setRecords(world([`${zone}.eu-central-1.amazonaws.com`], []));
      const { choices } = await call("s3", "ListObjectsV2", { parameters: { Bucket } });
      expect(choices).toEqual([]);
      const queries = host.dns.queries.map(({ name }) => name);
      expect(queries).not.toContain(`${zone}.dualstack.eu-central-1.amazonaws.com`);
    });

    test("an unseekable body goes to the chosen name", async () => {
      host.dns.setRecords(S3_NAMES);
      await call("s3", "PutObject", {
        parameters: { Bucket: "bucket-a", Key: "key", ContentLength: 70_000 },
        body: { is: "stream", size: 70_000 },
        config: { s3: { payload_signing_enabled: false } },
      });
      // What botocore does not send without reading it first is not ours to mend.
      for (const each of hosts()) expect(each).toContain("bucket-a.s3.dualstack.eu-central-1");
    });

    test("a queue's URL has no say in the host", async () => {
      host.dns.setRecords(world(["sqs.eu-central-1.amazonaws.com"], ["sqs.eu-central-1.api.aws"]));
      const QueueUrl = "https://eu-central-1.queue.amazonaws.com/123456789012/queue";
      await call("sqs", "GetQueueAttributes", { parameters: { QueueUrl } });
      expect(hosts()).toEqual(["sqs.eu-central-1.api.aws sqs/eu-central-1"]);
    });

    test.skipIf(!isNew)("DynamoDB's account names are looked up as what they are", async () => {
      host.dns.setRecords(
        world(
          ["123456789012.ddb.eu-central-1.amazonaws.com", "dynamodb.eu-central-1.amazonaws.com"],
          ["123456789012.ddb.eu-central-1.api.aws", "dynamodb.eu-central-1.api.aws"],
        ),
      );
      await call("dynamodb", "ListTables", { env: { AWS_ACCOUNT_ID: "123456789012" } });
      expect(hosts()).toEqual(["123456789012.ddb.eu-central-1.api.aws dynamodb/eu-central-1"]);
    });

    test("an operation's prefix is part of the name that is looked up", async () => {
      host.dns.setRecords(
        world(["sync-states.eu-central-1.amazonaws.com"], ["sync-states.eu-central-1.api.aws"]),
      );
      const parameters = { stateMachineArn: "arn:aws:states:eu-central-1:123456789012:express:a" };
      const { choices } = await call("stepfunctions", "StartSyncExecution", { parameters });
      expect(choices).toMatchObject([{ hostname: "sync-states.eu-central-1.api.aws" }]);
      expect(hosts()).toEqual(["sync-states.eu-central-1.api.aws states/eu-central-1"]);
    });

    test("FIPS stays on", async () => {
      host.dns.setRecords(
        world(["sts-fips.eu-central-1.amazonaws.com"], ["sts-fips.eu-central-1.api.aws"]),
      );
      await call("sts", "GetCallerIdentity", { config: { use_fips_endpoint: true } });
      expect(hosts()).toEqual(["sts-fips.eu-central-1.api.aws sts/eu-central-1"]);
    });

    test("a legacy client of STS signs for its region where it calls the regional name", async () => {
      host.dns.setRecords(world(["sts.amazonaws.com"], ["sts.eu-central-1.api.aws"]));
      const env = { AWS_STS_REGIONAL_ENDPOINTS: "legacy" };
      await call("sts", "GetCallerIdentity", { env });
      host.dns.setRecords(world(["sts.amazonaws.com"], []));
      await call("sts", "GetCallerIdentity", { env });
      expect(hosts()).toEqual([
        "sts.eu-central-1.api.aws sts/eu-central-1",
        "sts.amazonaws.com sts/us-east-1",
      ]);
    });

    test("presigned URLs have the chosen name, and signatures for it", async () => {
      host.dns.setRecords(S3_NAMES);
      const parameters = { Bucket: "bucket-a", Key: "key" };
      const config = { signature_version: "s3v4", s3: { addressing_style: "virtual" } };
      const { url = "" } = await call("s3", "GetObject", { presign: true, parameters, config });
      expect(new URL(url).hostname).toBe("bucket-a.s3.dualstack.eu-central-1.amazonaws.com");
      await host.get(url);
      // Signed rightly: the object is missing, and that is all.
      expect(host.aws.arrived).toMatchObject([{ scope: "s3/eu-central-1", method: "GET" }]);
    });

    test("a host that the service hands out is called, and looked up", async () => {
      host.dns.setRecords(
        world(
          ["ingest.timestream.eu-central-1.amazonaws.com", "timestream.eu-central-1.amazonaws.com"],
          ["ingest-cell1.timestream.eu-central-1.amazonaws.com"],
        ),
      );
      host.aws.handOut("ingest-cell1.timestream.eu-central-1.amazonaws.com");
      const { choices } = await call("timestream-write", "ListDatabases", { times: 2 });
      expect(choices.at(-1)).toMatchObject({
        hostname: "ingest-cell1.timestream.eu-central-1.amazonaws.com",
        reason: "only-name",
      });
    });

    test.each(["Stubber", "before-send"])(
      "nothing is looked up where a test answers (%s)",
      async (stubbed) => {
        host.dns.setRecords({});
        const before = host.dns.queries.length;
        const answer = await call("sts", "GetCallerIdentity", { stubbed });
        expect(answer).toMatchObject({ account: "stubbed", choices: [{ reason: "explicit" }] });
        // Clients of the tests before may still ask for their own names.
        const asked = host.dns.queries.slice(before).map(({ name }) => name);
        expect(asked.filter((name) => name.startsWith("sts."))).toEqual([]);
      },
    );

    test("an event stream is read from the chosen name", async () => {
      host.dns.setRecords(S3_NAMES);
      const csv = { CSV: {} };
      const { events } = await call("s3", "SelectObjectContent", {
        parameters: {
          Bucket: "bucket-a",
          Key: "key",
          Expression: "SELECT * FROM s3object",
          ExpressionType: "SQL",
          InputSerialization: csv,
          OutputSerialization: csv,
        },
      });
      expect(events).toEqual(["Records", "End"]);
      expect(hosts()).toEqual(["bucket-a.s3.dualstack.eu-central-1.amazonaws.com s3/eu-central-1"]);
    });

    test.skipIf(isNew)("a session of boto3 is taken as one of botocore", async () => {
      host.dns.setRecords(world(["sqs.eu-central-1.amazonaws.com"], ["sqs.eu-central-1.api.aws"]));
      const { choices } = await call("sqs", "ListQueues", { how: "boto3" });
      expect(choices.map(({ hostname }) => hostname)).toEqual(["sqs.eu-central-1.api.aws"]);
      expect(hosts()).toEqual(["sqs.eu-central-1.api.aws sqs/eu-central-1"]);
    });

    test("the process of a fork looks names up for itself", async () => {
      host.dns.setRecords(world([STS_NAMES.defaultHost], [STS_NAMES.dualStackHost]));
      const { ended } = await call("sts", "GetCallerIdentity", { forks: true });
      expect(ended).toMatchObject([{ account: "123456789012" }, { account: "123456789012" }]);
      expect(new Set(hosts())).toEqual(new Set([`${STS_NAMES.dualStackHost} ${STS_NAMES.scope}`]));
    });

    test("a proxy resolves names itself: the client's own stays", async () => {
      const { choices } = await call("sts", "GetCallerIdentity", {
        env: { HTTPS_PROXY: "http://127.0.0.1:1" },
        config: { retries: { total_max_attempts: 1 } },
      });
      expect(choices).toMatchObject([{ hostname: STS_NAMES.defaultHost, reason: "proxy" }]);
    });

    test("the log has clients and hosts, and no secret", async () => {
      host.dns.setRecords(S3_NAMES);
      const { logged } = await call("s3", "GetObject", {
        logs: true,
        presign: true,
        parameters: { Bucket: "bucket-a", Key: "key" },
      });
      expect(logged).toContain("attached to s3 in eu-central-1, by install()");
      expect(logged).toMatch(/s3 GetObject: bucket-a\.s3\S+ \(\w+, has-ipv6\)/);
      expect(logged).not.toMatch(/AKID|Signature|wJalr|X-Amz/);
    });
  });
});
