import {
  type Catalog,
  endpointUrl,
  refusesOwnUrl,
  signingScopeOf,
} from "../../endpoint/catalog.js";
import { handsOutHosts } from "../../endpoint/hands-out-hosts.js";
import type { NameEvidence, Readiness } from "../../verdict/readiness.js";
import type { Obstacle } from "./settings-choice.js";

/** The URL by which a client can be told to call one of its service's names, or what is in the way of that. */
export function ownUrl(
  catalog: Catalog,
  { service, region }: Pick<Readiness, "service" | "region">,
  { hostname, variant }: Pick<NameEvidence, "hostname" | "variant">,
): { readonly url: string } | { readonly obstacle: Obstacle } {
  if (hostname.includes("{")) return { obstacle: "no-setting" };
  if (handsOutHosts(service)) return { obstacle: "endpoint-discovery" };
  if (refusesOwnUrl(catalog, service)) return { obstacle: "url-refused" };
  // With a URL of their own, SDKs sign for the client's region, whatever AWS's rules say of the name.
  if (signingScopeOf(catalog, service, region, variant).region !== region) {
    return { obstacle: "signing-region" };
  }
  return { url: endpointUrl(catalog, { service: service.cliName, region, variant, hostname }) };
}
