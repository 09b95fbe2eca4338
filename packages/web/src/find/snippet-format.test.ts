import { describe, expect, test } from "vitest";
import { snippetFormat } from "./snippet-format.js";

describe("what a snippet is written in", () => {
  test.each([
    ["terraform", 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}'],
    ["terraform", '# ours\n  module "vpc" {\n    source = "terraform-aws-modules/vpc/aws"\n  }'],
    ["terraform", 'data "aws_region" "here" {}'],
    ["terraform", 'resource "aws_vpc" "main" {\n  cidr_block ='],
    ["yaml", "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n"],
    ["yaml", "Resources:\r\n  Vpc:\r\n    Type: AWS::EC2::VPC\r\n"],
    ["yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {}\n"],
    ["json", '{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}}}'],
    ["yaml", "services:\n  app:\n    image: redis\n"],
    ["yaml", "name: shop\nservices:\n  # ours\n  app:\n    build: .\n"],
    ["json", '{"family": "app", "containerDefinitions": [{"image": "redis"}]}'],
    ["dockerfile", "FROM alpine:3.22\nRUN apk add curl\n"],
    ["dockerfile", "# ours\nARG TAG=3\nFROM --platform=linux/amd64 alpine:$TAG AS build"],
    ["json", '\n{\n  "apiVersion": "v1",\n  "kind": "Service"\n}'],
  ])("%s: %j", (format, text) => {
    expect(snippetFormat(text)).toBe(format);
  });

  test.each([
    "https://logs.us-east-2.amazonaws.com/",
    "aws_sns_topic",
    "AWS::SQS::Queue",
    'Could not connect to the endpoint URL: "https://sqs.eu-west-1.amazonaws.com/"',
    "Error: getaddrinfo ENOTFOUND sqs.us-west-2.api.aws\n  code: 'ENOTFOUND', hostname: 'x'\n}",
    "Resources: none of them could be reached",
    "kind: Deployment",
    '{"hostname": "sqs.eu-west-1.amazonaws.com"}',
    'the resource "aws_vpc" "main" could not be made',
    "module vpc\ndata s3",
    "services: ecs, s3",
    "services:\n  s3\n  sqs\n",
    "FROM us-east-1 TO eu-west-1",
    "Message from the service: FROM alpine",
    "",
  ])("none: %j", (text) => {
    expect(snippetFormat(text)).toBeNull();
  });
});
