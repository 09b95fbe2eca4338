import type { Ipv4GatewayId } from "../components.js";
import type { Design } from "../designs.js";
import type { PlanInput } from "../plan-input.js";
import type { MovedTo } from "./moved-compute.js";

/** The designs with all compute in such subnets. */
export function movedDesigns(subnets: MovedTo, { workload }: PlanInput): readonly Design[] {
  const isSingle = workload.constraints.redundancy === "single-az" && workload.zones > 1;
  const zonal: readonly Ipv4GatewayId[] = isSingle
    ? ["nat-gateway-zonal", "nat-gateway-zonal-single"]
    : ["nat-gateway-zonal"];
  const instances: readonly Ipv4GatewayId[] = isSingle
    ? ["nat-instance", "nat-instance-single"]
    : ["nat-instance"];
  const free = {
    subnets,
    usesIpv6: true,
    publicIpv4: false,
    interfaceEndpoints: "none",
    ipv4Gateways: [],
  } as const;
  if (subnets === "ipv6-only") {
    return [
      { ...free, id: "in-ipv6-only-subnets", title: "IPv6-only subnets" },
      {
        ...free,
        id: "in-ipv6-only-private",
        title: "IPv6-only subnets, with PrivateLink",
        interfaceEndpoints: "all",
      },
      {
        ...free,
        id: "in-ipv6-only-nat64",
        title: "IPv6-only subnets, with NAT64",
        ipv4Gateways: zonal,
        interfaceEndpoints: "where-cheaper",
      },
    ];
  }
  return [
    { ...free, id: "in-dual-stack-subnets", title: "Dual-stack subnets, IPv6 only" },
    {
      ...free,
      id: "in-dual-stack-private",
      title: "Dual-stack subnets, with PrivateLink",
      interfaceEndpoints: "all",
    },
    {
      ...free,
      id: "in-dual-stack-public",
      title: "Dual-stack subnets, with public IPv4",
      publicIpv4: true,
    },
    {
      ...free,
      id: "in-dual-stack-instance",
      title: "Dual-stack subnets, with NAT instances",
      ipv4Gateways: instances,
    },
    {
      ...free,
      id: "in-dual-stack-nat",
      title: "Dual-stack subnets, with NAT gateways",
      ipv4Gateways: zonal,
      interfaceEndpoints: "where-cheaper",
    },
  ];
}
