import { endpointOf } from "@egress6/core/endpoint/catalog";
import type { Variant } from "@egress6/core/endpoint/types";
import { fetchCatalog } from "./catalog-state.js";
import { copyText } from "./copy.js";

/** Takes a hostname along, if there is one. */
export async function copyHostname(
  cliName: string,
  region: string,
  variant: Variant,
): Promise<void> {
  const catalog = await fetchCatalog();
  const service = catalog.services.find((each) => each.cliName === cliName);
  const endpoint = service && endpointOf(catalog, service, region, variant);
  if (endpoint) await copyText(endpoint.hostname);
}
