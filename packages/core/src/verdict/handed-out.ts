import type { Catalog } from "../endpoint/catalog.js";
import { handsOutHosts } from "../endpoint/hands-out-hosts.js";
import { observableName } from "../endpoint/placeholder.js";
import type { Service } from "../endpoint/types.js";
import { type Cell, type CellEvidence, cellOf, type FamilySupport } from "./cell.js";
import { type NameSupport, supportOf, UNOBSERVED } from "./support.js";

/** A host that a service was seen to hand out to a client. */
export interface HandedOutHost {
  /** CLI name. */
  readonly service: string;
  /** Lower case. */
  readonly hostname: string;
}

/** Where the calls of a service go that hands out their host. */
export interface HandedOut extends FamilySupport {
  /** Null: nobody has said which host it is. */
  readonly hostname: string | null;
  readonly states: NameSupport;
}

/** The host that was handed out in this region; null: none was given. */
export function handedOutHost(
  { partitions }: Pick<Catalog, "partitions">,
  hosts: readonly HandedOutHost[],
  service: Service,
  region: string,
): string | null {
  const regions = new Set(partitions.flatMap((each) => each.regions.map(({ id }) => id)));
  const isOfRegion = (hostname: string) => {
    const named = hostname.split(".").filter((label) => regions.has(label));
    return named.length === 0 || named.includes(region);
  };
  const found = hosts.find((each) => each.service === service.cliName && isOfRegion(each.hostname));
  return found?.hostname ?? null;
}

/** What is known of the host that calls go to. @param hostname null: it is not known which it is */
export function handedOut(
  hostname: string | null,
  observed: ReadonlyMap<string, NameSupport>,
): HandedOut {
  const known = hostname === null ? undefined : observed.get(observableName(hostname));
  const states = known ?? { ipv4: UNOBSERVED, ipv6: UNOBSERVED };
  return { hostname, states, ipv4: supportOf(states.ipv4), ipv6: supportOf(states.ipv6) };
}

/** What a person sees of a service, while nobody has said which host it hands out. */
export function cellOfService(
  service: Pick<Service, "endpointDiscovery">,
  evidence: CellEvidence,
): Cell {
  const entry = cellOf(evidence);
  return handsOutHosts(service) ? cellOfCalls(entry, { ipv6: "unknown" }) : entry;
}

/** The cell of a service whose calls go to a host that its endpoint, which has the cell `entry`, hands out. */
export function cellOfCalls(entry: Cell, { ipv6 }: Pick<FamilySupport, "ipv6">): Cell {
  if (entry === "ipv4" || entry === "none" || ipv6 === "yes") return entry;
  return ipv6 === "no" ? "ipv4" : "unknown";
}
