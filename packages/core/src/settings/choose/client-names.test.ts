import { describe, expect, it } from "vitest";
import {
  camelVariable,
  compactName,
  hyphenName,
  pascalName,
  snakeVariable,
  strippedName,
} from "./client-names.js";

describe("what SDKs call a service", () => {
  it.each([
    ["CloudWatch Logs", "cloudwatchlogs", "cloudwatchlogs", "CloudWatchLogs", "cloudwatch-logs"],
    ["DynamoDB", "dynamodb", "dynamodb", "DynamoDB", "dynamodb"],
    [
      "Elastic Load Balancing v2",
      "elasticloadbalancingv2",
      "elasticloadbalancingv2",
      "ElasticLoadBalancingV2",
      "elastic-load-balancing-v2",
    ],
    [
      "Database Migration Service",
      "databasemigrationservice",
      "databasemigration",
      "DatabaseMigrationService",
      "database-migration-service",
    ],
    ["Route 53", "route53", "route53", "Route53", "route-53"],
    ["amp", "amp", "amp", "Amp", "amp"],
  ])("%s: Go %s, Rust %s, JavaScript %s and %s", (id, compact, stripped, pascal, hyphen) => {
    expect([compactName(id), strippedName(id), pascalName(id), hyphenName(id)]).toEqual([
      compact,
      stripped,
      pascal,
      hyphen,
    ]);
  });

  it("gives variables that are no reserved words", () => {
    expect([camelVariable("lambda"), snakeVariable("lambda")]).toEqual([
      "lambdaClient",
      "lambda_client",
    ]);
    expect([camelVariable("cognito-idp"), snakeVariable("cognito-idp")]).toEqual([
      "cognitoIdpClient",
      "cognito_idp_client",
    ]);
  });
});
