import type { AuditValue } from "./value.js";

/** The formats that are read. `cdk` is CloudFormation that CDK wrote; `api`: an account, as `survey` sees it. */
export const AUDIT_FORMATS = [
  "terraform",
  "plan-json",
  "cloudformation",
  "cdk",
  "kubernetes",
  "compose",
  "ecs-task",
  "dockerfile",
  "agent",
  "shell",
  "source",
  "api",
] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

/**
 * What a resource is, whatever its format calls it. Attributes have the names of Terraform's provider, which
 * CloudFormation's are in another case (`CidrBlock` → `cidr_block`); `resource-kinds.ts` has where they differ.
 */
export const RESOURCE_KINDS = [
  "vpc",
  "vpc-ipv6-cidr",
  "subnet",
  "subnet-ipv6-cidr",
  "route-table",
  "main-route-table",
  "route",
  "route-table-association",
  "internet-gateway",
  "egress-only-gateway",
  "nat-gateway",
  "transit-gateway-attachment",
  "vpc-endpoint",
  "vpc-endpoint-route-table",
  "vpc-endpoint-subnet",
  "elastic-ip",
  "security-group",
  /** Of either direction: `type` says which. */
  "security-group-rule",
  "security-group-egress",
  "security-group-ingress",
  "network-acl",
  "network-acl-entry",
  "network-acl-association",
  "policy",
  "instance",
  "launch-template",
  "launch-configuration",
  "auto-scaling-group",
  "lambda-function",
  "lambda-network-connector",
  "ecs-cluster",
  "ecs-service",
  "ecs-task",
  "eks-cluster",
  "eks-node-group",
  "eks-fargate-profile",
  "app-runner-service",
  "app-runner-connector",
  "codebuild-project",
  "platform",
  "load-balancer",
  "service-resource",
  "k8s-workload",
  "k8s-config",
  "compose-service",
  "container-image",
  "agent-config",
  "provider",
  "module-call",
  /** What a root module or template passes on. */
  "output",
  "other",
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

export interface FilePlace {
  /** Relative to what is audited, with `/`; null: an account, or a plan without its files. */
  readonly file: string | null;
  /** 1-based; null in plan JSON. */
  readonly line: number | null;
}

/** How many there are: `count`, `for_each`, `Condition`. */
export type Multiplicity =
  | { readonly kind: "one" }
  /** One of several instances of a block, each a `Resource` of its own. */
  | { readonly kind: "instance"; readonly key: string; readonly of: number }
  /** Nobody knows how many, or whether it is there at all. */
  | { readonly kind: "unknown"; readonly missing: string };

export interface Resource {
  readonly kind: ResourceKind;
  readonly format: AuditFormat;
  /** As the format calls it: `aws_subnet`, `AWS::EC2::Subnet`, `Deployment`. */
  readonly type: string;
  /** What refers to each other: a root module with its own, a template, a folder of manifests. */
  readonly scope: string;
  /** Unique in its scope: `module.vpc.aws_subnet.private[0]`, `VPC`; for survey, the ARN or id. */
  readonly address: string;
  /** What a finding names: the block without instance keys, or the call of a module that is not expanded. */
  readonly subject: string;
  /** Of the block; of what a module from elsewhere makes, the call. */
  readonly place: FilePlace;
  readonly endLine: number | null;
  readonly attributes: Readonly<Record<string, AuditValue>>;
  /** Lines of attributes, by name; of nested ones, by path with dots. */
  readonly lines: Readonly<Record<string, number>>;
  readonly multiplicity: Multiplicity;
  /** From a table of what a module does, and not from its source. */
  readonly fromModule: ModuleOrigin | null;
  /** What its format keeps for tools, such as CloudFormation's `Metadata` or annotations. */
  readonly metadata: AuditValue | null;
}

/** A module that is not read, but known. */
export interface ModuleOrigin {
  /** In registry form: `terraform-aws-modules/vpc/aws`. */
  readonly source: string;
  /** The version whose inputs are taken; of a range, the range. */
  readonly version: string | null;
  /** How sure: `exact`; the newest of a range that was read; the newest read, since no version is given. */
  readonly versionIs: "exact" | "newest-of-range" | "newest-read";
}

/** The line of an attribute, else of the block. */
export function lineOf(resource: Resource, attribute: string): number | null {
  return resource.lines[attribute] ?? resource.place.line;
}

/** Unique in an audit. */
export const idOf = ({ scope, address }: Pick<Resource, "scope" | "address">): string =>
  `${scope} ${address}`;
