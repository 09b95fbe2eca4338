import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type AwsClient, type Ipv6Options, ipv6 } from "@egress6/aws-sdk";
import {
  EventBridgeClient as OldestEventBridgeClient,
  PutEventsCommand as OldestPutEventsCommand,
} from "oldest-client-eventbridge";
import {
  HeadBucketCommand as OldestHeadBucketCommand,
  S3Client as OldestS3Client,
} from "oldest-client-s3";
import {
  ListQueuesCommand as OldestListQueuesCommand,
  SQSClient as OldestSQSClient,
} from "oldest-client-sqs";
import {
  GetCallerIdentityCommand as OldestGetCallerIdentityCommand,
  STSClient as OldestSTSClient,
} from "oldest-client-sts";
import type { ClientConfig } from "./client-config.js";

/** One service, as a client calls it. */
export interface TestedService {
  readonly title: string;
  /** The names that the request goes to. */
  readonly defaultHost: string;
  readonly dualStackHost: string;
  /** What is looked up for them: another name only for buckets. */
  readonly defaultName: string;
  readonly dualStackName: string;
  /** What requests are signed for, under either name. */
  readonly scope: string;
  /** One call of a new client: one that went through `ipv6`, or a bare one. */
  call(config: ClientConfig, options: Ipv6Options | "bare"): Promise<unknown>;
}

type Names = Omit<TestedService, "title" | "call">;

const namesOf = (defaultHost: string, dualStackHost: string, scope: string): Names => ({
  defaultHost,
  dualStackHost,
  defaultName: defaultHost,
  dualStackName: dualStackHost,
  scope,
});
const regional = (service: string) =>
  namesOf(
    `${service}.eu-central-1.amazonaws.com`,
    `${service}.eu-central-1.api.aws`,
    `${service}/eu-central-1`,
  );
const bucket: Names = {
  defaultHost: "bucket-a.s3.eu-central-1.amazonaws.com",
  dualStackHost: "bucket-a.s3.dualstack.eu-central-1.amazonaws.com",
  defaultName: "s3.eu-central-1.amazonaws.com",
  dualStackName: "s3.dualstack.eu-central-1.amazonaws.com",
  scope: "s3/eu-central-1",
};

function tested<Client extends AwsClient & { send(command: Command): Promise<unknown> }, Command>(
  title: string,
  names: Names,
  newClient: (config: ClientConfig) => Client,
  newCommand: () => Command,
): TestedService {
  const call: TestedService["call"] = (config, options) => {
    const client = newClient(config);
    return (options === "bare" ? client : ipv6(client, options)).send(newCommand());
  };
  return { title, ...names, call };
}

const event = { Source: "test", DetailType: "test", Detail: "{}" };

/** Clients of the newest version. */
export const SERVICES: readonly TestedService[] = [
  tested(
    "STS",
    regional("sts"),
    (config) => new STSClient(config),
    () => new GetCallerIdentityCommand({}),
  ),
  tested(
    "S3",
    bucket,
    (config) => new S3Client(config),
    () => new HeadBucketCommand({ Bucket: "bucket-a" }),
  ),
  tested(
    "SQS",
    regional("sqs"),
    (config) => new SQSClient(config),
    () => new ListQueuesCommand({}),
  ),
  tested(
    "DynamoDB",
    regional("dynamodb"),
    (config) => new DynamoDBClient(config),
    () => new ListTablesCommand({}),
  ),
  tested(
    "IAM",
    namesOf("iam.amazonaws.com", "iam.global.api.aws", "iam/us-east-1"),
    (config) => new IAMClient(config),
    () => new ListUsersCommand({}),
  ),
  tested(
    "EventBridge",
    regional("events"),
    (config) => new EventBridgeClient(config),
    () => new PutEventsCommand({ Entries: [event] }),
  ),
  tested(
    "CloudWatch Logs",
    regional("logs"),
    (config) => new CloudWatchLogsClient(config),
    () => new DescribeLogGroupsCommand({}),
  ),
];

/** Its rules build one name, with the dual-stack setting or without. */
export const SECRETS_MANAGER = tested(
  "Secrets Manager",
  namesOf(
    "secretsmanager.eu-central-1.amazonaws.com",
    "secretsmanager.eu-central-1.amazonaws.com",
    "secretsmanager/eu-central-1",
  ),
  (config) => new SecretsManagerClient(config),
  () => new GetSecretValueCommand({ SecretId: "secret" }),
);

/** Clients of the oldest version that is supported. */
export const OLDEST_SERVICES: readonly TestedService[] = [
  tested(
    "STS 3.540",
    regional("sts"),
    (config) => new OldestSTSClient(config),
    () => new OldestGetCallerIdentityCommand({}),
  ),
  tested(
    "S3 3.540",
    bucket,
    (config) => new OldestS3Client(config),
    () => new OldestHeadBucketCommand({ Bucket: "bucket-a" }),
  ),
  tested(
    "SQS 3.540",
    regional("sqs"),
    (config) => new OldestSQSClient(config),
    () => new OldestListQueuesCommand({}),
  ),
  tested(
    "EventBridge 3.540",
    regional("events"),
    (config) => new OldestEventBridgeClient(config),
    () => new OldestPutEventsCommand({ Entries: [event] }),
  ),
];
