import type { Catalog } from "../endpoint/catalog.js";
import type { ComputeKind } from "../facts/compute-kind.js";
import type { EgressOption } from "../facts/egress-option.js";
import type { InVpcServices } from "../facts/in-vpc-service.js";
import type { Witness } from "../observation/witness.js";
import type { PriceBook } from "../price/price-book.js";
import type { NameSupport, Support } from "../verdict/support.js";
import type { Workload } from "../workload/workload.js";

/** What somebody wrote of the IPv6 support of a host or service. */
export interface DocumentedIpv6 {
  readonly ipv6: Support;
  readonly asOf: string;
  readonly source: string;
}

/** How a service is reached over PrivateLink. */
export interface PrivateLinkService {
  /** After `com.amazonaws.REGION.`: `ecr.api`, `ecr.dkr`. All are needed. */
  readonly endpoints: readonly string[];
  /** Whether its endpoints may have IPv6 addresses. */
  readonly ipv6: Support;
  /** By endpoint: its whole name, with `{Region}`, where it does not begin with `com.amazonaws.REGION.` */
  readonly serviceNames?: Readonly<Record<string, string>> | undefined;
}

/** The parts of the fact base that a plan rests on. */
export interface PlanFacts {
  readonly computeKinds: readonly ComputeKind[];
  readonly options: readonly EgressOption[];
  /** What AWS's own table says of the public endpoints of a service, by CLI name. */
  readonly documentedServices: ReadonlyMap<string, DocumentedIpv6>;
  /** By CLI name. A service that is missing may or may not have endpoints: none is counted on. */
  readonly privateLink: ReadonlyMap<string, PrivateLinkService>;
  /** When the list of PrivateLink services is of, and where it is from. */
  readonly privateLinkSource: { readonly asOf: string; readonly source: string };
  /** Services whose data stay in the VPC. */
  readonly inVpc: InVpcServices;
  /** By host. */
  readonly documentedHosts: ReadonlyMap<string, DocumentedIpv6>;
}

export interface PlanInput {
  readonly workload: Workload;
  readonly facts: PlanFacts;
  readonly prices: PriceBook;
  readonly catalog: Catalog;
  /** By the name that was looked up. */
  /** The resolvers that were asked now; missing where nobody was. */
  readonly witnesses?: readonly Witness[];
  readonly observed: ReadonlyMap<string, NameSupport>;
}
