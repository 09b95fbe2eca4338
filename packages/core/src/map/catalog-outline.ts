import type { RulesVersion } from "../endpoint/catalog.js";
import type { Partition, Service } from "../endpoint/types.js";
import { asArray, asObject, asOneOf, asText, type JsonObject } from "./json-reader.js";

/** What the map shows of the catalog: all but hostnames. A `Catalog` is one. */
export interface CatalogOutline {
  readonly rules: RulesVersion;
  readonly partitions: readonly Pick<Partition, "id" | "name" | "isPublic" | "regions">[];
  readonly services: readonly Service[];
}

/** Stands for the service id inside a display name. */
const ID = "~";
/** Between the names of a service, which hold neither. */
const GAP = "|";
/** Stands for a CLI name that follows from the id. */
const USUAL = "";
const DISCOVERIES: readonly Service["endpointDiscovery"][] = ["none", "optional", "required"];

/** How most CLI names follow from service ids: `Auto Scaling` → `auto-scaling`. */
const usualCliName = (id: string) => id.toLowerCase().replaceAll(" ", "-");

/** As short as can be told apart by eye: what follows from something else is left out. */
export function outlineJson({ rules, partitions, services }: CatalogOutline): JsonObject {
  return {
    rules: { source: rules.source, version: rules.version },
    partitions: partitions.map(({ id, name, isPublic, regions }) => [
      id,
      name,
      isPublic ? 1 : 0,
      Object.fromEntries(regions.map((region) => [region.id, region.name])),
    ]),
    // A line for each service: less to read than lists, and to send.
    services: services
      .map(({ cliName, serviceId, displayName, endpointDiscovery }) =>
        [
          serviceId,
          displayName.replace(serviceId, () => ID),
          cliName === usualCliName(serviceId) ? USUAL : cliName,
          endpointDiscovery === "none" ? "" : endpointDiscovery,
        ]
          .join(GAP)
          .replace(/\|+$/, ""),
      )
      .join("\n"),
  };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseOutline(json: unknown): CatalogOutline {
  const outline = asObject(json, "catalog");
  const rules = asObject(outline["rules"], "catalog.rules");
  return {
    rules: {
      source: asText(rules["source"], "catalog.rules.source"),
      version: asText(rules["version"], "catalog.rules.version"),
    },
    partitions: asArray(outline["partitions"], "catalog.partitions").map(parsePartition),
    services: asText(outline["services"], "catalog.services").split("\n").map(parseService),
  };
}

function parsePartition(json: unknown): CatalogOutline["partitions"][number] {
  const [id, name, isPublic, regions] = asArray(json, "catalog.partitions");
  return {
    id: asText(id, "catalog.partitions"),
    name: asText(name, "catalog.partitions"),
    isPublic: isPublic === 1,
    regions: Object.entries(asObject(regions, "catalog.partitions")).map(([region, title]) => ({
      id: region,
      name: asText(title, region),
    })),
  };
}

function parseService(line: string): Service {
  const [serviceId = "", name = "", cliName = USUAL, discovery = ""] = line.split(GAP);
  return {
    cliName: cliName === USUAL ? usualCliName(serviceId) : cliName,
    serviceId,
    displayName: name.replace(ID, () => serviceId),
    endpointDiscovery: asOneOf(discovery || "none", DISCOVERIES, serviceId),
  };
}
