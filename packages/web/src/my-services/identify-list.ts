import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import type { Identified } from "@egress6/core/identify/identified";
import { identify } from "@egress6/core/identify/identify";
import type { IdentifyNames } from "@egress6/core/identify/names";
import {
  parseServiceList,
  type ServiceList,
  type UnknownWords,
} from "@egress6/core/identify/parse-service-list";

/** Words beside a service that are none, and no mistake either. */
const BESIDES: readonly Identified["kind"][] = ["region", "variant"];

/**
 * Reads a list of services from whatever people have: names, hosts, URLs, ARNs, packages, lines of an environment.
 * What names no service is named, and ends nothing.
 */
export function identifyList(catalog: Catalog, names: IdentifyNames, text: string): ServiceList {
  const byName = new Map(catalog.services.map((service) => [service.cliName, service]));
  const services = new Set<Service>();
  const unknown = new Map<string, UnknownWords>();
  for (const { input, kind, matches, nearest } of identify(text, catalog, names)) {
    const found = matches.flatMap(({ service }) => byName.get(service) ?? []);
    for (const service of found) services.add(service);
    if (found.length > 0 || BESIDES.includes(kind)) continue;
    // In a line that is no list, such as one of a manifest, there may be names all the same.
    const words = parseServiceList(catalog, input);
    for (const service of words.services) services.add(service);
    if (words.services.length > 0) continue;
    unknown.set(input, {
      text: input,
      nearest: nearest.flatMap((name) => byName.get(name) ?? []),
    });
  }
  return { services: [...services], unknown: [...unknown.values()] };
}
