import type { Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import { isBuiltBySdks, isRegistry } from "../settings/choose/additional-names.js";
import type { HostTraffic, ServiceTraffic, Workload } from "../workload/workload.js";
import { identify } from "./identify.js";
import { isFips } from "./is-fips.js";
import { isOtherNameOfService } from "./match.js";
import type { IdentifyNames } from "./names.js";
import { serviceOfMatch } from "./place-match.js";

/**
 * The workload with hosts that are endpoints of AWS as the services that they are: these may go over endpoints of
 * the VPC. Hosts of single resources, distributions and other names stay hosts: no endpoint of the service carries them.
 */
export function withHostsOfAws(
  workload: Workload,
  catalog: Catalog,
  names: IdentifyNames,
): Workload {
  const services: ServiceTraffic[] = [];
  const hosts: HostTraffic[] = [];
  for (const traffic of workload.hosts) {
    const { to, ipv6: _, ...rest } = traffic;
    const meant = to.kind === "host" ? serviceOfHost(catalog, names, to.host) : null;
    if (to.kind !== "host" || meant === null) {
      hosts.push(traffic);
      continue;
    }
    const { service, region } = meant;
    const isHere = region === workload.region;
    services.push({
      ...rest,
      service,
      region: isHere ? null : region,
      writtenAs: to.host,
      isApi: true,
      isByPlatform: false,
    });
  }
  if (services.length === 0) return workload;
  return { ...workload, services: [...workload.services, ...services], hosts };
}

/** The service that a host is an endpoint of, so that endpoints of the VPC may carry it; null: it is none. */
export function serviceOfHost(
  catalog: Catalog,
  names: IdentifyNames,
  host: string,
): { readonly service: Service; readonly region: string | null } | null {
  const [entry] = identify(host, catalog, names);
  const match = entry?.matches.find(({ hostname }) => hostname === host);
  if (match === undefined || isFips(match.variant)) return null;
  const { purpose, region } = match;
  const isOfService =
    purpose === null ||
    isBuiltBySdks(purpose) ||
    isRegistry(purpose) ||
    isOtherNameOfService(purpose);
  const service = serviceOfMatch(catalog, match);
  return isOfService && service !== undefined ? { service, region } : null;
}
