import { type Catalog, signingScopeOf } from "../../endpoint/catalog.js";
import type { OwnEndpoint } from "../../facts/own-endpoint.js";
import type { SdkFacts } from "../../facts/sdk-facts.js";
import type { NameEvidence, Readiness } from "../../verdict/readiness.js";

/** Where a client goes by its own list; null: it decides as other SDKs do. */
export function ownEndpointOf(
  sdk: SdkFacts | undefined,
  cliName: string,
  region: string,
): OwnEndpoint | null {
  return sdk?.ownEndpoints?.services.get(cliName)?.get(region) ?? null;
}

/**
 * The options that lead a call past such a list, to one of the service's names over IPv6.
 * @param region of the call
 * @returns `--endpoint-url https://sqs.eu-west-1.api.aws`; null: no name is known to have IPv6
 */
export function optionsPastList(
  catalog: Catalog,
  { service, region: rulesRegion, handedOut }: Readiness,
  name: NameEvidence | null,
  region: string,
): string | null {
  // A URL would keep the client from asking for the host that calls go to.
  if (name === null || handedOut !== null) return null;
  const signed = signingScopeOf(catalog, service, rulesRegion, name.variant).region;
  return `--endpoint-url https://${name.hostname}${signed === region ? "" : ` --region ${signed}`}`;
}
