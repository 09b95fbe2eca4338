// Has the AWS SDK for JavaScript v3 call services as each line of standard input sets it up, and prints where
// the calls would go: node config-dialect-oracle.mjs FOLDER
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const CALLS = {
  dynamodb: [DynamoDBClient, new ListTablesCommand({})],
  events: [EventBridgeClient, new ListEventBusesCommand({})],
  iam: [IAMClient, new ListUsersCommand({})],
  logs: [CloudWatchLogsClient, new DescribeLogGroupsCommand({})],
  s3: [S3Client, new ListBucketsCommand({})],
  secretsmanager: [SecretsManagerClient, new ListSecretsCommand({})],
  sqs: [SQSClient, new ListQueuesCommand({})],
  sts: [STSClient, new GetCallerIdentityCommand({})],
};

const [, , folder] = process.argv;
let count = 0;

async function answer(service) {
  const [Client, command] = CALLS[service];
  let sent;
  const requestHandler = {
    handle: async (request) => {
      sent = request;
      throw new Error("sent");
    },
  };
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  try {
    await new Client({ credentials, requestHandler, maxAttempts: 1 }).send(command);
  } catch (error) {
    if (sent === undefined) return { error: error.message };
  }
  const { protocol, hostname, port } = sent;
  return { url: `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}` };
}

/** The SDK keeps what it has read by path, so every case has its own. */
function writeFile(name, text) {
  if (text === null) return `${folder}/none`;
  const path = `${folder}/${name}-${++count}`;
  writeFileSync(path, text);
  return path;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { config, credentials, env, services } = JSON.parse(line);
  for (const name of Object.keys(process.env)) {
    if (/^(AWS|AMAZON)_/.test(name)) delete process.env[name];
  }
  Object.assign(process.env, env, {
    AWS_CONFIG_FILE: writeFile("config", config),
    AWS_SHARED_CREDENTIALS_FILE: writeFile("credentials", credentials),
    AWS_EC2_METADATA_DISABLED: "true",
  });
  const answers = {};
  for (const service of services) answers[service] = await answer(service);
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
