import { CloudWatchLogsClient, GetLogObjectCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  ListTablesCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import {
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { ipv6 } from "@egress6/aws-sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import "@aws-sdk/signature-v4a";
import { BOTH, fresh, type LocalAws, startLocalAws, V4 } from "./local-aws.js";

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());
beforeEach(() => local.reset());

const arrived = () => local.aws.arrived.map(({ host, scope }) => ({ host, scope }));

describe("S3", () => {
  const s3 = (config: S3ClientConfig = {}) => {
    const { options, choices, lookedUp } = fresh(local);
    const client = ipv6(new S3Client({ ...local.config(), ...config }), options);
    return { client, choices, lookedUp };
  };

  test("directory buckets: session and objects go to the zone's dual-stack name", async () => {
    const Bucket = "logs--euc1-az1--x-s3";
    const zone = "s3express-euc1-az1";
    local.setRecords({
      [`${Bucket}.${zone}.eu-central-1.amazonaws.com`]: V4,
      [`${Bucket}.${zone}.dualstack.eu-central-1.amazonaws.com`]: BOTH,
    });
    const { client } = s3();
    await client.send(new PutObjectCommand({ Bucket, Key: "key", Body: "content" }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "key" }));
    expect(await Body?.transformToString()).toBe("content");
    const there = {
      host: `${Bucket}.${zone}.dualstack.eu-central-1.amazonaws.com`,
      scope: "s3express/eu-central-1",
    };
    expect(arrived()).toEqual([there, there, there]);
  });

  test("multi-region access points have one name, signed for all regions (SigV4A)", async () => {
    const host = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
    local.setRecords({ [host]: V4 });
    const { client, choices, lookedUp } = s3();
    const Bucket = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
    await client.send(new HeadBucketCommand({ Bucket }));
    expect(arrived()).toEqual([{ host, scope: "s3/*" }]);
    expect(choices).toMatchObject([{ reason: "only-name" }]);
    expect(lookedUp).toEqual([]);
  });

  test("an access point is called in the region of its ARN", async () => {
    const point = "point-123456789012.s3-accesspoint";
    local.setRecords({
      [`${point}.us-west-2.amazonaws.com`]: V4,
      [`${point}.dualstack.us-west-2.amazonaws.com`]: BOTH,
    });
    const { client } = s3({ useArnRegion: true });
    const Bucket = "arn:aws:s3:us-west-2:123456789012:accesspoint/point";
    await client.send(new HeadBucketCommand({ Bucket }));
    const host = `${point}.dualstack.us-west-2.amazonaws.com`;
    expect(arrived()).toEqual([{ host, scope: "s3/us-west-2" }]);
  });

  test("transfer acceleration stays on", async () => {
    local.setRecords({
      "bucket-a.s3-accelerate.amazonaws.com": V4,
      "bucket-a.s3-accelerate.dualstack.amazonaws.com": BOTH,
    });
    const { client } = s3({ useAccelerateEndpoint: true });
    await client.send(new HeadBucketCommand({ Bucket: "bucket-a" }));
    const host = "bucket-a.s3-accelerate.dualstack.amazonaws.com";
    expect(arrived()).toEqual([{ host, scope: "s3/eu-central-1" }]);
  });

  test("a redirect to the bucket's region is followed to the name that has IPv6 there", async () => {
    const here = "bucket-a.s3.dualstack.eu-central-1.amazonaws.com";
    const there = "bucket-a.s3.dualstack.us-west-2.amazonaws.com";
    local.setRecords({
      "s3.eu-central-1.amazonaws.com": V4,
      "s3.dualstack.eu-central-1.amazonaws.com": BOTH,
      [here]: BOTH,
      "s3.us-west-2.amazonaws.com": V4,
      "s3.dualstack.us-west-2.amazonaws.com": BOTH,
      [there]: BOTH,
    });
    local.aws.failNext(1, 301, { "x-amz-bucket-region": "us-west-2" });
    const { client } = s3({ followRegionRedirects: true });
    await client.send(new HeadBucketCommand({ Bucket: "bucket-a" }));
    expect(arrived()).toEqual([
      { host: here, scope: "s3/eu-central-1" },
      { host: there, scope: "s3/us-west-2" },
    ]);
  });
});

describe("endpoints of their own", () => {
  test.each<[NonNullable<DynamoDBClientConfig["accountIdEndpointMode"]>, string]>([
    ["preferred", "123456789012.ddb.eu-central-1.api.aws"],
    ["required", "123456789012.ddb.eu-central-1.api.aws"],
    ["disabled", "dynamodb.eu-central-1.api.aws"],
  ])(
    "DynamoDB's account endpoints, %s, are looked up as what they are",
    async (accountIdEndpointMode, host) => {
      local.setRecords({
        "123456789012.ddb.eu-central-1.amazonaws.com": V4,
        "123456789012.ddb.eu-central-1.api.aws": BOTH,
        "dynamodb.eu-central-1.amazonaws.com": V4,
        "dynamodb.eu-central-1.api.aws": BOTH,
      });
      const config = local.config();
      const credentials = { ...config.credentials, accountId: "123456789012" };
      const client = new DynamoDBClient({ ...config, credentials, accountIdEndpointMode });
      await ipv6(client, fresh(local).options).send(new ListTablesCommand({}));
      expect(arrived()).toEqual([{ host, scope: "dynamodb/eu-central-1" }]);
    },
  );

  test("FIPS stays on", async () => {
    local.setRecords({
      "sts-fips.eu-central-1.amazonaws.com": V4,
      "sts-fips.eu-central-1.api.aws": BOTH,
    });
    const config = { ...local.config(), useFipsEndpoint: true };
    await ipv6(new STSClient(config), fresh(local).options).send(new GetCallerIdentityCommand({}));
    expect(arrived()).toEqual([
      { host: "sts-fips.eu-central-1.api.aws", scope: "sts/eu-central-1" },
    ]);
  });

  test("an operation's prefix is part of the name that is looked up", async () => {
    local.setRecords({
      "stream-logs.eu-central-1.amazonaws.com": V4,
      "stream-logs.eu-central-1.api.aws": BOTH,
    });
    const { options, lookedUp } = fresh(local);
    const client = ipv6(new CloudWatchLogsClient(local.config()), options);
    await client.send(new GetLogObjectCommand({ logObjectPointer: "pointer" })).catch(() => {});
    expect(lookedUp).toEqual([
      "stream-logs.eu-central-1.amazonaws.com",
      "stream-logs.eu-central-1.api.aws",
    ]);
    expect(local.aws.arrived).toMatchObject([
      { host: "stream-logs.eu-central-1.api.aws", scope: "logs/eu-central-1" },
    ]);
  });

  test("EventBridge's global endpoints go to the name that has IPv6, signed for all regions (SigV4A)", async () => {
    local.setRecords({
      "abc.def.endpoint.events.amazonaws.com": V4,
      "abc.def.endpoint.events.api.aws": BOTH,
    });
    const client = ipv6(new EventBridgeClient(local.config()), fresh(local).options);
    const Entries = [{ Source: "test", DetailType: "test", Detail: "{}" }];
    await client.send(new PutEventsCommand({ EndpointId: "abc.def", Entries }));
    expect(arrived()).toEqual([{ host: "abc.def.endpoint.events.api.aws", scope: "events/*" }]);
  });

  test("an unsigned operation goes where the others go", async () => {
    local.setRecords({ "sts.eu-central-1.amazonaws.com": V4, "sts.eu-central-1.api.aws": BOTH });
    const client = ipv6(new STSClient(local.config()), fresh(local).options);
    const role = { RoleArn: "arn:aws:iam::123456789012:role/role", RoleSessionName: "test" };
    await client.send(new AssumeRoleWithWebIdentityCommand({ ...role, WebIdentityToken: "token" }));
    expect(local.aws.arrived).toMatchObject([
      { host: "sts.eu-central-1.api.aws", scope: "unsigned" },
    ]);
  });
});
