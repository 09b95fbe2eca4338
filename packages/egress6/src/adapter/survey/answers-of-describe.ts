import { addressPoliciesOf } from "@egress6/core/survey/address-policies";
import { SURVEY_CALLS, type SurveyCall } from "@egress6/core/survey/calls";
import { keptItems } from "@egress6/core/survey/kept-items";
import { isRawObject, type RawObject, rawObjects, rawText } from "@egress6/core/survey/raw";

/** What a file or an answer holds, before its region and account are settled. */
export interface PartialAnswer {
  readonly action: string;
  readonly region: string | null;
  readonly account: string | null;
  readonly items: readonly RawObject[];
  readonly isWhole: boolean;
}

const CALLS: readonly SurveyCall[] = SURVEY_CALLS;

/**
 * An answer of the AWS CLI, by its top-level keys. Empty: it is none that a survey reads.
 * @param name of its file: the policy of a key does not say of which
 */
export function answersOfDescribe(json: RawObject, name: string): readonly PartialAnswer[] {
  const isWhole = ["NextToken", "nextToken", "NextMarker", "Marker"].every(
    (key) => rawText(json, key) === null,
  );
  if (Object.hasOwn(json, "Policy")) return policyAnswers(json, name);
  return CALLS.flatMap((call): readonly PartialAnswer[] => {
    const { key, otherKeys, action, scope } = call;
    if (![key, ...otherKeys].some((each) => Object.hasOwn(json, each))) return [];
    const value = json[key];
    if (action === "sts:GetCallerIdentity") {
      const account = rawText(json, "Account");
      return account === null ? [] : [{ action, region: null, account, items: [], isWhole }];
    }
    if (value !== undefined && !Array.isArray(value) && !isRawObject(value)) return [];
    // Lists of names hold nothing that a survey keeps.
    const items = keptItems(call, json).filter((each) => isItemOf(action, each));
    const isDamaged = malformedEntries(json, call) > 0;
    if (isDamaged && items.length === 0) return [];
    const arns = items.flatMap((each) => regionOfItem(each) ?? []);
    const accounts = items.flatMap((each) => accountOfItem(each) ?? []);
    const answer = {
      action,
      region: scope === "global" ? null : mostCommon(arns),
      account: mostCommon(accounts),
      items,
      isWhole: isWhole && !isDamaged,
    };
    const described = DESCRIBED_BY_LIST.get(action) ?? [];
    // Where nothing is listed, nothing has to be described.
    return Array.isArray(value) && value.length === 0
      ? [answer, ...described.map((each) => ({ ...answer, action: each }))]
      : [answer];
  });
}

/** What each thing in a list has, where it is what AWS answers. */
const IDS: ReadonlyMap<string, string> = new Map([
  ["ec2:DescribeVpcs", "VpcId"],
  ["ec2:DescribeSubnets", "SubnetId"],
  ["ec2:DescribeRouteTables", "RouteTableId"],
  ["ec2:DescribeNatGateways", "NatGatewayId"],
  ["ec2:DescribeAddresses", "PublicIp"],
  ["ec2:DescribeInternetGateways", "InternetGatewayId"],
  ["ec2:DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGatewayId"],
  ["ec2:DescribeVpcEndpoints", "VpcEndpointId"],
  ["ec2:DescribeNetworkInterfaces", "NetworkInterfaceId"],
  ["ec2:DescribeSecurityGroups", "GroupId"],
  ["ec2:DescribeNetworkAcls", "NetworkAclId"],
  ["ec2:DescribeFlowLogs", "FlowLogId"],
  ["lambda:ListFunctions", "FunctionName"],
]);

const isItemOf = (action: string, value: unknown): value is RawObject => {
  const id = IDS.get(action);
  return isRawObject(value) && (id === undefined || rawText(value, id) !== null);
};

function malformedEntries(json: RawObject, { action, key }: SurveyCall): number {
  if (!IDS.has(action) || !Object.hasOwn(json, key)) return 0;
  const value = json[key];
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  return entries.filter((each) => !isItemOf(action, each)).length;
}

/** Of an answer, what of it cannot be read, a sentence each. */
export const damageOf = (json: RawObject): readonly string[] =>
  CALLS.flatMap((call): readonly string[] => {
    const number = malformedEntries(json, call);
    if (number === 0) return [];
    const entries = number === 1 ? "1 entry" : `${number} entries`;
    return [`${entries} of ${call.key} without a ${IDS.get(call.action)} cannot be read.`];
  });

const DESCRIBED_BY_LIST: ReadonlyMap<string, readonly string[]> = new Map([
  ["eks:ListClusters", ["eks:DescribeCluster"]],
  ["ecs:ListClusters", ["ecs:DescribeServices", "ecs:DescribeTaskDefinition"]],
  ["ecs:DescribeServices", ["ecs:DescribeTaskDefinition"]],
]);

/** The policy of a bucket or a key, or what a survey kept of several. */
function policyAnswers(json: RawObject, name: string): readonly PartialAnswer[] {
  const { Policy: value } = json;
  const given = Array.isArray(value) ? value.filter(isRawObject) : [onePolicy(json, name)];
  return ["s3:GetBucketPolicy", "kms:GetKeyPolicy"].flatMap((action): readonly PartialAnswer[] => {
    const own = given.filter(
      (each) => /^arn:[^:]*:s3:/.test(rawText(each, "Arn") ?? "") === action.startsWith("s3:"),
    );
    if (own.length === 0) return [];
    const items = own.flatMap(addressPoliciesOf);
    const region = mostCommon(items.flatMap((each) => rawText(each, "Arn")?.split(":")[3] || []));
    const account = mostCommon(own.flatMap((each) => accountOfItem(each) ?? []));
    return [{ action, region: region ?? null, account, items: [...items], isWhole: false }];
  });
}

/** A policy of a bucket names it as what it is about; one of a key does not. */
function onePolicy(json: RawObject, name: string): RawObject {
  const text = rawText(json, "Policy") ?? JSON.stringify(json["Policy"]);
  const [bucket] = /arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]+[a-z0-9]/.exec(text) ?? [];
  const isOfKey = rawText(json, "PolicyName") !== null;
  return { Arn: isOfKey || bucket === undefined ? name : bucket, Policy: json["Policy"] };
}

const ARNS = [
  "SubnetArn",
  "SecurityGroupArn",
  "FunctionArn",
  "serviceArn",
  "clusterArn",
  "taskDefinitionArn",
  "arn",
  "Arn",
  "LoadBalancerArn",
  "AutoScalingGroupARN",
  "TransitGatewayAttachmentArn",
];

export const REGION_NAME = /^[a-z]{2,3}(?:-[a-z]+)+-\d{1,2}$/;

/** Null: it does not say. */
function regionOfItem(item: RawObject): string | null {
  const name = rawText(item, "RegionName");
  if (name !== null && REGION_NAME.test(name)) return name;
  for (const key of ARNS) {
    const region = rawText(item, key)?.split(":")[3];
    if (region !== undefined && REGION_NAME.test(region)) return region;
  }
  const zone =
    rawText(item, "AvailabilityZone") ??
    rawText(rawObjects(item, "Instances")[0]?.["Placement"], "AvailabilityZone");
  const [, ofZone] =
    /^([a-z]{2,3}(?:-[a-z]+)+?-\d{1,2})(?:-[a-z0-9-]+)?[a-z]$/.exec(zone ?? "") ?? [];
  if (ofZone !== undefined) return ofZone;
  const [, ofService] = /^com\.amazonaws\.([^.]+)\./.exec(rawText(item, "ServiceName") ?? "") ?? [];
  return ofService !== undefined && REGION_NAME.test(ofService) ? ofService : null;
}

/** Shared subnets belong to others, so they do not say whose account this is. */
function accountOfItem(item: RawObject): string | null {
  const owner = rawText(item, "OwnerId") ?? rawText(item, "NetworkInterfaceOwnerId");
  const isShared = rawText(item, "SubnetArn") !== null;
  if (owner !== null && /^\d{12}$/.test(owner) && !isShared) return owner;
  for (const key of ARNS) {
    const account = rawText(item, key)?.split(":")[4];
    if (account !== undefined && /^\d{12}$/.test(account) && key !== "SubnetArn") return account;
  }
  return null;
}

export function mostCommon(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const each of texts) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
