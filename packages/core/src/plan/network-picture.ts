import type { DesignPlan } from "./design-plan.js";
import type { FlowClass, PathId } from "./flows.js";
import { writtenKind } from "./written-kind.js";

/** Compute and the subnets that it is in. */
interface PicturedSubnet {
  readonly name: string;
  readonly subnets: "ipv4" | "dual-stack" | "ipv6-only";
  /** Whether it sends through what the VPC has for IPv4, and through the egress-only internet gateway. */
  readonly sendsIpv4: boolean;
  readonly sendsIpv6: boolean;
  readonly hasPublicIpv4: boolean;
}

/** What a drawing of a design's network shows. */
export interface NetworkPicture {
  readonly zones: number;
  readonly zoneNames: readonly string[] | null;
  readonly subnets: readonly PicturedSubnet[];
  /** Compute that is in no subnet. */
  readonly outside: readonly string[];
  /** In each zone, or in the first. */
  readonly nat: { readonly words: string; readonly count: number } | null;
  readonly hasRegionalNat: boolean;
  readonly hasTransitGateway: boolean;
  readonly hasInternetGateway: boolean;
  readonly hasEgressOnlyGateway: boolean;
  readonly interfaceEndpoints: readonly string[];
  readonly gatewayEndpoints: readonly string[];
}

/** @returns null where the design has no network */
export function networkPicture(plan: DesignPlan): NetworkPicture | null {
  const { input, network } = plan;
  if (network === null) return null;
  const { workload } = input;
  const { ipv4Gateways, natInstances } = network;
  const has = (...paths: readonly PathId[]) =>
    network.routes.some(({ path }) => paths.includes(path));
  const placed = workload.compute.map((compute) => ({
    compute,
    subnets: writtenKind(plan, compute).subnets,
  }));
  const paths = (name: string): ReadonlySet<PathId> =>
    new Set(
      network.routes
        .filter(({ flow }) => flow.flows.some(({ compute }) => compute.name === name))
        .map(({ path }) => path),
    );
  const isSingle = ipv4Gateways.some((id) => id.endsWith("-single"));
  const natGateways = ipv4Gateways.some((id) => id.startsWith("nat-gateway-zonal"));
  const hasNat = natGateways || natInstances !== null;
  const hasRegionalNat = ipv4Gateways.includes("nat-gateway-regional");
  return {
    zones: workload.zones,
    zoneNames: workload.zoneNames,
    subnets: placed.flatMap(({ compute, subnets }) => {
      if (subnets === "none") return [];
      const taken = paths(compute.name);
      return [
        {
          name: compute.name,
          subnets,
          sendsIpv4: [...taken].some((path) => IPV4_PATHS.has(path)),
          sendsIpv6: taken.has("egress-only-internet-gateway"),
          hasPublicIpv4: network.publicIpv4.includes(compute.name),
        },
      ];
    }),
    outside: placed.flatMap(({ compute, subnets }) => (subnets === "none" ? [compute.name] : [])),
    nat: hasNat
      ? {
          words: [
            ...(natGateways ? ["NAT gateway"] : []),
            ...(natInstances === null ? [] : [`NAT instance ${natInstances.type}`]),
          ].join(" + "),
          count: isSingle ? 1 : workload.zones,
        }
      : null,
    hasRegionalNat,
    hasTransitGateway: ipv4Gateways.includes("transit-gateway"),
    hasInternetGateway: hasNat || hasRegionalNat || has("internet-gateway"),
    hasEgressOnlyGateway: has("egress-only-internet-gateway"),
    interfaceEndpoints: network.endpoints,
    gatewayEndpoints: [
      ...new Set(
        network.routes
          .filter(({ path }) => path === "gateway-endpoint")
          .flatMap(({ flow }) => servicesOf(flow)),
      ),
    ],
  };
}

const IPV4_PATHS: ReadonlySet<PathId> = new Set<PathId>([
  "internet-gateway",
  "nat-gateway-zonal",
  "nat-gateway-regional",
  "nat-instance",
  "nat64",
  "transit-gateway",
]);

const servicesOf = ({ flows }: FlowClass): readonly string[] =>
  flows.map(({ destination }) => destination.service ?? destination.name);

/** The same in sentences, for those who do not see the drawing. */
export function pictureSentences(picture: NetworkPicture): readonly string[] {
  const { zones, zoneNames, subnets, outside, nat } = picture;
  const zonesText = zones === 1 ? "1 zone" : `${zones} zones`;
  const named = zoneNames === null ? "" : ` (${zoneNames.join(", ")})`;
  return [
    ...(subnets.length === 0 ? [] : [`A VPC in ${zonesText}${named}.`]),
    ...subnets.map(
      ({ name, subnets: kind, hasPublicIpv4 }) =>
        `${name}: ${SUBNET_KIND_WORDS[kind]} subnet in each zone${hasPublicIpv4 ? ", with public IPv4 addresses" : ""}.`,
    ),
    ...(nat === null
      ? []
      : [
          nat.count === 1 && zones > 1
            ? `One ${nat.words} in the first zone serves all zones.`
            : `One ${nat.words} in each zone.`,
        ]),
    ...(picture.hasRegionalNat ? ["A regional NAT gateway serves all zones."] : []),
    ...(picture.hasTransitGateway ? ["IPv4 leaves through a transit gateway to a hub."] : []),
    ...(picture.hasInternetGateway ? ["IPv4 leaves through the internet gateway."] : []),
    ...(picture.hasEgressOnlyGateway
      ? ["IPv6 leaves through the egress-only internet gateway."]
      : []),
    ...(picture.interfaceEndpoints.length === 0
      ? []
      : [`Interface endpoints in each zone: ${picture.interfaceEndpoints.join(", ")}.`]),
    ...(picture.gatewayEndpoints.length === 0
      ? []
      : [`Gateway endpoints: ${picture.gatewayEndpoints.join(", ")}.`]),
    ...(outside.length === 0
      ? []
      : [`Not in the VPC, so AWS carries its traffic: ${outside.join(", ")}.`]),
  ];
}

export const SUBNET_KIND_WORDS: Readonly<Record<PicturedSubnet["subnets"], string>> = {
  ipv4: "IPv4",
  "dual-stack": "dual-stack",
  "ipv6-only": "IPv6-only",
};
