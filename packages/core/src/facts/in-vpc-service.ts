/**
 * A service whose API only manages what clients connect to inside the VPC: databases, caches, brokers, file systems.
 * Those connections have private addresses, and need no way out.
 */
export interface InVpcService {
  /** What stays in the VPC: `connections to its databases`. */
  readonly connections: string;
  readonly source: string;
  readonly asOf: string;
}

/** By CLI name. */
export type InVpcServices = ReadonlyMap<string, InVpcService>;
