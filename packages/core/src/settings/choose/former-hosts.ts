import { type Catalog, endpointOf } from "../../endpoint/catalog.js";
import { observableName } from "../../endpoint/placeholder.js";
import type { Service, Variant } from "../../endpoint/types.js";
import type { FormerHost } from "../../finding/former-host.js";
import { reachOf } from "../../verdict/readiness.js";
import { type NameSupport, supportOf } from "../../verdict/support.js";
import { formerNamesOf } from "../resolve/version-words.js";

interface ServicePlace {
  readonly service: Service;
  readonly region: string;
  readonly variant: Variant;
}

/** What older SDKs call in place of a hostname, the one given up last first. */
export function formerHosts(
  catalog: Catalog,
  { service, region, variant }: ServicePlace,
  observed: ReadonlyMap<string, NameSupport>,
): readonly FormerHost[] {
  const todays = endpointOf(catalog, service, region, variant)?.hostname ?? null;
  const place = { service: service.cliName, region, variant, todays };
  return formerNamesOf(catalog, place).flatMap(({ hostname, until }) =>
    hostname === null
      ? []
      : [{ hostname, until, exists: exists(observed.get(observableName(hostname))) }],
  );
}

/** Their names, to look up. */
export function formerHostnames(catalog: Catalog, place: ServicePlace): readonly string[] {
  return formerHosts(catalog, place, new Map()).map(({ hostname }) => observableName(hostname));
}

function exists(support: NameSupport | undefined): FormerHost["exists"] {
  if (support === undefined) return "unknown";
  return reachOf({ ipv4: supportOf(support.ipv4), ipv6: supportOf(support.ipv6) }, "dual-stack");
}
