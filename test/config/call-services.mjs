// `node call-services.mjs logs sqs …`: one call of each, with clients that are told nothing in code.
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const calls = {
  logs: () => new CloudWatchLogsClient().send(new DescribeLogGroupsCommand()),
  sqs: () => new SQSClient().send(new ListQueuesCommand()),
  dynamodb: () => new DynamoDBClient().send(new ListTablesCommand()),
  s3: () => new S3Client().send(new ListBucketsCommand()),
  bucket: () => new S3Client().send(new ListObjectsV2Command({ Bucket: "egress6-example" })),
  sts: () => new STSClient().send(new GetCallerIdentityCommand()),
  iam: () => new IAMClient().send(new ListUsersCommand()),
};
for (const name of process.argv.slice(2)) {
  await calls[name]().catch((error) => process.stdout.write(`${name} ${error}\n`));
}
