import { type Catalog, endpointOf, type NamePlace } from "../../endpoint/catalog.js";
import type { NotKnown } from "../../endpoint/rules-history.js";
import type { Service } from "../../endpoint/types.js";
import { doubtWordsOfServices } from "../resolve/version-words.js";

/**
 * What a version of an SDK calls that today's SDKs do not, and what is not known of it; a sentence or two each.
 * Empty where no version is meant.
 */
export function versionNotes(
  catalog: Catalog,
  services: readonly Service[],
  region: string,
): readonly string[] {
  const older = services.flatMap((service) =>
    (["default", "dualstack"] as const).flatMap((variant) => {
      const place = { service: service.cliName, region, variant };
      return olderWords(catalog, service, place) ?? [];
    }),
  );
  return [...older, ...doubts(catalog, services, region)];
}

interface Doubt {
  readonly variant: "default" | "dualstack" | "any";
  readonly why: NotKnown;
}

/** Services of which the same is not known are named together. */
function doubts(catalog: Catalog, services: readonly Service[], region: string): readonly string[] {
  const grouped = new Map<string, { readonly doubt: Doubt; readonly services: string[] }>();
  for (const { cliName } of services) {
    const doubt = doubtOf(catalog, cliName, region);
    if (doubt === null) continue;
    const key = `${doubt.variant} ${doubt.why}`;
    const known = grouped.get(key)?.services ?? [];
    grouped.set(key, { doubt, services: [...known, cliName] });
  }
  return [...grouped.values()].map(({ doubt, services: names }) =>
    doubtWordsOfServices(catalog, names, { region, variant: doubt.variant }, doubt.why),
  );
}

function doubtOf({ release }: Catalog, service: string, region: string): Doubt | null {
  const why = (variant: "default" | "dualstack") =>
    release?.whyNotKnown({ service, region, variant }) ?? null;
  const [plain, dualstack] = [why("default"), why("dualstack")];
  if (plain !== null) return { variant: dualstack === null ? "default" : "any", why: plain };
  return dualstack === null ? null : { variant: "dualstack", why: dualstack };
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
