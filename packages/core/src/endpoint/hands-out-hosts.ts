import type { Service } from "./types.js";

/**
 * Whether all calls of a service but one go to a host that this one asks for (endpoint discovery): its endpoint
 * then only hands out that host, and the endpoint's addresses say nothing of the calls.
 */
export function handsOutHosts({ endpointDiscovery }: Pick<Service, "endpointDiscovery">): boolean {
  return endpointDiscovery === "required";
}
