import type { SurveyFlowLog, SurveyQueryLog, SurveyTopology } from "../survey/topology.js";

/** What surveys know of the account, beside what stands in the workload: ids that steps name. */
export interface KnownAccount {
  /** Day of the newest of them; null: not said. */
  readonly takenAt: string | null;
  readonly flowLogs: readonly SurveyFlowLog[];
  readonly queryLogs: readonly SurveyQueryLog[];
  readonly topology: Pick<
    SurveyTopology,
    | "vpcs"
    | "subnets"
    | "routeTables"
    | "natGateways"
    | "egressOnlyGateways"
    | "endpoints"
    | "securityGroups"
    | "networkAcls"
    | "publicIpv4"
    | "compute"
  >;
}

/** The part of an account in the region of a workload. */
export function accountIn(account: KnownAccount, region: string): KnownAccount {
  const here = <T extends { readonly region: string }>(items: readonly T[]): readonly T[] =>
    items.filter((each) => each.region === region);
  const { topology } = account;
  return {
    takenAt: account.takenAt,
    flowLogs: here(account.flowLogs),
    queryLogs: here(account.queryLogs),
    topology: {
      vpcs: here(topology.vpcs),
      subnets: here(topology.subnets),
      routeTables: here(topology.routeTables),
      natGateways: here(topology.natGateways),
      egressOnlyGateways: here(topology.egressOnlyGateways),
      endpoints: here(topology.endpoints),
      securityGroups: here(topology.securityGroups),
      networkAcls: here(topology.networkAcls),
      publicIpv4: here(topology.publicIpv4),
      compute: here(topology.compute),
    },
  };
}
