import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Service } from "../endpoint/types.js";
import { parseServiceList } from "./parse-service-list.js";

const service = (cliName: string, serviceId: string, displayName: string): Service => ({
  cliName,
  serviceId,
  displayName,
  endpointDiscovery: "none",
});
const services = [
  service("application-autoscaling", "Application Auto Scaling", "Application Auto Scaling"),
  service("cloudwatch", "CloudWatch", "Amazon CloudWatch"),
  service("dax", "DAX", "Amazon DynamoDB Accelerator (DAX)"),
  service("dynamodb", "DynamoDB", "Amazon DynamoDB"),
  service("logs", "CloudWatch Logs", "Amazon CloudWatch Logs"),
  { ...service("s3", "S3", "Amazon Simple Storage Service"), cliCommands: ["s3api"] },
  service("sqs", "SQS", "Amazon Simple Queue Service"),
];
const read = (text: string) => {
  const list = parseServiceList({ services }, text);
  return {
    services: list.services.map(({ cliName }) => cliName),
    unknown: list.unknown.map(({ text }) => text),
  };
};
const known = (...names: string[]) => ({ services: names, unknown: [] });

describe("a list of services", () => {
  it.each([
    ["s3,sqs", known("s3", "sqs")],
    ["s3, S3;sqs\n s3", known("s3", "sqs")],
    ["s3 sqs CloudWatch Logs", known("s3", "sqs", "logs")],
    ["CloudWatch CloudWatch Logs", known("cloudwatch", "logs")],
    ["Amazon CloudWatch Logs\r\nAmazon Simple Storage Service", known("logs", "s3")],
    ["application auto scaling", known("application-autoscaling")],
    ["CLOUDWATCH_LOGS", known("logs")],
    ["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS AWS_ENDPOINT_URL_S3", known("logs", "s3")],
    ["export AWS_ENDPOINT_URL_SQS=https://sqs.eu-west-1.api.aws # set", known("sqs")],
    [
      '"@aws-sdk/client-cloudwatch-logs": "3.1.0",\n"@aws-sdk/client-s3": "^3"',
      known("logs", "s3"),
    ],
    ["- s3\n* sqs\n• logs", known("s3", "sqs", "logs")],
    ["['s3', 'dynamodb']", known("s3", "dynamodb")],
    ["s3api", known("s3")],
    ["", known()],
    [" ,;\n", known()],
  ])("%j", (text, list) => {
    expect(read(text)).toEqual(list);
  });

  it("says what it does not know, whole, with what is nearest", () => {
    const list = parseServiceList({ services }, "s3 new fancy thing sqs, dynamo");
    expect(list.services.map(({ cliName }) => cliName)).toEqual(["s3", "sqs"]);
    expect(list.unknown.map(({ text }) => text)).toEqual(["new fancy thing", "dynamo"]);
    expect(list.unknown[1]?.nearest[0]?.cliName).toBe("dynamodb");
  });

  it("reads whatever is pasted, and cuts what is endless", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        for (const { text: word } of parseServiceList({ services }, text).unknown) {
          expect(word.length).toBeLessThanOrEqual(60);
          expect(word.trim()).not.toBe("");
        }
      }),
    );
  });

  it("is found again by any name of its services, in any order", () => {
    const names = fc.constantFrom(
      ...services.flatMap(({ cliName, serviceId }) => [
        cliName,
        serviceId,
        serviceId.toUpperCase().replaceAll(" ", "_"),
        `AWS_ENDPOINT_URL_${serviceId.toUpperCase().replaceAll(" ", "_")}=x`,
        `@aws-sdk/client-${serviceId.toLowerCase().replaceAll(" ", "-")}`,
      ]),
    );
    fc.assert(
      fc.property(fc.array(names), (list) => {
        expect(read(list.join("\n")).unknown).toEqual([]);
      }),
    );
  });
});
