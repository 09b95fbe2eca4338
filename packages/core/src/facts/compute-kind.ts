import type { Conflict, DocumentedSupport, Provenance } from "./provenance.js";

/** `none`: not attached to a VPC. */
export const SUBNET_KINDS = ["ipv4", "dual-stack", "ipv6-only", "none"] as const;
export type SubnetKind = (typeof SUBNET_KINDS)[number];

/**
 * What runs the workload, whatever its subnets. EKS chooses one IP family for the life of the cluster, so
 * that its two families are two platforms.
 */
export const PLATFORMS = [
  "ec2-nitro",
  "ec2-xen",
  "ecs-ec2",
  "ecs-fargate",
  "ecs-managed-instances",
  "eks-ipv4",
  "eks-ipv6",
  "lambda",
  "app-runner",
  "codebuild",
  "api-gateway",
  "appsync",
  "glue",
  "eks-fargate-ipv4",
  "eks-fargate-ipv6",
  "batch",
  "elastic-beanstalk",
  "sagemaker-notebook",
  "sagemaker-studio",
  "sagemaker-hyperpod",
  "sagemaker-jobs",
  "emr",
  "emr-serverless",
  "mwaa",
  "load-balancer",
  "synthetics",
  "workspaces-applications",
  "workspaces",
  "bedrock-agentcore",
  "lambda-managed-instances",
  "transfer-connectors",
  "msk-connect",
  "dms",
  "lightsail",
  "step-functions",
  "eventbridge",
  "eventbridge-pipes",
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Which of a service's names the platform itself calls. */
export const CALLED_NAMES = ["default", "dualstack", "unknown"] as const;

/** What must be used for the call to be made: `always`, or a feature of the platform. */
export const CALL_CONDITIONS = [
  "always",
  "ecr-image",
  "cloudwatch-logs",
  "secrets-manager",
  "parameter-store",
  "exec",
  "irsa",
  "s3-artifacts",
] as const;
export type CallCondition = (typeof CALL_CONDITIONS)[number];

/** A call that the platform makes by itself, before or beside the code of the workload. */
export interface StartupCall {
  /** CLI name, as in the catalog: `ecr`. `null`: a service without an API of its own, known by its hosts. */
  readonly service: string | null;
  /** `pull the image` */
  readonly purpose: string;
  readonly when: CallCondition;
  /**
   * `default`: the default name of the service, also where a dual-stack one exists; whether it answers over
   * IPv6, observation says. `dualstack`: the platform chooses the dual-stack name by itself. `unknown`: one
   * of `hosts`, and no source says which.
   */
  readonly calls: (typeof CALLED_NAMES)[number];
  /** The names it calls, with the placeholders `{Region}` and `{AccountId}`. */
  readonly hosts: readonly string[];
  /** PrivateLink services that carry the call, after `com.amazonaws.REGION.`: `ecr.api`, `s3` (a gateway). */
  readonly endpoints: readonly string[];
  /** What somebody wrote of the IPv6 addresses of the hosts. */
  readonly documented?:
    | { readonly ipv6: DocumentedSupport; readonly asOf: string; readonly source: string }
    | undefined;
}

/** One platform in one kind of subnet: what its code can send, and what it calls by itself. */
export interface ComputeKind extends Provenance {
  /** `PLATFORM-SUBNETS`, as `ecs-fargate-dual-stack`; just the platform when `subnets` is `none`. */
  readonly id: string;
  readonly platform: Platform;
  readonly subnets: SubnetKind;
  /** For people: `ECS on Fargate, dual-stack subnets`. */
  readonly name: string;
  /** Whether AWS lets it run there at all. */
  readonly runs: DocumentedSupport;
  /** Whether its code can open IPv4 connections, given a route. */
  readonly sendsIpv4: DocumentedSupport;
  /** Whether its code can open IPv6 connections to the internet, given a route. */
  readonly sendsIpv6: DocumentedSupport;
  /** What makes it send IPv6 where it does not by default, and what is not sure even then. */
  readonly withSetting?: { readonly setting: string; readonly caveat: string } | undefined;
  /** Whether it can have a public IPv4 address of its own, one for each instance, task or node. */
  readonly publicIpv4: DocumentedSupport;
  /** Whether IPv4-only hosts are reached over DNS64 and NAT64 from there. */
  readonly nat64: DocumentedSupport;
  readonly startupCalls: readonly StartupCall[];
  /** What must be set for the above to hold: `Ipv6AllowedForDualStack: true`. */
  readonly settings: readonly string[];
  readonly constraints: readonly string[];
  readonly openToNewCustomers: boolean;
  readonly conflicts: readonly Conflict[];
}

/** @returns undefined when nothing is known of that platform in such subnets */
export function findComputeKind(
  kinds: readonly ComputeKind[],
  platform: Platform,
  subnets: SubnetKind,
): ComputeKind | undefined {
  return kinds.find((kind) => kind.platform === platform && kind.subnets === subnets);
}

/** Where the workload says nothing of subnets: as the platform itself has it, not in a VPC if it can be, else dual-stack. */
export function defaultKind(
  kinds: readonly ComputeKind[],
  platform: Platform,
): ComputeKind | undefined {
  const order: readonly SubnetKind[] = ["none", "dual-stack", "ipv4", "ipv6-only"];
  return order
    .map((subnets) => findComputeKind(kinds, platform, subnets))
    .find((kind) => kind !== undefined && kind.runs !== "no");
}
