import type { Ipv4GatewayId } from "./components.js";
import type { PlanInput } from "./plan-input.js";

/**
 * The designs that are compared. `ipv6-…`: what can goes over IPv6 and an egress-only internet gateway,
 * the rest as the name says; the others use IPv4 for all. `mixed`: the cheapest of all combinations. `in-…`: all
 * compute is moved to such subnets.
 */
export const DESIGN_IDS = [
  "ipv6-only",
  "ipv6-privatelink",
  "ipv6-public-ipv4",
  "ipv6-nat-instance",
  "ipv6-nat-zonal",
  "ipv6-nat64",
  "ipv6-nat64-instance",
  "ipv6-nat-regional",
  "ipv6-central",
  "public-ipv4",
  "nat-instance",
  "nat-zonal",
  "nat-regional",
  "privatelink",
  "central",
  "mixed",
  "in-ipv6-only-subnets",
  "in-ipv6-only-private",
  "in-ipv6-only-nat64",
  "in-dual-stack-subnets",
  "in-dual-stack-private",
  "in-dual-stack-public",
  "in-dual-stack-instance",
  "in-dual-stack-nat",
] as const;
export type DesignId = (typeof DESIGN_IDS)[number];

/** What a design may use. Gateway endpoints cost nothing: all designs have them. */
export interface Design {
  readonly id: DesignId;
  readonly title: string;
  /** Where all compute is moved to; left out: it stays where the workload has it. */
  readonly subnets?: "ipv6-only" | "dual-stack" | undefined;
  readonly usesIpv6: boolean;
  /** One of these is bought whenever something is left for it; in `mixed`, any number of them. */
  readonly ipv4Gateways: readonly Ipv4GatewayId[];
  readonly publicIpv4: boolean;
  /** Whether its NAT instances translate IPv6 to IPv4, too; left out: they do not. */
  readonly doInstancesNat64?: boolean | undefined;
  /** Besides those of services that must be private. */
  readonly interfaceEndpoints: "none" | "where-cheaper" | "all";
}

/** The designs that make sense for the workload, whether or not its constraints allow them. */
export function designsFor({ workload }: PlanInput): readonly Design[] {
  const { compute, constraints, zones } = workload;
  const isSingle = constraints.redundancy === "single-az" && zones > 1;
  const zonal: readonly Ipv4GatewayId[] = isSingle
    ? ["nat-gateway-zonal", "nat-gateway-zonal-single"]
    : ["nat-gateway-zonal"];
  const instances: readonly Ipv4GatewayId[] = isSingle
    ? ["nat-instance", "nat-instance-single"]
    : ["nat-instance"];
  const isOutside = compute.every(({ kind }) => kind.subnets === "none");
  const needsNat64 = compute.some(({ kind }) => kind.subnets === "ipv6-only");
  const ipv6 = {
    usesIpv6: true,
    publicIpv4: false,
    interfaceEndpoints: "none",
    ipv4Gateways: [],
  } as const;
  const ipv4 = { ...ipv6, usesIpv6: false } as const;
  return [
    {
      ...ipv6,
      id: "ipv6-only",
      title: isOutside ? "Nothing to build: AWS carries it" : "IPv6 only",
    },
    {
      ...ipv6,
      id: "ipv6-privatelink",
      title: "IPv6, with PrivateLink for the rest",
      interfaceEndpoints: "all",
    },
    {
      ...ipv6,
      id: "ipv6-public-ipv4",
      title: "IPv6, with public IPv4 for the rest",
      publicIpv4: true,
    },
    {
      ...ipv6,
      id: "ipv6-nat-instance",
      title: "IPv6, with NAT instances for the rest",
      ipv4Gateways: instances,
    },
    {
      ...ipv6,
      ...(needsNat64
        ? { id: "ipv6-nat64", title: "IPv6, with NAT64 for the rest" }
        : { id: "ipv6-nat-zonal", title: "IPv6, with NAT gateways for the rest" }),
      ipv4Gateways: zonal,
      interfaceEndpoints: "where-cheaper",
    },
    ...(needsNat64
      ? [
          {
            ...ipv6,
            id: "ipv6-nat64-instance",
            title: "IPv6, with NAT64 instances for the rest",
            ipv4Gateways: instances,
            doInstancesNat64: true,
          } as const,
        ]
      : []),
    {
      ...ipv6,
      id: "ipv6-nat-regional",
      title: "IPv6, with regional NAT for the rest",
      ipv4Gateways: ["nat-gateway-regional"],
      interfaceEndpoints: "where-cheaper",
    },
    {
      ...ipv6,
      id: "ipv6-central",
      title: "IPv6, with central egress for the rest",
      ipv4Gateways: ["transit-gateway"],
      interfaceEndpoints: "where-cheaper",
    },
    { ...ipv4, id: "public-ipv4", title: "Public IPv4 only", publicIpv4: true },
    { ...ipv4, id: "nat-instance", title: "NAT instances only", ipv4Gateways: instances },
    { ...ipv4, id: "nat-zonal", title: "NAT gateways only", ipv4Gateways: zonal },
    {
      ...ipv4,
      id: "nat-regional",
      title: "Regional NAT gateway only",
      ipv4Gateways: ["nat-gateway-regional"],
    },
    {
      ...ipv4,
      id: "privatelink",
      title: "PrivateLink only",
      interfaceEndpoints: "all",
    },
    {
      ...ipv4,
      id: "central",
      title: "Central egress only",
      ipv4Gateways: ["transit-gateway"],
    },
    {
      id: "mixed",
      title: "A combination of several paths",
      usesIpv6: !constraints.noIpv6,
      ipv4Gateways: mixedIpv4Gateways(constraints, zonal, instances),
      publicIpv4:
        !constraints.noPublicIpv4 &&
        !constraints.mustBePrivate &&
        !constraints.stableEgressAddresses,
      interfaceEndpoints: "where-cheaper",
    },
  ];
}

function mixedIpv4Gateways(
  { noPublicIpv4, mustBeManaged, stableEgressAddresses }: PlanInput["workload"]["constraints"],
  zonal: readonly Ipv4GatewayId[],
  instances: readonly Ipv4GatewayId[],
): readonly Ipv4GatewayId[] {
  if (noPublicIpv4) return [];
  return [
    ...zonal,
    ...(stableEgressAddresses ? [] : (["nat-gateway-regional"] as const)),
    ...(mustBeManaged ? [] : instances),
    "transit-gateway",
  ];
}

/** Why the workload's constraints rule the design out; `null`: they do not. */
export function exclusionOf(design: Design, { workload }: PlanInput): string | null {
  const { constraints } = workload;
  if (design.id === "mixed") return null;
  if (constraints.noIpv6 && design.usesIpv6) return "noIpv6: it uses IPv6";
  if (constraints.noPublicIpv4 && design.publicIpv4) return "noPublicIpv4: it is made of them";
  if (constraints.noPublicIpv4 && design.ipv4Gateways.length > 0) {
    return "noPublicIpv4: its NAT has public IPv4 addresses";
  }
  if (constraints.mustBePrivate && design.publicIpv4) {
    return "mustBePrivate: instances would get public addresses";
  }
  if (constraints.stableEgressAddresses && design.publicIpv4) {
    return "stableEgressAddresses: each instance leaves by a public address of its own, which changes";
  }
  if (constraints.stableEgressAddresses && design.ipv4Gateways.includes("nat-gateway-regional")) {
    return "stableEgressAddresses: a regional NAT gateway takes and gives back addresses by itself";
  }
  if (constraints.mustBeManaged && design.ipv4Gateways.includes("nat-instance")) {
    return "mustBeManaged: NAT instances are yours to patch and replace";
  }
  return null;
}
