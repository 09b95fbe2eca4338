import type { Catalog } from "../endpoint/catalog.js";
import { endpointOf } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import { hostDestination } from "../workload/parse-workload.js";
import type { WorkloadPartFile } from "../workload/schema.js";
import { serviceCalled } from "./find-service.js";
import { serviceOfHost } from "./hosts-of-aws.js";
import type { IdentifyNames } from "./names.js";

/** What a workload calls, as the words that commands take for it. */
export interface DestinationsNamed {
  /** Null: the workload does not say. */
  readonly region: string | null;
  /** CLI names, of services that are called in that region. */
  readonly services: readonly string[];
  /** Endpoints in other regions, and other names of AWS. */
  readonly awsHosts: readonly string[];
  readonly otherHosts: readonly string[];
  /** How many destinations have no name: addresses, prefixes, `unattributed`. */
  readonly nameless: number;
  /** Whether APIs of services are called whose data stay in the VPC. */
  readonly isApiCalled: boolean;
}

export function destinationsNamed(
  part: WorkloadPartFile,
  catalog: Catalog,
  names: IdentifyNames,
): DestinationsNamed {
  const region = part.region ?? null;
  const services = new Set<string>();
  const awsHosts = new Set<string>();
  const otherHosts = new Set<string>();
  let nameless = 0;
  for (const entry of part.services ?? []) {
    const service = serviceCalled(catalog, entry.service);
    if (entry.region === undefined || entry.region === region || service === undefined) {
      services.add(service?.cliName ?? entry.service);
      continue;
    }
    const endpoint = endpointOf(catalog, service, entry.region, "default");
    if (endpoint !== null) awsHosts.add(observableName(endpoint.hostname));
  }
  for (const { host } of part.hosts ?? []) {
    const to = hostDestination(host);
    if (to.kind !== "host") {
      nameless += 1;
      continue;
    }
    const meant = serviceOfHost(catalog, names, to.host);
    if (meant === null) otherHosts.add(to.host);
    else if (meant.region === region) services.add(meant.service.cliName);
    else awsHosts.add(to.host);
  }
  return {
    region,
    services: [...services],
    awsHosts: [...awsHosts],
    otherHosts: [...otherHosts],
    nameless,
    isApiCalled: (part.services ?? []).some(({ api }) => api === true),
  };
}
