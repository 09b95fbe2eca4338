import type { IndexedAnswers } from "./indexed-answers.js";
import {
  type RawObject,
  rawObject,
  rawObjects,
  rawTag,
  rawTagNames,
  rawText,
  rawTexts,
} from "./raw.js";
import type { OwnerKind, SurveyCompute, SurveyNatGateway } from "./topology.js";

export interface InterfaceOwner {
  readonly ownerKind: OwnerKind;
  readonly owner: string | null;
}

interface InstanceOwner extends InterfaceOwner {
  readonly id: string;
}

/** What names of owners are found by. */
export interface OwnerLookup {
  readonly natByEni: ReadonlyMap<string, string>;
  readonly endpointByEni: ReadonlyMap<string, string>;
  readonly instances: ReadonlyMap<string, InstanceOwner>;
  readonly services: readonly SurveyCompute[];
}

export function ownerLookup(
  answers: IndexedAnswers,
  natGateways: readonly SurveyNatGateway[],
  compute: readonly SurveyCompute[],
): OwnerLookup {
  const natByEni = new Map<string, string>();
  for (const { raw } of answers.all("ec2:DescribeNatGateways")) {
    const id = rawText(raw, "NatGatewayId") ?? "";
    for (const each of rawObjects(raw, "NatGatewayAddresses")) {
      const eni = rawText(each, "NetworkInterfaceId");
      if (eni !== null && natGateways.some((nat) => nat.id === id)) natByEni.set(eni, id);
    }
  }
  const endpointByEni = new Map<string, string>();
  for (const { raw } of answers.all("ec2:DescribeVpcEndpoints")) {
    const id = rawText(raw, "VpcEndpointId");
    for (const eni of rawTexts(raw, "NetworkInterfaceIds")) {
      if (id !== null) endpointByEni.set(eni, id);
    }
  }
  const instances = new Map<string, InstanceOwner>();
  for (const { raw } of answers.all("ec2:DescribeInstances")) {
    const all = rawText(raw, "InstanceId") === null ? rawObjects(raw, "Instances") : [raw];
    for (const each of all) {
      const id = rawText(each, "InstanceId");
      if (id !== null) instances.set(id, instanceOwner(each, id));
    }
  }
  return {
    natByEni,
    endpointByEni,
    instances,
    services: compute.filter(({ kind }) => kind === "ecs-service"),
  };
}

export function instanceOwner(raw: RawObject, id: string): InstanceOwner {
  const cluster =
    rawTag(raw, "eks:cluster-name") ??
    rawTag(raw, "aws:eks:cluster-name") ??
    rawTagNames(raw)
      .find((name) => name.startsWith("kubernetes.io/cluster/"))
      ?.slice("kubernetes.io/cluster/".length) ??
    null;
  if (cluster !== null) return { id, ownerKind: "eks-node", owner: cluster };
  const owner = rawTag(raw, "aws:autoscaling:groupName") ?? rawTag(raw, "Name") ?? id;
  return { id, ownerKind: "instance", owner };
}

const BY_TYPE: Readonly<Record<string, OwnerKind>> = {
  nat_gateway: "nat-gateway",
  regional_nat_gateway: "nat-gateway",
  vpc_endpoint: "vpc-endpoint",
  gateway_load_balancer_endpoint: "vpc-endpoint",
  lambda: "lambda",
  load_balancer: "load-balancer",
  network_load_balancer: "load-balancer",
  gateway_load_balancer: "load-balancer",
  transit_gateway: "transit-gateway",
  global_accelerator_managed: "global-accelerator",
  efs: "file-system",
};

/** Where AWS says who has an interface in words alone. */
const BY_DESCRIPTION: readonly (readonly [RegExp, OwnerKind])[] = [
  [/^Interface for NAT Gateway (nat-\w+)/, "nat-gateway"],
  [/^VPC Endpoint Interface (vpce-\w+)/, "vpc-endpoint"],
  [
    /^AWS Lambda VPC ENI-(.+?)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
    "lambda",
  ],
  [/^AWS Lambda VPC ENI[-: ]?(.*)$/, "lambda"],
  [/^ELB (.+)$/, "load-balancer"],
  [/^(RDS)NetworkInterface/, "database"],
  [/^ElastiCache[ :]*(.*)$/, "database"],
  [/^Redshift[ :]*(.*)$/, "database"],
  [/^EFS mount target for (fs-\w+)/, "file-system"],
  [/^Amazon EKS (.+)$/, "eks"],
  [/^Network Interface for Transit Gateway Attachment (tgw-attach-\w+)/, "transit-gateway"],
];

/** Who has an interface: by what says so itself, then by its type, then by AWS's description. */
export function ownerOf(raw: RawObject, lookup: OwnerLookup): InterfaceOwner {
  const id = rawText(raw, "NetworkInterfaceId") ?? "";
  const description = rawText(raw, "Description") ?? "";
  const nat = lookup.natByEni.get(id);
  if (nat !== undefined) return { ownerKind: "nat-gateway", owner: nat };
  const endpoint = lookup.endpointByEni.get(id);
  if (endpoint !== undefined) return { ownerKind: "vpc-endpoint", owner: endpoint };
  const said = BY_DESCRIPTION.flatMap(([pattern, ownerKind]) => {
    const found = pattern.exec(description);
    return found === null ? [] : [{ ownerKind, owner: found[1] || null }];
  })[0];
  const byType = BY_TYPE[rawText(raw, "InterfaceType") ?? ""];
  if (byType !== undefined)
    return said?.ownerKind === byType ? said : { ownerKind: byType, owner: null };
  const task = taskOwner(raw, description, lookup);
  if (task !== null) return task;
  const attachment = rawObject(raw, "Attachment");
  const instance = rawText(attachment, "InstanceId");
  if (instance !== null) {
    const { ownerKind, owner } = lookup.instances.get(instance) ?? {
      ownerKind: "instance" as const,
      owner: instance,
    };
    return { ownerKind, owner };
  }
  const [, pod] = /^aws-K8S-(i-\w+)/.exec(description) ?? [];
  if (pod !== undefined) {
    return { ownerKind: "eks-node", owner: lookup.instances.get(pod)?.owner ?? pod };
  }
  if (said !== undefined) return said;
  const isFree = rawText(raw, "Status") === "available";
  return { ownerKind: isFree ? "none" : "other", owner: isFree ? null : description || null };
}

/** A task of ECS: by its tags, else by the one service that it can be of. */
function taskOwner(
  raw: RawObject,
  description: string,
  { services }: OwnerLookup,
): InterfaceOwner | null {
  const tagged = rawTag(raw, "aws:ecs:serviceName");
  if (tagged === null && !/^arn:aws[\w-]*:ecs:[^:]*:\d*:attachment\//.test(description))
    return null;
  const subnet = rawText(raw, "SubnetId") ?? "";
  const groups = rawObjects(raw, "Groups").flatMap((each) => rawText(each, "GroupId") ?? []);
  const fitting =
    tagged === null
      ? services.filter(
          (each) =>
            each.subnets.includes(subnet) &&
            each.securityGroups.length === groups.length &&
            each.securityGroups.every((group) => groups.includes(group)),
        )
      : services.filter(({ name }) => name === tagged);
  const [only] = fitting;
  if (only === undefined || fitting.length > 1) return { ownerKind: "ecs", owner: tagged };
  return { ownerKind: only.platform === "FARGATE" ? "ecs-fargate" : "ecs-ec2", owner: only.name };
}
