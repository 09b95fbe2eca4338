import { describe, expect, it } from "vitest";
import { serviceIdentifiers } from "./service-identifiers.js";

describe("service identifiers", () => {
  it.each([
    ["S3", "AWS_ENDPOINT_URL_S3", "s3", "aws.endpointUrlS3"],
    [
      "CloudWatch Logs",
      "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
      "cloudwatch_logs",
      "aws.endpointUrlCloudWatchLogs",
    ],
    ["EventBridge", "AWS_ENDPOINT_URL_EVENTBRIDGE", "eventbridge", "aws.endpointUrlEventBridge"],
    [
      "Elastic Load Balancing v2",
      "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2",
      "elastic_load_balancing_v2",
      "aws.endpointUrlElasticLoadBalancingV2",
    ],
    ["ACM PCA", "AWS_ENDPOINT_URL_ACM_PCA", "acm_pca", "aws.endpointUrlAcmPca"],
    ["DynamoDB", "AWS_ENDPOINT_URL_DYNAMODB", "dynamodb", "aws.endpointUrlDynamoDb"],
    ["KMS", "AWS_ENDPOINT_URL_KMS", "kms", "aws.endpointUrlKms"],
    ["EC2", "AWS_ENDPOINT_URL_EC2", "ec2", "aws.endpointUrlEc2"],
    ["Route 53", "AWS_ENDPOINT_URL_ROUTE_53", "route_53", "aws.endpointUrlRoute53"],
    ["WAFV2", "AWS_ENDPOINT_URL_WAFV2", "wafv2", "aws.endpointUrlWafv2"],
    [
      "ApiGatewayV2",
      "AWS_ENDPOINT_URL_APIGATEWAYV2",
      "apigatewayv2",
      "aws.endpointUrlApiGatewayV2",
    ],
    [
      "Database Migration Service",
      "AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE",
      "database_migration_service",
      "aws.endpointUrlDatabaseMigration",
    ],
  ])("of %s come from the service id", (serviceId, env, configKey, jvmProperty) => {
    expect(serviceIdentifiers(serviceId)).toEqual({ env, configKey, jvmProperty });
  });
});
