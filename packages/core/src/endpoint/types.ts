/** The four names an SDK can be told to use for one service in one region. */
export const VARIANTS = ["default", "dualstack", "fips", "fips-dualstack"] as const;
export type Variant = (typeof VARIANTS)[number];

/** `partition`: one name serves every region of the partition (IAM); `regional`: a name per region. */
export type Scope = "regional" | "partition";

export interface Region {
  readonly id: string;
  /** As AWS describes it, such as "Europe (Frankfurt)". */
  readonly name: string;
}

export interface Partition {
  readonly id: string;
  readonly name: string;
  /** What people call it: `GovCloud`. */
  readonly title: string;
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
  /** Matches the ids of all regions of the partition, future ones included. */
  readonly regionRegex: string;
  /** Where the partition-wide names live, such as `us-east-1`: the rules' `implicitGlobalRegion`. */
  readonly homeRegion: string;
  /** False for the isolated partitions, which no public resolver can see. */
  readonly isPublic: boolean;
  /** Whether endpoint services are `com.amazonaws.REGION.NAME`, without exception. */
  readonly hasPlainEndpointServices: boolean;
  /** Without pseudo regions such as `aws-global`; sorted by id. */
  readonly regions: readonly Region[];
}

export type EndpointDiscovery = "none" | "optional" | "required";

export interface Service {
  /** As in `aws <cliName>` and botocore's data folder: `logs`. */
  readonly cliName: string;
  /** As in the API model: `CloudWatch Logs`. */
  readonly serviceId: string;
  /** As in the documentation: `Amazon CloudWatch Logs`. */
  readonly displayName: string;
  readonly endpointDiscovery: EndpointDiscovery;
  /** Commands of the AWS CLI, where they are not called `cliName`: `s3api`. */
  readonly cliCommands?: readonly string[];
}

/** Where endpoints are meant. A null axis leaves everything on it, isolated partitions excepted. */
export interface EndpointScope {
  /** CLI names. */
  readonly services: ReadonlySet<string> | null;
  readonly regions: ReadonlySet<string> | null;
  readonly partitions: ReadonlySet<string> | null;
  /** The partitions that match when none are named. */
  readonly publicPartitions: ReadonlySet<string>;
}

/**
 * One endpoint of the catalog.
 * `hostname` may hold a placeholder such as `{AccountId}`; `observableName` gives the name to look up.
 */
export interface Endpoint {
  readonly service: string;
  readonly partition: string;
  readonly region: string;
  readonly variant: Variant;
  readonly scope: Scope;
  readonly hostname: string;
}

/** A further name of a service: of some operations, a host prefix, an account, a bucket, a registry. */
export interface AdditionalEndpoint extends Endpoint {
  /** What the name is for, such as `operations: PutRecord` or `host prefix stream-`. */
  readonly purpose: string;
  /** The day on which AWS took the name out of service: YYYY-MM-DD; null: it has not, as far as is known. */
  readonly retired: string | null;
}
