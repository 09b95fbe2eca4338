/** What is known of a network, as far as flow logs need it. What is null or missing is not known. */
export interface FlowTopology {
  readonly region: string | null;
  readonly vpcs: readonly { readonly id: string; readonly cidrs: readonly string[] }[];
  readonly nats: readonly FlowNat[];
  readonly subnets: readonly FlowSubnet[];
  readonly routeTables: readonly FlowRouteTable[];
  readonly interfaces: readonly FlowInterface[];
  /** Addresses whose gateway somebody has written down. */
  readonly sources: readonly FlowSource[];
  readonly gatewayEndpoints: readonly FlowGatewayEndpoint[];
}

export interface FlowNat {
  /** `nat-…` */
  readonly id: string | null;
  /** Null: of a regional gateway. */
  readonly eni: string | null;
  readonly ips: readonly string[];
  readonly publicIps: readonly string[];
  readonly az: string | null;
  readonly region: string | null;
  readonly vpc: string | null;
  readonly isRegional: boolean;
}

export interface FlowSubnet {
  readonly id: string;
  readonly vpc: string | null;
  /** The id of the zone. */
  readonly az: string | null;
  readonly cidr: string | null;
  readonly ipv6Cidr: string | null;
}

export interface FlowRouteTable {
  readonly id: string;
  readonly vpc: string | null;
  readonly isMain: boolean;
  readonly subnets: readonly string[];
  readonly routes: readonly { readonly destination: string; readonly target: string }[];
}

export interface FlowInterface {
  readonly id: string;
  /** As AWS calls it: `interface`, `nat_gateway`, `lambda`. */
  readonly type: string | null;
  readonly subnet: string | null;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  /** The instance, task or function it belongs to. */
  readonly owner: string | null;
  /** The owner, where it runs code: workloads call compute by this name. */
  readonly compute: string | null;
}

export interface FlowSource {
  readonly ip: string;
  readonly az: string | null;
  readonly subnet: string | null;
  /** Id or interface of a gateway. */
  readonly nat: string | null;
}

export interface FlowGatewayEndpoint {
  /** `s3`, `dynamodb` */
  readonly service: string;
  readonly routeTables: readonly string[];
}

export const NO_TOPOLOGY: FlowTopology = {
  region: null,
  vpcs: [],
  nats: [],
  subnets: [],
  routeTables: [],
  interfaces: [],
  sources: [],
  gatewayEndpoints: [],
};
