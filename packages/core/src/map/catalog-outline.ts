import type { RulesVersion } from "../endpoint/catalog.js";
import type { Partition, Service } from "../endpoint/types.js";
import { asArray, asObject, asOneOf, asText, type JsonObject } from "./json-reader.js";

/** What the map shows of the catalog: all but hostnames. A `Catalog` is one. */
export interface CatalogOutline {
  readonly rules: RulesVersion;
  readonly partitions: readonly Pick<Partition, "id" | "name" | "title" | "isPublic" | "regions">[];
  readonly largeRegions: readonly string[];
  readonly services: readonly Service[];
}

/** Stands for the service id inside a display name, and for its words apart: `AppConfig` → `App Config`. */
const [ID, WORDS_OF_ID] = ["~", "^"];
/** Between the names of a service, which hold neither. */
const GAP = "|";
/** Stands for a CLI name that follows from the id. */
const USUAL = "";
const DISCOVERIES: readonly Service["endpointDiscovery"][] = ["none", "optional", "required"];

/** How most CLI names follow from service ids: `Auto Scaling` → `auto-scaling`. */
const usualCliName = (id: string) => id.toLowerCase().replaceAll(" ", "-");

const wordsOf = (id: string) => id.replace(/([a-z\d])(?=[A-Z])/g, "$1 ");

function shortName(displayName: string, id: string): string {
  const short = displayName.replace(id, ID);
  return short === displayName ? displayName.replace(wordsOf(id), WORDS_OF_ID) : short;
}

/** As short as can be told apart by eye: what follows from something else is left out. */
export function outlineJson({
  rules,
  partitions,
  largeRegions,
  services,
}: CatalogOutline): JsonObject {
  return {
    rules: { ...rules },
    partitions: partitions.map(({ id, name, title, isPublic, regions }) => [
      id,
      name,
      isPublic ? 1 : 0,
      Object.fromEntries(regions.map((region) => [region.id, region.name])),
      ...(title === name ? [] : [title]),
    ]),
    largeRegions,
    // A line for each service: less to read than lists, and to send.
    services: services
      .map(({ cliName, serviceId, displayName, endpointDiscovery, cliCommands = [] }) =>
        [
          serviceId,
          shortName(displayName, serviceId),
          cliName === usualCliName(serviceId) ? USUAL : cliName,
          endpointDiscovery === "none" ? "" : endpointDiscovery,
          ...cliCommands,
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
      date: rules["date"] == null ? null : asText(rules["date"], "catalog.rules.date"),
    },
    partitions: asArray(outline["partitions"], "catalog.partitions").map(parsePartition),
    largeRegions: parseTexts(outline["largeRegions"] ?? [], "catalog.largeRegions"),
    services: asText(outline["services"], "catalog.services").split("\n").map(parseService),
  };
}

function parseTexts(json: unknown, where: string): readonly string[] {
  return asArray(json, where).map((item) => asText(item, where));
}

function parsePartition(json: unknown): CatalogOutline["partitions"][number] {
  const [id, name, isPublic, regions, title = name] = asArray(json, "catalog.partitions");
  return {
    id: asText(id, "catalog.partitions"),
    name: asText(name, "catalog.partitions"),
    title: asText(title, "catalog.partitions"),
    isPublic: isPublic === 1,
    regions: Object.entries(asObject(regions, "catalog.partitions")).map(([region, title]) => ({
      id: region,
      name: asText(title, region),
    })),
  };
}

function parseService(line: string): Service {
  const [serviceId = "", name = "", cliName = USUAL, discovery = "", ...commands] = line.split(GAP);
  return {
    cliName: cliName === USUAL ? usualCliName(serviceId) : cliName,
    serviceId,
    displayName: name.replace(/[~^]/, (mark) => (mark === ID ? serviceId : wordsOf(serviceId))),
    endpointDiscovery: asOneOf(discovery || "none", DISCOVERIES, serviceId),
    ...(commands.length === 0 ? {} : { cliCommands: commands }),
  };
}
