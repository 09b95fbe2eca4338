import { addressPoliciesOf } from "@egress6/core/survey/address-policies";
import { surveyCall } from "@egress6/core/survey/calls";
import { POLICY_CALLS } from "@egress6/core/survey/neutral-resources";
import {
  isRawObject,
  type RawObject,
  rawObject,
  rawObjects,
  rawText,
} from "@egress6/core/survey/raw";
import { withoutSecrets } from "@egress6/core/survey/without-secrets";
import type { PartialAnswer } from "./answers-of-describe.js";

/** How AWS Config calls what, and whether its keys are those of the service's own API. */
const TYPES: Readonly<Record<string, readonly [action: string, keys: "pascal" | "camel"]>> = {
  "AWS::EC2::VPC": ["ec2:DescribeVpcs", "pascal"],
  "AWS::EC2::Subnet": ["ec2:DescribeSubnets", "pascal"],
  "AWS::EC2::RouteTable": ["ec2:DescribeRouteTables", "pascal"],
  "AWS::EC2::NatGateway": ["ec2:DescribeNatGateways", "pascal"],
  "AWS::EC2::InternetGateway": ["ec2:DescribeInternetGateways", "pascal"],
  "AWS::EC2::EgressOnlyInternetGateway": ["ec2:DescribeEgressOnlyInternetGateways", "pascal"],
  "AWS::EC2::VPCEndpoint": ["ec2:DescribeVpcEndpoints", "pascal"],
  "AWS::EC2::NetworkInterface": ["ec2:DescribeNetworkInterfaces", "pascal"],
  "AWS::EC2::SecurityGroup": ["ec2:DescribeSecurityGroups", "pascal"],
  "AWS::EC2::NetworkAcl": ["ec2:DescribeNetworkAcls", "pascal"],
  "AWS::EC2::Instance": ["ec2:DescribeInstances", "pascal"],
  "AWS::EC2::EIP": ["ec2:DescribeAddresses", "pascal"],
  "AWS::EC2::FlowLog": ["ec2:DescribeFlowLogs", "pascal"],
  "AWS::Lambda::Function": ["lambda:ListFunctions", "pascal"],
  "AWS::AutoScaling::AutoScalingGroup": ["autoscaling:DescribeAutoScalingGroups", "pascal"],
  "AWS::ElasticLoadBalancingV2::LoadBalancer": [
    "elasticloadbalancing:DescribeLoadBalancers",
    "pascal",
  ],
  "AWS::ECS::Service": ["ecs:DescribeServices", "camel"],
  "AWS::EKS::Cluster": ["eks:DescribeCluster", "camel"],
  "AWS::ElasticLoadBalancing::LoadBalancer": ["elb:DescribeLoadBalancers", "pascal"],
  "AWS::IAM::User": ["iam:GetAccountAuthorizationDetails", "pascal"],
  "AWS::IAM::Group": ["iam:GetAccountAuthorizationDetails", "pascal"],
  "AWS::IAM::Role": ["iam:GetAccountAuthorizationDetails", "pascal"],
  "AWS::IAM::Policy": ["iam:GetAccountAuthorizationDetails", "pascal"],
  "AWS::S3::Bucket": ["s3:GetBucketPolicy", "pascal"],
  "AWS::KMS::Key": ["kms:GetKeyPolicy", "pascal"],
};

export const isConfigSnapshot = (json: RawObject): boolean =>
  Array.isArray(json["configurationItems"]);

/** A snapshot of AWS Config. What it does not record is not known, so no list of it is whole. */
export function answersOfConfig(json: RawObject): {
  readonly answers: readonly PartialAnswer[];
  readonly takenAt: string | null;
} {
  const groups = new Map<
    string,
    { action: string; region: string | null; account: string | null; items: RawObject[] }
  >();
  let takenAt: string | null = null;
  for (const item of rawObjects(json, "configurationItems")) {
    const [action, keys] = TYPES[rawText(item, "resourceType") ?? ""] ?? [];
    if (action === undefined || keys === undefined) continue;
    if (/Deleted/i.test(rawText(item, "configurationItemStatus") ?? "")) continue;
    const region = rawText(item, "awsRegion");
    const account = rawText(item, "awsAccountId");
    const at = rawText(item, "configurationItemCaptureTime");
    if (at !== null && (takenAt === null || at > takenAt)) takenAt = at;
    const clean = withoutSecrets(renamed(configurationOf(item), keys));
    if (!isRawObject(clean)) continue;
    const place = surveyCall(action)?.scope === "global" ? null : region;
    const key = `${action} ${place} ${account}`;
    const group = groups.get(key) ?? { action, region: place, account, items: [] };
    const raw = named(action, clean, item);
    if (POLICY_CALLS.includes(action)) group.items.push(...addressPoliciesOf(raw));
    else group.items.push(raw);
    groups.set(key, group);
  }
  return {
    answers: [...groups.values()].map((each) => ({ ...each, isWhole: false })),
    takenAt,
  };
}

/** Config writes what it adds as JSON in a text. */
function policyTextIn(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRawObject(parsed) ? parsed["policyText"] : null;
  } catch {
    return null;
  }
}

/** Also where it is a text that holds JSON. */
function configurationOf(item: RawObject): RawObject {
  const text = rawText(item, "configuration");
  if (text === null) return rawObject(item, "configuration");
  try {
    const parsed: unknown = JSON.parse(text);
    return isRawObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** Keys in the case of the service's own API. */
function renamed(value: unknown, keys: "pascal" | "camel"): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, keys));
  if (!isRawObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const first = key.charAt(0);
      const name = (keys === "pascal" ? first.toUpperCase() : first.toLowerCase()) + key.slice(1);
      return [name, renamed(each, keys)];
    }),
  );
}

/** Resource types that Config keeps as CloudFormation has them call their id otherwise. */
function named(action: string, raw: RawObject, item: RawObject): RawObject {
  const id = rawText(item, "resourceId");
  const vpc = rawText(raw, "VpcId");
  switch (action) {
    case "ec2:DescribeEgressOnlyInternetGateways": {
      const attachments = rawObjects(raw, "Attachments");
      return {
        EgressOnlyInternetGatewayId: id,
        ...raw,
        Attachments: attachments.length > 0 || vpc === null ? attachments : [{ VpcId: vpc }],
      };
    }
    case "elb:DescribeLoadBalancers":
      return { ...raw, VPCId: rawText(raw, "VPCId") ?? rawText(raw, "VpcId") };
    case "iam:GetAccountAuthorizationDetails":
      return { Arn: rawText(item, "ARN") ?? rawText(item, "arn"), ...raw };
    case "s3:GetBucketPolicy":
    case "kms:GetKeyPolicy": {
      const more = rawObject(item, "supplementaryConfiguration");
      const policy = rawObject(more, "BucketPolicy")["policyText"] ?? more["Policy"];
      const inText = rawText(more, "BucketPolicy") ?? "";
      return {
        Arn: rawText(item, "ARN") ?? rawText(item, "arn") ?? id,
        Policy: policy ?? policyTextIn(inText),
      };
    }
    case "ec2:DescribeFlowLogs":
      return { FlowLogId: id, ...raw };
    case "ec2:DescribeVpcEndpoints":
      return { VpcEndpointId: id, ...raw, VpcEndpointType: rawText(raw, "VpcEndpointType") };
    case "eks:DescribeCluster":
      return { ...raw, name: rawText(raw, "name") ?? rawText(item, "resourceName") };
    case "ecs:DescribeServices":
      return {
        ...raw,
        serviceName: rawText(raw, "serviceName") ?? rawText(item, "resourceName"),
        networkConfiguration: {
          awsvpcConfiguration: rawObject(raw, "networkConfiguration")["awsvpcConfiguration"] ?? {},
        },
      };
    default:
      return raw;
  }
}
