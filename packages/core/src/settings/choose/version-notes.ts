import { type Catalog, endpointOf, type NamePlace } from "../../endpoint/catalog.js";
import type { Service } from "../../endpoint/types.js";
import { notKnownWords } from "../resolve/version-words.js";

/**
 * What a version of an SDK calls that today's SDKs do not, and what is not known of it; one sentence or two each.
 * Empty where no version is meant.
 */
export function versionNotes(
  catalog: Catalog,
  services: readonly Service[],
  region: string,
): readonly string[] {
  return services.flatMap((service) =>
    (["default", "dualstack"] as const).flatMap((variant) => {
      const place = { service: service.cliName, region, variant };
      return notKnownWords(catalog, place) ?? olderWords(catalog, service, place) ?? [];
    }),
  );
}

function olderWords(catalog: Catalog, service: Service, place: NamePlace): string | null {
  const { release } = catalog;
  const change = release?.changeOf(place) ?? null;
  if (release === undefined || change === null) return null;
  const nameIn = (each: Catalog) =>
    endpointOf(each, service, place.region, place.variant)?.hostname ?? "no such hostname";
  const setting = place.variant === "dualstack" ? " with the dual-stack setting" : "";
  const version = release.versionWith(change);
  return `${release.client} calls ${nameIn(catalog)}${setting}; SDKs released since ${change.date} call ${nameIn(release.todays)}. Update to ${version === null ? "a later release" : `${version} or later`}.`;
}
