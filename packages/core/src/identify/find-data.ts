import { additionalEndpoints, type Catalog } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { Service } from "../endpoint/types.js";
import { JsonValue } from "../facts/json-value.js";
import { DOCUMENTED_SUPPORTS } from "../facts/provenance.js";
import type { ToolFacts } from "../facts/sdk-facts.js";
import { invalidMapData } from "../map/json-reader.js";
import { statusCode, statusOfCode } from "../map/name-status.js";
import { nameSupportOf } from "../map/observed-of-status-matrix.js";
import { type NameSupport, supportOf } from "../verdict/support.js";
import type { ErrorMessage, IdentifyNames, ResourceHost } from "./names.js";

/** What of a tool is said beside its name. */
export type FoundTool = Pick<ToolFacts, "id" | "name" | "mechanism" | "setting" | "limits"> & {
  readonly place: string | null;
  /** The main source. */
  readonly source: string;
  readonly date: string;
};

/** What the page needs besides map and catalog to say what a text is, and whether it works. */
export interface FindData {
  readonly names: IdentifyNames;
  readonly tools: readonly FoundTool[];
  /** By CLI name, a digit for each of `additionalEndpoints`, in their order: see `map/name-status.ts`. */
  readonly additional: ReadonlyMap<string, string>;
}

const FORMAT = 1;

/** The content of `data/find.json`, for `JSON.stringify`. */
export function findDataJson(
  catalog: Catalog,
  names: IdentifyNames,
  tools: readonly ToolFacts[],
  observed: ReadonlyMap<string, NameSupport>,
): unknown {
  const additional = catalog.services.flatMap((service) => {
    const codes = Array.from(additionalEndpoints(catalog, service), ({ hostname }) => {
      const support = observed.get(observableName(hostname));
      return statusCode(
        support === undefined
          ? { ipv4: "unknown", ipv6: "unknown" }
          : { ipv4: supportOf(support.ipv4), ipv6: supportOf(support.ipv6) },
      );
    });
    return codes.length === 0 ? [] : [[service.cliName, codes.join("")] as const];
  });
  return {
    format: FORMAT,
    names,
    tools: tools.map(({ id, name, mechanism, setting, place, limits, sources, date }) => ({
      id,
      name,
      mechanism,
      setting,
      place: place ?? null,
      limits,
      source: sources[0] ?? "",
      date,
    })),
    additional: Object.fromEntries(additional),
  };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseFindData(json: unknown): FindData {
  const root = new JsonValue(json, "", invalidMapData);
  if (root.field("format").count() !== FORMAT) throw root.field("format").expected(String(FORMAT));
  return {
    names: readNames(root.field("names")),
    tools: root.field("tools").items().map(readTool),
    additional: new Map(
      root
        .field("additional")
        .entries()
        .map(([service, codes]) => [service, codes.text()]),
    ),
  };
}

/** What was observed of a service's additional names, by the name that was looked up. */
export function observedAdditional(
  catalog: Catalog,
  service: Service,
  { additional }: Pick<FindData, "additional">,
): ReadonlyMap<string, NameSupport> {
  const codes = additional.get(service.cliName) ?? "";
  const observed = new Map<string, NameSupport>();
  let at = 0;
  for (const { hostname } of additionalEndpoints(catalog, service)) {
    const status = statusOfCode(Number(codes[at++] ?? 0));
    if (status !== null) observed.set(observableName(hostname), nameSupportOf(status));
  }
  return observed;
}

function readNames(names: JsonValue): IdentifyNames {
  const items = (key: string) => names.field(key).items();
  const iacTypes = names.field("iacTypes");
  return {
    aliases: items("aliases").map((each) => ({
      alias: each.field("alias").text(),
      services: each.field("services").texts(),
    })),
    tools: items("tools").map((each) => ({
      id: each.field("id").text(),
      name: each.field("name").text(),
      aliases: each.field("aliases").texts(),
    })),
    iacTypes: {
      terraform: listsOf(iacTypes.field("terraform")),
      cloudformation: listsOf(iacTypes.field("cloudformation")),
      packages: listsOf(iacTypes.field("packages")),
      namespaces: listsOf(iacTypes.field("namespaces")),
    },
    resourceHosts: items("resourceHosts").map(readResourceHost),
    errorMessages: items("errorMessages").map(readErrorMessage),
    endpointServices: items("endpointServices").map((each) => ({
      service: each.field("service").text(),
      endpoints: each.field("endpoints").texts(),
      wholeNames: each.field("wholeNames").texts(),
      ipv6: each.field("ipv6").oneOf(DOCUMENTED_SUPPORTS),
    })),
    carriedHosts: items("carriedHosts").map((each) => ({
      service: each.field("service").text(),
      region: each.field("region").text(),
      hostname: each.field("hostname").text(),
    })),
    registries: names.field("registries").texts(),
  };
}

function listsOf(object: JsonValue): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(object.entries().map(([key, value]) => [key, value.texts()]));
}

function readResourceHost(json: JsonValue): ResourceHost {
  return {
    id: json.field("id").text(),
    name: json.field("name").text(),
    service: json.field("service").textOrNull(),
    hosts: json.field("hosts").texts(),
    isInVpc: json.field("isInVpc").flag(),
    switchedHost: json.field("switchedHost").textOrNull(),
    switch: json.field("switch").textOrNull(),
    note: json.field("note").text(),
    source: json.field("source").text(),
    date: json.field("date").text(),
  };
}

function readErrorMessage(json: JsonValue): ErrorMessage {
  const text = (key: string) => json.field(key).text();
  return {
    id: text("id"),
    patterns: json
      .field("patterns")
      .items()
      .map((each) => each.texts()),
    shown: text("shown"),
    cause: text("cause"),
    fix: text("fix"),
    link: text("link"),
    source: text("source"),
    date: text("date"),
  };
}

function readTool(json: JsonValue): FoundTool {
  const text = (key: string) => json.field(key).text();
  return {
    id: text("id"),
    name: text("name"),
    mechanism: text("mechanism"),
    setting: json.field("setting").textOrNull(),
    place: json.field("place").textOrNull(),
    limits: json.field("limits").texts(),
    source: text("source"),
    date: text("date"),
  };
}
