import { Egress6Error } from "../errors.js";
import { clientPackageOf } from "./client-package.js";
import { hostnameOf, type NamePattern, type NameRules, parseNameRules } from "./name-rules.js";
import { damaged, parseList, parseOneOf, parseRecord, parseText } from "./parse-json.js";
import { fitsRegionRegex, parseRegionPattern } from "./region-pattern.js";
import type { NotKnown, RulesChange, RulesHistory } from "./rules-history.js";
import {
  type AdditionalEndpoint,
  type Endpoint,
  type EndpointDiscovery,
  type EndpointScope,
  type Partition,
  type Service,
  VARIANTS,
  type Variant,
} from "./types.js";

/** The only format this code reads. A change that old code would misread needs a new number. */
export const CATALOG_FORMAT = 1;

/** Where the names come from. */
export interface RulesVersion {
  /** `botocore`, or a package of AWS's JavaScript SDK: `@aws-sdk/client-sqs`. */
  readonly source: string;
  readonly version: string;
  /** Of its release: YYYY-MM-DD; null: not known. */
  readonly date: string | null;
}

/** Names besides the four: either the four behind a prefix, or with rules of their own. */
interface AdditionalNames {
  readonly purpose: string;
  readonly retired: string | null;
  readonly prefix: string;
  readonly rules: NameRules;
}

export interface ServiceNames {
  readonly rules: NameRules;
  /** Of these names; null: of the catalog. */
  readonly rulesVersion: RulesVersion | null;
  /** What the catalog's rules build, where those of the service build something else. */
  readonly baseRules: NameRules | null;
  /** The source of the catalog's rules has the service; else only a newer client or a document has. */
  readonly isInBase: boolean;
  readonly additional: readonly AdditionalNames[];
  readonly signingName: string;
  /** Null: always the region of the call. */
  readonly signingRegions: NameRules | null;
  /** What stands behind the name in the URL; null: nothing anywhere. */
  readonly paths: NameRules | null;
  /** Whether the rules take any endpoint URL but that of the service's own dual-stack name. */
  readonly refusesOwnUrl: boolean;
}

/** What a request is signed for: its credential scope. */
export interface SigningScope {
  /** `*` for requests that are good in all regions (SigV4a). */
  readonly region: string;
  readonly name: string;
}

/** A version of an SDK, whose own rules build the hostnames. */
export interface CatalogRelease {
  /** `SDK for Python (Boto3) 1.37.0`. */
  readonly client: string;
  /** What its hostnames are compared with. */
  readonly todays: Catalog;
  /** Whether its rules are as old as those that the catalog rests on. */
  readonly isOfCatalog: boolean;
  /** The rules in it, by CLI name; null: not known. */
  readonly rulesFor: (service: string) => RulesVersion | null;
  /** Why the hostname is not known; null: it is. */
  readonly whyNotKnown: (place: NamePlace) => NotKnown | null;
  /** The change by which the hostname became today's; null: it is today's, or not known. */
  readonly changeOf: (place: NamePlace) => RulesChange | null;
  /** The first version of the SDK that surely has a change; null: none is known. */
  readonly versionWith: (change: RulesChange) => string | null;
}

/** One hostname of a service. */
export interface NamePlace {
  /** CLI name. */
  readonly service: string;
  readonly region: string;
  readonly variant: Variant;
}

export interface Catalog {
  /** Of services that have none of their own. */
  readonly rules: RulesVersion;
  /** When the clients of AWS's JavaScript SDK were looked for newer rules: YYYY-MM-DD; null: never. */
  readonly clientsChecked: string | null;
  /** Where regions come from, when not from `rules`. */
  readonly regionsFrom: RulesVersion | null;
  /** Sorted by id. */
  readonly partitions: readonly Partition[];
  /** Where most workloads run, the largest first. */
  readonly largeRegions: readonly string[];
  /** Sorted by CLI name. */
  readonly services: readonly Service[];
  /** By CLI name. */
  readonly names: ReadonlyMap<string, ServiceNames>;
  /** How the hostnames came to be these, for who has use for it. */
  readonly history?: RulesHistory | undefined;
  /** Whose hostnames these are, where they are not today's: see `catalogOfRelease`. */
  readonly release?: CatalogRelease | undefined;
}

const DISCOVERIES: readonly EndpointDiscovery[] = ["none", "optional", "required"];

/**
 * Reads the content of `data/catalog.json`.
 * @throws Egress6Error CATALOG_INVALID naming the damaged place
 */
export function parseCatalog(json: unknown): Catalog {
  const root = parseRecord(json, "the top");
  if (root["format"] !== CATALOG_FORMAT) {
    throw new Egress6Error(
      "CATALOG_INVALID",
      "input",
      `The catalog has format ${String(root["format"])}, and this version of egress6 reads ${CATALOG_FORMAT}. Rebuild it with \`egress6 catalog update\`.`,
    );
  }
  const patterns = parsePatterns(root["patterns"]);
  const services: Service[] = [];
  const names = new Map<string, ServiceNames>();
  for (const [cliName, value] of Object.entries(parseRecord(root["services"], "services"))) {
    const where = `services.${cliName}`;
    const record = parseRecord(value, where);
    services.push({
      cliName,
      serviceId: parseText(record["id"], `${where}.id`),
      displayName: parseText(record["name"], `${where}.name`),
      endpointDiscovery: parseOneOf(
        record["discovery"] ?? "none",
        DISCOVERIES,
        `${where}.discovery`,
      ),
      ...(record["cliCommands"] === undefined
        ? {}
        : { cliCommands: parseTexts(record["cliCommands"], `${where}.cliCommands`) }),
    });
    names.set(cliName, parseServiceNames(cliName, record, where, patterns));
  }
  const checked = root["clientsChecked"];
  return {
    rules: parseVersion(root["rules"], "rules"),
    clientsChecked: checked === undefined ? null : parseText(checked, "clientsChecked"),
    regionsFrom:
      root["regionsFrom"] === undefined ? null : parseVersion(root["regionsFrom"], "regionsFrom"),
    partitions: Object.entries(parseRecord(root["partitions"], "partitions")).map(parsePartition),
    largeRegions: parseTexts(root["largeRegions"] ?? [], "largeRegions"),
    services,
    names,
  };
}

function parseVersion(json: unknown, where: string): RulesVersion {
  const record = parseRecord(json, where);
  return {
    source: parseText(record["source"], `${where}.source`),
    version: parseText(record["version"], `${where}.version`),
    date: record["date"] === undefined ? null : parseText(record["date"], `${where}.date`),
  };
}

/** Version and date of a client: `3.1175.0 2026-11-21`. */
function parseClientVersion(json: unknown, serviceId: unknown, where: string): RulesVersion {
  const [version = "", date = ""] = parseText(json, where).split(" ");
  if (version === "" || !DATE.test(date)) throw damaged(where, "a version and a date");
  return { source: clientPackageOf(parseText(serviceId, where)), version, date };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function parseTexts(json: unknown, where: string): readonly string[] {
  return parseList(json, where).map((item, index) => parseText(item, `${where}[${index}]`));
}

function parsePatterns(json: unknown): ReadonlyMap<string, NamePattern> {
  return new Map(
    Object.entries(parseRecord(json, "patterns")).map(([name, value]) => {
      const where = `patterns.${name}`;
      const record = parseRecord(value, where);
      const template = (variant: Variant) => parseText(record[variant], `${where}.${variant}`);
      return [
        name,
        {
          default: template("default"),
          dualstack: template("dualstack"),
          fips: template("fips"),
          "fips-dualstack": template("fips-dualstack"),
        },
      ];
    }),
  );
}

function parsePartition([id, json]: readonly [string, unknown]): Partition {
  const where = `partitions.${id}`;
  const record = parseRecord(json, where);
  const text = (key: string) => parseText(record[key], `${where}.${key}`);
  return {
    id,
    name: text("name"),
    title: record["title"] === undefined ? text("name") : text("title"),
    dnsSuffix: text("dns"),
    dualStackDnsSuffix: text("dualDns"),
    regionRegex: parseRegionRegex(text("regionRegex"), `${where}.regionRegex`),
    homeRegion: text("home"),
    isPublic: record["isPublic"] !== false,
    hasPlainEndpointServices: record["hasPlainEndpointServices"] === true,
    regions: Object.entries(parseRecord(record["regions"], `${where}.regions`)).map(
      ([region, name]) => ({ id: region, name: parseText(name, `${where}.regions.${region}`) }),
    ),
  };
}

function parseRegionRegex(text: string, where: string): string {
  if (parseRegionPattern(text) !== null) return text;
  throw damaged(where, "an expression of nothing but words, choices of words, \\w+ and \\d+");
}

function parseServiceNames(
  cliName: string,
  record: Readonly<Record<string, unknown>>,
  where: string,
  patterns: ReadonlyMap<string, NamePattern>,
): ServiceNames {
  const rules = parseNameRules(record["names"], `${where}.names`, patterns);
  const additional = parseList(record["additional"] ?? [], `${where}.additional`).map(
    (item, index) => {
      const place = `${where}.additional[${index}]`;
      const entry = parseRecord(item, place);
      return {
        purpose: parseText(entry["for"], `${place}.for`),
        retired:
          entry["retired"] === undefined ? null : parseText(entry["retired"], `${place}.retired`),
        prefix: entry["prefix"] === undefined ? "" : parseText(entry["prefix"], `${place}.prefix`),
        rules:
          entry["names"] === undefined
            ? rules
            : parseNameRules(entry["names"], `${place}.names`, patterns),
      };
    },
  );
  const optionalRules = (key: string) =>
    record[key] === undefined ? null : parseNameRules(record[key], `${where}.${key}`, new Map());
  const base = record["base"] == null ? null : parseRecord(record["base"], `${where}.base`);
  return {
    rules,
    rulesVersion:
      record["rules"] === undefined
        ? null
        : parseClientVersion(record["rules"], record["id"], `${where}.rules`),
    isInBase: record["base"] !== null,
    baseRules: base && parseNameRules(base["names"], `${where}.base.names`, patterns),
    additional,
    signingName: parseText(record["signingName"] ?? cliName, `${where}.signingName`),
    signingRegions: optionalRules("signingRegions"),
    paths: optionalRules("paths"),
    refusesOwnUrl: record["refusesOwnUrl"] === true,
  };
}

/**
 * The name that the rules build, for regions that no partition lists too.
 * @returns null when the rules build no such name, no partition could hold the region, or it is not known
 */
export function endpointOf(
  catalog: Catalog,
  service: Service,
  region: string,
  variant: Variant,
): Endpoint | null {
  const names = catalog.names.get(service.cliName);
  const partition = partitionOfRegion(catalog, region);
  if (names === undefined || partition === null) return null;
  if (!isNameKnown(catalog, { service: service.cliName, region, variant })) return null;
  return buildEndpoint(names.rules, "", service, partition, region, variant);
}

/** Whether it is known which hostname the SDK builds whose catalog this is, or that it builds none. */
export function isNameKnown({ release }: Catalog, place: NamePlace): boolean {
  return release === undefined || release.whyNotKnown(place) === null;
}

/** The URL of the name that `endpointOf` gives: for one service, Amazon Location's maps, with a path. */
export function endpointUrl(
  catalog: Catalog,
  {
    service,
    region,
    variant,
    hostname,
  }: Pick<Endpoint, "service" | "region" | "variant" | "hostname">,
): string {
  const paths = catalog.names.get(service)?.paths ?? null;
  const partition = partitionOfRegion(catalog, region);
  const path = paths && partition && hostnameOf(paths, partition, region, variant);
  return `https://${hostname}${path ?? ""}`;
}

/** Whether AWS's rules refuse a call when the URL of the service's own dual-stack name is set for it. */
export function refusesOwnUrl({ names }: Catalog, { cliName }: Service): boolean {
  return names.get(cliName)?.refusesOwnUrl ?? false;
}

/** What AWS's rules have a request signed for, when it goes to the name that they build. */
export function signingScopeOf(
  catalog: Catalog,
  service: Service,
  region: string,
  variant: Variant,
): SigningScope {
  const names = catalog.names.get(service.cliName);
  const partition = partitionOfRegion(catalog, region);
  const inRules =
    names?.signingRegions != null && partition !== null
      ? hostnameOf(names.signingRegions, partition, region, variant)
      : null;
  return { region: inRules ?? region, name: names?.signingName ?? service.cliName };
}

/**
 * Whether an SDK that builds this name signs for the scope that `signingScopeOf` gives. Of versions, only hostnames are
 * recorded: it is known with the very rules of the catalog, or where a name that stayed is signed for the region of
 * the call.
 */
export function isSigningKnown(catalog: Catalog, place: NamePlace): boolean {
  const { release } = catalog;
  const cliName = place.service;
  if (release === undefined) return true;
  const { rulesVersion = null, signingRegions = null } = catalog.names.get(cliName) ?? {};
  if (isSameVersion(release.rulesFor(cliName), rulesVersion ?? catalog.rules)) return true;
  const isToday = release.whyNotKnown(place) === null && release.changeOf(place) === null;
  const partition = partitionOfRegion(catalog, place.region);
  const inRules =
    signingRegions &&
    partition &&
    hostnameOf(signingRegions, partition, place.region, place.variant);
  return isToday && (inRules === null || inRules === place.region);
}

function isSameVersion(one: RulesVersion | null, other: RulesVersion): boolean {
  return one?.source === other.source && one.version === other.version;
}

/**
 * The partition that lists the region, else the one whose pattern its id matches, else, as SDKs have it for
 * whatever looks like a region, `aws`.
 * @returns null for what does not look like one: `mars-1`, `aws-global`
 */
export function partitionOfRegion(catalog: Catalog, region: string): Partition | null {
  return (
    listedRegions(catalog).get(region) ??
    catalog.partitions.find(({ regionRegex }) => fitsRegionRegex(regionRegex, region)) ??
    (REGION_SHAPE.test(region) ? catalog.partitions.find(({ id }) => id === "aws") : null) ??
    null
  );
}

const partitionsByRegion = new WeakMap<readonly Partition[], ReadonlyMap<string, Partition>>();

function listedRegions({ partitions }: Catalog): ReadonlyMap<string, Partition> {
  const known = partitionsByRegion.get(partitions);
  if (known !== undefined) return known;
  const found = new Map<string, Partition>();
  for (const partition of partitions) {
    for (const { id } of partition.regions) {
      if (!found.has(id)) found.set(id, partition);
    }
  }
  partitionsByRegion.set(partitions, found);
  return found;
}

const REGION_SHAPE = /^[a-z]+(-[a-z]+)+-\d+$/;

/**
 * Every service × listed region × variant that has a name; by service, partition, region, variant.
 * @param scope where; without it everywhere, isolated partitions too
 */
export function* expandCatalog(catalog: Catalog, scope?: EndpointScope): Generator<Endpoint> {
  for (const service of servicesIn(catalog, scope)) {
    const names = catalog.names.get(service.cliName);
    if (names !== undefined) yield* expandRules(catalog, service, names.rules, "", scope);
  }
}

/** Further names of one service, or of all. @param scope as of `expandCatalog` */
export function* additionalEndpoints(
  catalog: Catalog,
  service?: Service,
  scope?: EndpointScope,
): Generator<AdditionalEndpoint> {
  for (const each of service === undefined ? servicesIn(catalog, scope) : [service]) {
    for (const names of catalog.names.get(each.cliName)?.additional ?? []) {
      const { purpose, retired, prefix, rules } = names;
      for (const endpoint of expandRules(catalog, each, rules, prefix, scope)) {
        yield { ...endpoint, purpose, retired };
      }
    }
  }
}

/** By CLI name and region: a list of hosts asks for the same names in every line. */
const additionalByPlace = new WeakMap<Catalog, Map<string, readonly AdditionalEndpoint[]>>();

/** Further names of one service in one region, listed or not. */
export function additionalEndpointsIn(
  catalog: Catalog,
  service: Service,
  region: string,
): readonly AdditionalEndpoint[] {
  const known = additionalByPlace.get(catalog) ?? new Map<string, readonly AdditionalEndpoint[]>();
  additionalByPlace.set(catalog, known);
  const place = `${service.cliName} ${region}`;
  const found = known.get(place) ?? buildAdditional(catalog, service, region);
  known.set(place, found);
  return found;
}

function buildAdditional(
  catalog: Catalog,
  service: Service,
  region: string,
): readonly AdditionalEndpoint[] {
  const partition = partitionOfRegion(catalog, region);
  if (partition === null) return [];
  return (catalog.names.get(service.cliName)?.additional ?? []).flatMap(
    ({ purpose, retired, prefix, rules }) =>
      VARIANTS.flatMap((variant) => {
        const endpoint = buildEndpoint(rules, prefix, service, partition, region, variant);
        return endpoint === null ? [] : [{ ...endpoint, purpose, retired }];
      }),
  );
}

function servicesIn({ services }: Catalog, scope?: EndpointScope): readonly Service[] {
  const wanted = scope?.services ?? null;
  return wanted === null ? services : services.filter(({ cliName }) => wanted.has(cliName));
}

function* expandRules(
  catalog: Catalog,
  service: Service,
  rules: NameRules,
  prefix: string,
  scope: EndpointScope | undefined,
): Generator<Endpoint> {
  for (const partition of catalog.partitions) {
    if (scope !== undefined && !(scope.partitions ?? scope.publicPartitions).has(partition.id)) {
      continue;
    }
    const shared = VARIANTS.map((variant) => sharedName(rules, partition, variant));
    for (const { id } of partition.regions) {
      if (scope?.regions?.has(id) === false) continue;
      for (const [index, variant] of VARIANTS.entries()) {
        const hostname = hostnameOf(rules, partition, id, variant);
        if (hostname === null) continue;
        yield {
          service: service.cliName,
          partition: partition.id,
          region: id,
          variant,
          scope: hostname === shared[index] ? "partition" : "regional",
          hostname: prefix + hostname,
        };
      }
    }
  }
}

function buildEndpoint(
  rules: NameRules,
  prefix: string,
  service: Service,
  partition: Partition,
  region: string,
  variant: Variant,
): Endpoint | null {
  const hostname = hostnameOf(rules, partition, region, variant);
  if (hostname === null) return null;
  return {
    service: service.cliName,
    partition: partition.id,
    region,
    variant,
    scope: hostname === sharedName(rules, partition, variant) ? "partition" : "regional",
    hostname: prefix + hostname,
  };
}

type SharedOfPartition = WeakMap<Partition, Map<Variant, string | null>>;
/** This is asked of every name. */
const sharedNames = new WeakMap<NameRules, SharedOfPartition>();

/** The name that all regions of the partition share, if they do. */
function sharedName(rules: NameRules, partition: Partition, variant: Variant): string | null {
  // Told apart by their region, without asking one by one.
  if (rules.exceptions.size === 0 && rules.byVariant[variant]?.includes("{region}")) return null;
  const ofRules: SharedOfPartition = sharedNames.get(rules) ?? new WeakMap();
  sharedNames.set(rules, ofRules);
  const known = ofRules.get(partition) ?? new Map<Variant, string | null>();
  ofRules.set(partition, known);
  const name = known.get(variant);
  if (name !== undefined) return name;
  const found = findSharedName(rules, partition, variant);
  known.set(variant, found);
  return found;
}

function findSharedName(rules: NameRules, partition: Partition, variant: Variant): string | null {
  const ids = partition.regions.map(({ id }) => id);
  // One region alone shows nothing, so a region that does not exist is asked too.
  if (ids.length === 1) ids.push(inventedRegion(partition));
  const [first = null, ...rest] = ids;
  const name = first && hostnameOf(rules, partition, first, variant);
  return rest.every((id) => hostnameOf(rules, partition, id, variant) === name) ? name : null;
}

/**
 * A region id that fits the partition and does not exist: `af-south-99`.
 * What the rules build for it holds for all regions that get no treatment of their own.
 */
export function inventedRegion(partition: Partition): string {
  return `${(partition.regions[0]?.id ?? partition.homeRegion).replace(/\d+$/, "")}99`;
}
