import { type Catalog, endpointOf } from "../../endpoint/catalog.js";
import type { Service } from "../../endpoint/types.js";
import { type HostPlace, isNameOf, placesOfHost } from "../../identify/places-of-host.js";
import type { ResolvedEndpoint } from "./resolve-endpoint-settings.js";

/**
 * The service and region whose name the endpoint URL in use is, where it is none of the called service's own.
 * Null: it is its own, it is shared with it, or it is no name of AWS's rules.
 */
export function misledTo(resolved: ResolvedEndpoint): HostPlace | null {
  const { source, hostname, isKnownName, service, settings } = resolved;
  if (source === "rules" || source === "client" || isKnownName || hostname === null) return null;
  const catalog = resolved.catalog.release?.todays ?? resolved.catalog;
  const region = settings.own?.signingRegion ?? settings.region.value;
  if (isNameOf(catalog, { service, region }, hostname)) return null;
  const places = placesOfHost(catalog, hostname);
  const isOwn = (place: HostPlace) =>
    place.region === region && sharesHost(catalog, place.service, service, region);
  // One name for all regions serves them all.
  const isForAll = !hostname
    .split(".")
    .some((label) => places.some((each) => each.region === label));
  const isShared = (place: HostPlace) =>
    isForAll && sharesHost(catalog, place.service, service, place.region);
  if (places.some((place) => isOwn(place) || isShared(place))) return null;
  return places.find((place) => place.service === service) ?? places[0] ?? null;
}

/** Several services may be called at one host: those of RDS, Neptune and DocumentDB. */
function sharesHost(catalog: Catalog, one: Service, other: Service, region: string): boolean {
  if (one === other || one.cliName === other.cliName) return true;
  const [first, second] = [one, other].map(
    (service) => endpointOf(catalog, service, region, "default")?.hostname,
  );
  return first !== undefined && first === second;
}
