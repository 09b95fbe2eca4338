import type {
  AuditAnswer,
  AuditCompute,
  AuditRouteTable,
  AuditSubnet,
  Ipv4Path,
  Network,
  VpcLink,
} from "./network.js";
import type { Resource, ResourceKind } from "./resource.js";
import type { ResourceIndex } from "./resource-index.js";
import { type AuditValue, auditValueAt, isAbsent, isTrue, missingIn, textOf } from "./value.js";

type NetworkParts = Omit<Network, "computes">;

/** What a kind of compute says of its place in the network. */
interface Placement {
  readonly platform: string | null;
  /** Undefined: it is in no VPC. */
  readonly subnets: AuditValue | undefined;
  readonly securityGroups: AuditValue | undefined;
  readonly publicIp: AuditValue | undefined;
  /** Where it stands in a VPC whatever it says, such as an instance. */
  readonly isAlwaysInVpc: boolean;
  readonly taskDefinition: Resource | null;
}

/** What runs, and how it reaches IPv4. */
export function computesOf(
  resources: readonly Resource[],
  index: ResourceIndex,
  network: NetworkParts,
): readonly AuditCompute[] {
  const bySubnet = new Map(network.subnets.map((subnet) => [subnet.resource, subnet]));
  const used = new Set(
    resources
      .filter(({ kind }) => kind === "ecs-service")
      .map((each) => index.first(each, each.attributes["task_definition"], "ecs-task")),
  );
  return resources.flatMap((resource) => {
    // A task definition runs where its service does; without one, nobody knows where.
    if (resource.kind === "ecs-task" && used.has(resource)) return [];
    const placement = placementOf(resource, index);
    return placement === null ? [] : [compute(resource, placement, index, bySubnet, network)];
  });
}

const PLACEMENTS: Partial<
  Record<ResourceKind, (resource: Resource, index: ResourceIndex) => Partial<Placement>>
> = {
  "lambda-function": ({ attributes }) => ({
    platform: "lambda",
    subnets: auditValueAt(attributes["vpc_config"], "subnet_ids"),
    securityGroups: auditValueAt(attributes["vpc_config"], "security_group_ids"),
  }),
  "ecs-service": (resource, index) => {
    const { attributes } = resource;
    const taskDefinition = index.first(resource, attributes["task_definition"], "ecs-task");
    const configuration = attributes["network_configuration"];
    return {
      platform: ecsPlatform(attributes, taskDefinition),
      subnets: auditValueAt(configuration, "subnets"),
      securityGroups: auditValueAt(configuration, "security_groups"),
      publicIp: auditValueAt(configuration, "assign_public_ip"),
      isAlwaysInVpc: true,
      taskDefinition,
    };
  },
  "ecs-task": (resource) => ({
    platform: ecsPlatform(resource.attributes, resource),
    isAlwaysInVpc: true,
    taskDefinition: resource,
  }),
  instance: ({ attributes }) => ({
    platform: "ec2-nitro",
    subnets: attributes["subnet_id"] ?? auditValueAt(attributes["network_interface"], "subnet_id"),
    securityGroups: attributes["vpc_security_group_ids"] ?? attributes["security_groups"],
    publicIp: attributes["associate_public_ip_address"],
    isAlwaysInVpc: true,
  }),
  "auto-scaling-group": (resource, index) => {
    const { attributes } = resource;
    const template =
      index.first(resource, attributes["launch_template"], "launch-template") ??
      index.first(resource, attributes["mixed_instances_policy"], "launch-template") ??
      index.first(resource, attributes["launch_configuration"], "launch-configuration");
    return {
      platform: "ec2-nitro",
      subnets: attributes["vpc_zone_identifier"],
      securityGroups:
        template?.attributes["vpc_security_group_ids"] ??
        template?.attributes["security_groups"] ??
        auditValueAt(template?.attributes["network_interfaces"], "security_groups"),
      publicIp:
        template?.attributes["associate_public_ip_address"] ??
        auditValueAt(template?.attributes["network_interfaces"], "associate_public_ip_address"),
      isAlwaysInVpc: true,
    };
  },
  "eks-cluster": ({ attributes }) => ({
    platform: eksPlatform(attributes),
    subnets: auditValueAt(attributes["vpc_config"], "subnet_ids"),
    securityGroups: auditValueAt(attributes["vpc_config"], "security_group_ids"),
    isAlwaysInVpc: true,
  }),
  "eks-node-group": (resource, index) => {
    const cluster = index.first(resource, resource.attributes["cluster_name"], "eks-cluster");
    return {
      platform: cluster === null ? null : eksPlatform(cluster.attributes),
      subnets: resource.attributes["subnet_ids"],
      isAlwaysInVpc: true,
    };
  },
  "eks-fargate-profile": (resource, index) => {
    const cluster = index.first(resource, resource.attributes["cluster_name"], "eks-cluster");
    const family = cluster === null ? null : eksPlatform(cluster.attributes);
    return {
      platform: family === null ? null : family.replace("eks-", "eks-fargate-"),
      subnets: resource.attributes["subnet_ids"],
      isAlwaysInVpc: true,
    };
  },
  "codebuild-project": ({ attributes }) => ({
    platform: "codebuild",
    subnets: auditValueAt(attributes["vpc_config"], "subnets"),
    securityGroups: auditValueAt(attributes["vpc_config"], "security_group_ids"),
  }),
  "app-runner-service": (resource, index) => {
    const connector = index.first(
      resource,
      auditValueAt(
        resource.attributes["network_configuration"],
        "egress_configuration",
        "vpc_connector_arn",
      ),
      "app-runner-connector",
    );
    return {
      platform: "app-runner",
      subnets: connector?.attributes["subnets"],
      securityGroups: connector?.attributes["security_groups"],
    };
  },
  platform: ({ attributes, type }) => ({
    platform: PLATFORM_TYPES[type] ?? null,
    subnets: firstOf(attributes, "subnet_ids", "subnets", "subnet_id"),
    securityGroups: firstOf(
      attributes,
      "security_group_ids",
      "security_groups",
      "vpc_security_group_ids",
    ),
    publicIp: attributes["publicly_accessible"],
  }),
  "k8s-workload": () => ({ platform: null, isAlwaysInVpc: true }),
};

/** Types of other platforms that run in a VPC: the attribute block that places them is laid flat by readers. */
export const PLATFORM_TYPES: Readonly<Record<string, string>> = {
  aws_mwaa_environment: "mwaa",
  aws_glue_connection: "glue",
  aws_emr_cluster: "emr",
  aws_emrserverless_application: "emr-serverless",
  aws_sagemaker_notebook_instance: "sagemaker-notebook",
  aws_sagemaker_domain: "sagemaker-studio",
  aws_dms_replication_instance: "dms",
  aws_batch_compute_environment: "batch",
  aws_elastic_beanstalk_environment: "elastic-beanstalk",
  aws_mskconnect_connector: "msk-connect",
  aws_synthetics_canary: "synthetics",
  "AWS::MWAA::Environment": "mwaa",
  "AWS::Glue::Connection": "glue",
  "AWS::EMR::Cluster": "emr",
  "AWS::EMRServerless::Application": "emr-serverless",
  "AWS::SageMaker::NotebookInstance": "sagemaker-notebook",
  "AWS::SageMaker::Domain": "sagemaker-studio",
  "AWS::DMS::ReplicationInstance": "dms",
  "AWS::Batch::ComputeEnvironment": "batch",
  "AWS::KafkaConnect::Connector": "msk-connect",
  "AWS::Synthetics::Canary": "synthetics",
};

function firstOf(
  attributes: Resource["attributes"],
  ...names: readonly string[]
): AuditValue | undefined {
  const places: readonly (AuditValue | undefined)[] = [
    { kind: "map", entries: attributes },
    ...[
      "network_configuration",
      "vpc_config",
      "compute_resources",
      "physical_connection_requirements",
    ].map((name) => attributes[name]),
  ];
  for (const place of places) {
    for (const name of names) {
      const found = auditValueAt(place, name);
      if (found !== undefined && !isAbsent(found)) return found;
    }
  }
  return undefined;
}

function ecsPlatform(attributes: Resource["attributes"], task: Resource | null): string | null {
  const launch = textOf(attributes["launch_type"]);
  if (launch === "FARGATE") return "ecs-fargate";
  if (launch === "EC2") return "ecs-ec2";
  const providers = textOf(
    auditValueAt(attributes["capacity_provider_strategy"], "capacity_provider"),
  );
  if (providers?.startsWith("FARGATE")) return "ecs-fargate";
  const compatibilities = task?.attributes["requires_compatibilities"];
  if (compatibilities?.kind === "list") {
    const words = compatibilities.items.map(textOf);
    if (words.includes("FARGATE")) return "ecs-fargate";
    if (words.includes("EC2")) return "ecs-ec2";
  }
  return null;
}

function eksPlatform(attributes: Resource["attributes"]): string | null {
  const family = auditValueAt(attributes["kubernetes_network_config"], "ip_family");
  if (family?.kind === "unknown") return null;
  return textOf(family)?.toLowerCase() === "ipv6" ? "eks-ipv6" : "eks-ipv4";
}

function placementOf(resource: Resource, index: ResourceIndex): Placement | null {
  const place = PLACEMENTS[resource.kind];
  if (place === undefined) return null;
  return {
    platform: null,
    subnets: undefined,
    securityGroups: undefined,
    publicIp: undefined,
    isAlwaysInVpc: false,
    taskDefinition: null,
    ...place(resource, index),
  };
}

function compute(
  resource: Resource,
  placement: Placement,
  index: ResourceIndex,
  bySubnet: ReadonlyMap<Resource, AuditSubnet>,
  network: NetworkParts,
): AuditCompute {
  const subnets = index
    .all(resource, placement.subnets, "subnet")
    .flatMap((each) => bySubnet.get(each) ?? []);
  const unresolved = index.unresolved(resource, placement.subnets);
  const isNamed = placement.subnets !== undefined && !isAbsent(placement.subnets);
  const isEmpty = placement.subnets?.kind === "list" && placement.subnets.items.length === 0;
  const isInVpc: AuditAnswer =
    placement.isAlwaysInVpc || subnets.length > 0
      ? { is: "yes" }
      : !isNamed || isEmpty
        ? { is: "no" }
        : placement.subnets?.kind === "unknown" && !placement.subnets.isSet
          ? { is: "unknown", missing: placement.subnets.missing }
          : { is: "yes" };
  const knowsSubnets: AuditAnswer =
    unresolved[0] !== undefined
      ? { is: "unknown", missing: unresolved[0] }
      : subnets.length === 0 && isInVpc.is !== "no"
        ? { is: "unknown", missing: "its subnets" }
        : { is: "yes" };
  const vpc = vpcOfSubnets(subnets);
  const asksPublicIpv4 = publicIpOf(placement, subnets);
  const services =
    vpc?.kind === "vpc"
      ? network.endpoints.filter((each) => each.vpc.kind === "vpc" && each.vpc.vpc === vpc.vpc)
      : [];
  return {
    resource,
    platform: placement.platform,
    isInVpc,
    vpc,
    subnets,
    knowsSubnets,
    hasIpv6Subnets: allOf(
      subnets.map(({ ipv6 }) => ipv6),
      knowsSubnets,
    ),
    isIpv6Only: allOf(
      subnets.map(({ ipv4 }) => opposite(ipv4)),
      knowsSubnets,
    ),
    securityGroups: index.all(resource, placement.securityGroups, "security-group"),
    asksPublicIpv4,
    ipv4Path: ipv4PathOf(isInVpc, knowsSubnets, subnets, asksPublicIpv4),
    endpointServices: services.flatMap(({ service }) => service ?? []),
    taskDefinition: placement.taskDefinition,
  };
}

const opposite = (answer: AuditAnswer): AuditAnswer =>
  answer.is === "unknown" ? answer : { is: answer.is === "yes" ? "no" : "yes" };

function allOf(answers: readonly AuditAnswer[], isAll: AuditAnswer): AuditAnswer {
  if (answers.some(({ is }) => is === "no")) return { is: "no" };
  return (
    answers.find(({ is }) => is === "unknown") ??
    (isAll.is === "yes" && answers.length > 0
      ? { is: "yes" }
      : isAll.is === "yes"
        ? { is: "no" }
        : isAll)
  );
}

function vpcOfSubnets(subnets: readonly AuditSubnet[]): VpcLink | null {
  return (
    subnets.map(({ vpc }) => vpc).find(({ kind }) => kind === "vpc") ?? subnets[0]?.vpc ?? null
  );
}

function publicIpOf({ publicIp }: Placement, subnets: readonly AuditSubnet[]): AuditAnswer {
  if (publicIp !== undefined && !isAbsent(publicIp)) {
    if (/^enabled$/i.test(textOf(publicIp) ?? "")) return { is: "yes" };
    const answer = isTrue(publicIp);
    return answer === "unknown"
      ? { is: "unknown", missing: missingIn(publicIp)[0] ?? "a value" }
      : { is: answer };
  }
  const maps = subnets.map(({ mapsPublicIpv4 }) => mapsPublicIpv4);
  return (
    maps.find(({ is }) => is === "yes") ?? maps.find(({ is }) => is === "unknown") ?? { is: "no" }
  );
}

function ipv4PathOf(
  isInVpc: AuditAnswer,
  knowsSubnets: AuditAnswer,
  subnets: readonly AuditSubnet[],
  publicIp: AuditAnswer,
): Ipv4Path {
  if (isInVpc.is === "no") return { kind: "not-in-vpc" };
  if (knowsSubnets.is === "unknown") return { kind: "unknown", missing: knowsSubnets.missing };
  const paths = subnets.map((subnet) => pathOfSubnet(subnet, publicIp));
  const unknown = paths.find(({ kind }) => kind === "unknown");
  const kinds = new Set(paths.map(({ kind }) => kind));
  const [first] = paths;
  if (first !== undefined && kinds.size === 1) return first;
  return unknown ?? paths.find(({ kind }) => kind !== "none") ?? { kind: "none" };
}

function pathOfSubnet({ ipv4, routeTable }: AuditSubnet, publicIp: AuditAnswer): Ipv4Path {
  if (ipv4.is === "no") return { kind: "none" };
  if (routeTable === null) return { kind: "unknown", missing: "the route table" };
  return defaultPath(routeTable, publicIp);
}

function defaultPath({ routes, mayHaveMore }: AuditRouteTable, publicIp: AuditAnswer): Ipv4Path {
  const route = routes.find(({ family, isDefault }) => family === "ipv4" && isDefault.is !== "no");
  if (route === undefined) {
    return mayHaveMore.is === "unknown"
      ? { kind: "unknown", missing: mayHaveMore.missing }
      : { kind: "none" };
  }
  if (route.isDefault.is === "unknown")
    return { kind: "unknown", missing: route.isDefault.missing };
  switch (route.target) {
    case "nat-gateway":
    case "instance":
      return { kind: "nat" };
    case "internet-gateway":
      if (publicIp.is === "unknown") return { kind: "unknown", missing: publicIp.missing };
      return { kind: publicIp.is === "yes" ? "public-ip" : "none" };
    case "unknown":
      return { kind: "unknown", missing: "the target of the default route" };
    default:
      return { kind: "central" };
  }
}
