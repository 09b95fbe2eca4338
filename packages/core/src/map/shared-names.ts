import type { Service } from "../endpoint/types.js";
import { VARIANTS, type Variant } from "../endpoint/types.js";
import { asObject, asText, invalidMapData } from "./json-reader.js";
import { packPlaces, unpackPlaces } from "./packed-places.js";

/** For services with a name that serves a whole partition: a digit per partition, a bit per variant. */
export type SharedNames = ReadonlyMap<string, string>;

type Services = readonly Pick<Service, "cliName">[];

/** By digits, which most of these services have in common: their places in the catalog. */
export function sharedNamesJson(
  shared: SharedNames,
  services: Services,
): Readonly<Record<string, string>> {
  const places = new Map<string, number[]>();
  for (const [place, { cliName }] of services.entries()) {
    const digits = shared.get(cliName);
    if (digits !== undefined) places.set(digits, [...(places.get(digits) ?? []), place]);
  }
  return Object.fromEntries([...places].map(([digits, each]) => [digits, packPlaces(each)]));
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseSharedNames(json: unknown, services: Services): SharedNames {
  return new Map(
    Object.entries(asObject(json, "shared")).flatMap(([digits, places]) => {
      if (!/^[0-9a-f]*$/.test(digits)) throw invalidMapData("shared", "digits");
      return unpackPlaces(asText(places, "shared")).map(
        (place) => [services[place]?.cliName ?? "", digits] as const,
      );
    }),
  );
}

/** Whether one name of this variant serves all regions of the partition. */
export function isSharedName(
  shared: SharedNames,
  cliName: string,
  partition: number,
  variant: Variant,
): boolean {
  const digit = Number.parseInt(shared.get(cliName)?.charAt(partition) ?? "", 16) || 0;
  return ((digit >> VARIANTS.indexOf(variant)) & 1) === 1;
}
