import type { Service } from "@egress6/core/endpoint/types";
import { describe, expect, it } from "vitest";
import { parseFilterQuery } from "./filter-query.js";
import { filterServices } from "./filter-services.js";

const service = (cliName: string, serviceId: string, displayName: string): Service => ({
  cliName,
  serviceId,
  displayName,
  endpointDiscovery: "none",
});

const services = [
  service("ec2", "EC2", "Amazon Elastic Compute Cloud"),
  service("logs", "CloudWatch Logs", "Amazon CloudWatch Logs"),
  service("s3", "S3", "Amazon Simple Storage Service"),
];

describe("the words of the filter", () => {
  it.each([
    ["", [0, 1, 2]],
    ["  ", [0, 1, 2]],
    ["EC2", [0]],
    ["cloudwatch", [1]],
    ["compute cloud", [0]],
    ["cloud", [0, 1]],
    ["cloud logs", [1]],
    ["storage logs", []],
    ["[", []],
    ["cloud -logs", [0]],
    ["-cloud", [2]],
    ["-", [0, 1, 2]],
    ["s3 status:ipv4", [2]],
  ])("%j leaves %j", (text, kept) => {
    expect(filterServices(services, parseFilterQuery(text, []))).toEqual(kept);
  });
});
