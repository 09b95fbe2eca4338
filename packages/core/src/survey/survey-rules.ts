import type { Level } from "../finding/finding.js";

/** A rule as reports declare it. */
export interface SurveyRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly why: string;
}

/** Rules that only an account shows, beside those of `audit`. */
export const SURVEY_RULES = {
  E6203: {
    title: "Public IPv4 addresses",
    level: "note",
    why: "AWS bills each public IPv4 address by the hour, in use or not",
  },
  E6206: {
    title: "No gateway endpoint while a NAT gateway is used",
    level: "warning",
    why: "Bytes to S3 pay the data rate of the NAT gateway; a gateway endpoint costs nothing",
  },
  E6209: {
    title: "VPC endpoint is IPv4-only",
    level: "note",
    why: "Its private DNS gives clients in dual-stack subnets IPv4 addresses only",
  },
  E6210: {
    title: "Gateway endpoint not on every route table with a NAT route",
    level: "warning",
    why: "Bytes of the subnets of these tables go through the NAT gateway",
  },
  E6304: {
    title: "Security group of a dual-stack endpoint allows only IPv4 sources",
    level: "warning",
    why: "Clients that prefer IPv6 are refused",
  },
  E6402: {
    title: "ECS gives tasks no IPv6 addresses",
    level: "warning",
    why: "With the account setting dualStackIPv6 off, tasks have IPv4 addresses only, also in dual-stack subnets",
  },
  E6410: {
    title: "Metadata service over IPv6 is off in an IPv6-only subnet",
    level: "note",
    why: "An instance without IPv4 asks for its metadata over IPv6, which has to be turned on",
  },
  E6411: {
    title: "Instances have no IPv6 address in subnets with IPv6",
    level: "warning",
    why: "What has no IPv6 address sends IPv4 only, whatever its subnet has",
  },
  E6701: {
    title: "No flow log that counts NAT traffic exactly",
    level: "note",
    why: "Without the packet addresses, the bytes of a NAT gateway are known from route tables only",
  },
  E6702: {
    title: "NAT gateway without resolver query logs",
    level: "note",
    why: "Flow logs hold addresses; only the names that were asked for say which hosts they are",
  },
  E6703: {
    title: "NAT gateway is not available",
    level: "warning",
    why: "Routes to it drop what they carry",
  },
  E6704: {
    title: "Classic Load Balancer has IPv4 only",
    level: "note",
    why: "In a VPC, a load balancer of the first kind supports IPv4 addresses only",
  },
} as const satisfies Readonly<Record<string, Omit<SurveyRule, "id">>>;
export type SurveyRuleId = keyof typeof SURVEY_RULES;

/** What a rule draws on: calls that were answered, and those that were answered in full. */
interface RuleNeeds {
  readonly read: readonly string[];
  readonly whole?: readonly string[];
}

/** Whether a task has another way depends on its subnets, their routes and their endpoints. */
const TASKS: RuleNeeds = {
  read: ["ecs:DescribeServices", "ecs:DescribeTaskDefinition", "ec2:DescribeSubnets"],
  whole: ["ec2:DescribeRouteTables", "ec2:DescribeVpcEndpoints"],
};

/** Rules of `audit` that hold of an account, with the calls that each draws on. */
export const SHARED_RULES: Readonly<Record<string, RuleNeeds>> = {
  E6101: { read: ["ec2:DescribeVpcs"] },
  E6102: { read: ["ec2:DescribeVpcs", "ec2:DescribeSubnets"] },
  E6103: { read: ["ec2:DescribeSubnets"] },
  E6104: { read: ["ec2:DescribeSubnets", "ec2:DescribeRouteTables"] },
  E6105: {
    read: ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeRouteTables"],
    whole: ["ec2:DescribeEgressOnlyInternetGateways"],
  },
  E6107: { read: ["ec2:DescribeSubnets", "ec2:DescribeRouteTables"] },
  E6108: { read: ["ec2:DescribeSubnets", "ec2:DescribeRouteTables"] },
  E6201: { read: ["ec2:DescribeNatGateways"] },
  E6204: { read: ["ec2:DescribeSubnets"] },
  E6207: { read: ["ec2:DescribeVpcs", "ec2:DescribeVpcEndpoints"] },
  E6301: { read: ["ec2:DescribeVpcs", "ec2:DescribeSecurityGroups"] },
  E6303: { read: ["ec2:DescribeSubnets", "ec2:DescribeNetworkAcls"] },
  // What was not read has no policy that could fail.
  E6305: { read: [] },
  E6306: { read: [] },
  E6401: { read: ["lambda:ListFunctions", "ec2:DescribeSubnets"] },
  E6403: TASKS,
  E6404: TASKS,
  E6405: TASKS,
  E6407: { read: ["eks:DescribeCluster"] },
};
