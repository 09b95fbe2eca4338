import { additionalEndpointsIn, type Catalog } from "./catalog.js";
import type { AdditionalEndpoint, Service } from "./types.js";

/** One of the additional endpoints of a service, by what people call it: `ssmmessages` of SSM. */
export interface CalledName {
  readonly service: Service;
  /** The first label of its hostname that is not a placeholder. */
  readonly label: string;
}

/** What an additional endpoint is called: `ssmmessages`; a name that serves all regions is called by all of it. */
export function labelOf({ hostname, region }: Pick<AdditionalEndpoint, "hostname" | "region">) {
  const labels = hostname.split(".").filter((label) => !label.includes("{"));
  return labels.includes(region) ? (labels[0] ?? hostname) : hostname;
}

/** The additional endpoints of that name in a region, one a variant; empty: there is none. */
export function endpointsCalled(
  catalog: Catalog,
  { service, label }: CalledName,
  region: string,
): readonly AdditionalEndpoint[] {
  const all = additionalEndpointsIn(catalog, service, region);
  const purposes = new Set(
    all.filter((endpoint) => labelOf(endpoint) === label).map(({ purpose }) => purpose),
  );
  return all.filter(({ purpose }) => purposes.has(purpose));
}
