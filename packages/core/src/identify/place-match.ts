import {
  additionalEndpointsIn,
  type Catalog,
  endpointOf,
  partitionOfRegion,
} from "../endpoint/catalog.js";
import type { Service, Variant } from "../endpoint/types.js";
import { serviceCalled } from "./find-service.js";
import type { Identified, IdentifiedMatch } from "./identified.js";

const servicesByName = new WeakMap<readonly Service[], ReadonlyMap<string, Service>>();

/** The service of a match: asked for every line of a list. */
export function serviceOfMatch(
  { services }: Catalog,
  { service: cliName }: Pick<IdentifiedMatch, "service">,
): Service | undefined {
  const known =
    servicesByName.get(services) ?? new Map(services.map((each) => [each.cliName, each]));
  servicesByName.set(services, known);
  return known.get(cliName);
}

/** The same match in a region, where the text names none: with its hostname and its siblings. */
export function placedIn(
  catalog: Catalog,
  match: IdentifiedMatch,
  region: string | null,
): IdentifiedMatch {
  if (match.hostname !== null || region === null) return match;
  const partition = partitionOfRegion(catalog, region)?.id ?? null;
  const nameOf = (variant: Variant) =>
    templateOf(catalog, { ...match, region, partition }, variant);
  const siblings = {
    default: nameOf("default"),
    dualstack: nameOf("dualstack"),
    fips: nameOf("fips"),
    "fips-dualstack": nameOf("fips-dualstack"),
  };
  const hostname =
    match.variant === null ? (siblings.default ?? siblings.dualstack) : siblings[match.variant];
  return { ...match, region, partition, hostname, siblings };
}

/** The name of that purpose as AWS's rules build it, with placeholders; null: they build none. */
export function templateOf(
  catalog: Catalog,
  match: IdentifiedMatch,
  variant: Variant,
): string | null {
  const { purpose } = match;
  const region = regionOfMatch(catalog, match);
  const service = serviceOfMatch(catalog, match);
  if (service === undefined || region === null) return null;
  if (purpose === null) return endpointOf(catalog, service, region, variant)?.hostname ?? null;
  const found = additionalEndpointsIn(catalog, service, region).find(
    (endpoint) => endpoint.purpose === purpose && endpoint.variant === variant,
  );
  return found?.hostname ?? null;
}

/** Where the match is judged: in its region, or the home of the partition that its one name serves; null: open. */
export function regionOfMatch(
  { partitions }: Catalog,
  { region, partition, hostname }: Pick<IdentifiedMatch, "region" | "partition" | "hostname">,
): string | null {
  if (region !== null || hostname === null) return region;
  return partitions.find(({ id }) => id === partition)?.homeRegion ?? null;
}

/**
 * A word that is how another name of the service begins means that name: `ssmmessages`, `aps-workspaces`. Its
 * own endpoint says nothing of it.
 */
export function withPurposeOfWord(catalog: Catalog, entry: Identified): Identified {
  const word = entry.input.trim().toLowerCase();
  if (entry.kind !== "service" || serviceCalled(catalog, word) !== undefined) return entry;
  const matches = entry.matches.map((match) => {
    const purpose = match.purpose === null ? purposeCalled(catalog, match, word) : null;
    if (purpose === null) return match;
    const { region } = match;
    return placedIn(catalog, { ...match, region: null, hostname: null, purpose }, region);
  });
  return { ...entry, matches };
}

/** The use of the other name of the service that is called so; null: it has none, or its own name is. */
export function purposeCalled(
  catalog: Catalog,
  match: IdentifiedMatch,
  word: string,
): string | null {
  const service = serviceOfMatch(catalog, match);
  const place = match.region ?? catalog.partitions[0]?.homeRegion;
  if (service === undefined || place === undefined) return null;
  const begins = ({ hostname }: { readonly hostname: string }) => {
    const name = hostname.replace(/^(?:\{\w+\}\.)+/, "");
    return name.startsWith(`${word}.`) || name.startsWith(`${word}-control.`);
  };
  const own = endpointOf(catalog, service, place, "default");
  if (own !== null && begins(own)) return null;
  return additionalEndpointsIn(catalog, service, place).find(begins)?.purpose ?? null;
}
