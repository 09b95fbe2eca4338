import { CATALOG_FORMAT } from "@egress6/core/endpoint/catalog";
import { hostnameOf, parseNameRules } from "@egress6/core/endpoint/name-rules";
import { fillPlaceholders, PLACEHOLDERS } from "@egress6/core/endpoint/placeholder";
import { fitsRegionRegex, parseRegionPattern } from "@egress6/core/endpoint/region-pattern";
import type { Partition, Variant } from "@egress6/core/endpoint/types";
import { Egress6Error } from "@egress6/core/errors";
import type { AuthoredEndpoints, AuthoredTables, ServiceParameters } from "./authored-tables.js";
import type { BotocoreFolder } from "./botocore-folder.js";
import { compactNames, NAME_PATTERNS, type NameOf, type NamesJson } from "./compact-names.js";
import { createRuleEngine, type PreparedRules, prepareRules } from "./rule-engine.js";
import { type OperationGroup, parseServiceModel, type ServiceModel } from "./service-model.js";
import {
  createSigningReader,
  type SigningInRules,
  saysSigning,
  signingRegionOf,
} from "./signing-scope.js";

interface AdditionalJson {
  readonly for: string;
  readonly prefix?: string;
  readonly names?: NamesJson;
}

interface ServiceJson {
  readonly id: string;
  readonly name: string;
  readonly discovery?: string;
  /** When it is not the CLI name. */
  readonly signingName?: string;
  /** When it is not always the region of the call. */
  readonly signingRegions?: NamesJson;
  readonly names: NamesJson;
  /** What stands behind the name, where the rules build more than that. */
  readonly paths?: NamesJson;
  readonly additional?: readonly AdditionalJson[];
}

interface PartitionJson {
  readonly name: string;
  readonly isPublic?: false;
  readonly dns: string;
  readonly dualDns: string;
  readonly home: string;
  readonly regionRegex: string;
  readonly regions: Readonly<Record<string, string>>;
}

/** The content of `data/catalog.json`, in the order in which it is written. */
export interface CatalogJson {
  readonly format: number;
  readonly rules: { readonly source: string; readonly version: string };
  readonly patterns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly partitions: Readonly<Record<string, PartitionJson>>;
  readonly services: Readonly<Record<string, ServiceJson>>;
}

/** AWS had 427 services and 46 regions in 2026-11; a source with far fewer is broken or incomplete. */
export const CATALOG_FLOOR = { services: 400, regions: 35 };

/**
 * Evaluates the rules of every service for every region and variant, and compacts the names.
 * @throws Egress6Error CATALOG_SOURCE_TOO_SMALL, CATALOG_SOURCE_INVALID
 */
export function buildCatalog(
  source: BotocoreFolder,
  authored: AuthoredTables,
  onProgress: (done: number, total: number) => void = () => {},
): CatalogJson {
  const partitions = readPartitions(source);
  refuseTooSmall(source, partitions);
  const engine = createRuleEngine(source.partitions);
  const readSigning = createSigningReader(source.partitions);
  const services: Record<string, ServiceJson> = {};
  for (const [done, service] of source.services.entries()) {
    const model = parseServiceModel(source.readModel(service), service);
    const ruleSet = source.readRuleSet(service);
    const rules = prepareRules(ruleSet);
    const settings = authored.parameters[service];
    const resolve: Resolve = (parameters, part = hostOf) =>
      resolver(engine, rules, parameters, part);
    const nameOf = resolve(settings?.parameters ?? {});
    const paths = compactNames(partitions, resolve(settings?.parameters ?? {}, pathOf));
    const additional = [
      ...operationNames(partitions, model, settings, nameOf, resolve),
      ...parameterNames(partitions, settings, nameOf, resolve),
      ...authoredNames(partitions, authored, service),
    ];
    services[service] = {
      id: model.serviceId,
      name: model.displayName,
      ...(model.endpointDiscovery === "none" ? {} : { discovery: model.endpointDiscovery }),
      ...signingJson(partitions, service, model, saysSigning(ruleSet), (region, variant) =>
        readSigning(ruleSet, filledParameters(settings?.parameters ?? {}, region, variant)),
      ),
      names: compactNames(partitions, nameOf),
      ...(isNowhere(paths) ? {} : { paths }),
      ...(additional.length === 0 ? {} : { additional }),
    };
    onProgress(done + 1, source.services.length);
  }
  return {
    format: CATALOG_FORMAT,
    rules: { source: "botocore", version: source.version },
    patterns: NAME_PATTERNS,
    partitions: Object.fromEntries(partitions.map((each) => [each.id, partitionJson(each)])),
    services,
  };
}

function readPartitions({ partitions, readPartitionNames }: BotocoreFolder): readonly Partition[] {
  const names = readPartitionNames();
  return partitions.partitions
    .map(({ id, outputs, regionRegex, regions }) => ({
      id,
      name: names.get(id) ?? id,
      dnsSuffix: outputs.dnsSuffix,
      dualStackDnsSuffix: outputs.dualStackDnsSuffix,
      regionRegex: readableRegex(id, regionRegex),
      homeRegion: outputs.implicitGlobalRegion,
      // All isolated partitions, and only they, are called so.
      isPublic: !id.startsWith("aws-iso"),
      regions: Object.entries(regions)
        // `aws-global` and its like stand for "no region": nobody works in them.
        .filter(([region]) => fitsRegionRegex(regionRegex, region))
        .map(([region, about]) => ({ id: region, name: about?.description ?? region }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function readableRegex(partition: string, regionRegex: string): string {
  if (parseRegionPattern(regionRegex) !== null) return regionRegex;
  throw new Egress6Error(
    "CATALOG_SOURCE_INVALID",
    "input",
    `The regionRegex of partition ${partition} in partitions.json has more in it than words, choices of words, \\w+ and \\d+. Take an older botocore, and report this.`,
  );
}

function partitionJson(partition: Partition): PartitionJson {
  const { name, dnsSuffix, dualStackDnsSuffix, regionRegex, homeRegion, isPublic } = partition;
  return {
    name,
    ...(isPublic ? {} : { isPublic: false }),
    dns: dnsSuffix,
    dualDns: dualStackDnsSuffix,
    home: homeRegion,
    regionRegex,
    regions: Object.fromEntries(partition.regions.map((region) => [region.id, region.name])),
  };
}

function refuseTooSmall(source: BotocoreFolder, partitions: readonly Partition[]): void {
  const services = source.services.length;
  const regions = partitions.flatMap((partition) => partition.regions).length;
  if (services >= CATALOG_FLOOR.services && regions >= CATALOG_FLOOR.regions) return;
  throw new Egress6Error(
    "CATALOG_SOURCE_TOO_SMALL",
    "input",
    `${source.path} has ${services} services with endpoint rules and ${regions} regions; at least ${CATALOG_FLOOR.services} and ${CATALOG_FLOOR.regions} are expected. Its download or unpacking was probably incomplete, or its botocore is older than endpoint rules: take a newer one.`,
  );
}

type Parameters = Readonly<Record<string, string | boolean>>;
type Resolve = (parameters: Parameters, part?: (url: string) => string | null) => NameOf;

const SWITCHES: Readonly<Record<Variant, { UseFIPS: boolean; UseDualStack: boolean }>> = {
  default: { UseFIPS: false, UseDualStack: false },
  dualstack: { UseFIPS: false, UseDualStack: true },
  fips: { UseFIPS: true, UseDualStack: false },
  "fips-dualstack": { UseFIPS: true, UseDualStack: true },
};

function resolver(
  engine: ReturnType<typeof createRuleEngine>,
  rules: PreparedRules,
  parameters: Parameters,
  part: (url: string) => string | null,
): NameOf {
  const placeholders = [...PLACEHOLDERS].filter(([name]) =>
    Object.values(parameters).some((value) => String(value).includes(`{${name}}`)),
  );
  const cache = new Map<string, string | null>();
  return (_partition, region, variant) => {
    const key = `${variant} ${region}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const resolution = engine(rules, filledParameters(parameters, region, variant));
    let name = "url" in resolution ? part(resolution.url) : null;
    for (const [placeholder, example] of placeholders) {
      name = name?.replaceAll(example, `{${placeholder}}`) ?? null;
    }
    cache.set(key, name);
    return name;
  };
}

function filledParameters(parameters: Parameters, region: string, variant: Variant): Parameters {
  const filled = Object.entries(parameters).map(([key, value]) => [
    key,
    typeof value === "string" ? fillPlaceholders(value) : value,
  ]);
  return { ...Object.fromEntries(filled), Region: region, ...SWITCHES[variant] };
}

function signingJson(
  partitions: readonly Partition[],
  service: string,
  model: ServiceModel,
  isInRules: boolean,
  read: (region: string, variant: Variant) => SigningInRules,
): Pick<ServiceJson, "signingName" | "signingRegions"> {
  const home = partitions[0]?.homeRegion ?? "";
  const inRules = isInRules ? read(home, "default") : null;
  const name = inRules?.name ?? model.signingName;
  const regions = isInRules ? compactNames(partitions, signingRegionOf(read)) : {};
  const isElsewhere = Object.values(regions).some((template) => template !== "{region}");
  return {
    ...(name === service ? {} : { signingName: name }),
    ...(isElsewhere ? { signingRegions: regions } : {}),
  };
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/[:/].*$/, "");
}

/** Null: the URL ends with the host. */
function pathOf(url: string): string | null {
  return /^https?:\/\/[^/]+(\/.+)$/.exec(url)?.[1] ?? null;
}

function isNowhere(names: NamesJson): boolean {
  return Object.values(names).every((template) => template === null);
}

/** Names of operations with parameters or a host prefix of their own, where they differ from the four. */
function operationNames(
  partitions: readonly Partition[],
  model: ServiceModel,
  settings: ServiceParameters[string] | undefined,
  nameOf: NameOf,
  resolve: Resolve,
): readonly AdditionalJson[] {
  const byNames = new Map<string, { names: AdditionalJson; group: OperationGroup }>();
  for (const group of model.groups) {
    const names = groupNames(partitions, group, settings, nameOf, resolve);
    if (names === null) continue;
    const key = JSON.stringify(names);
    const operations = [...(byNames.get(key)?.group.operations ?? []), ...group.operations].sort();
    byNames.set(key, {
      names: { ...names, for: purposeOf({ ...group, operations }, settings) },
      group: { ...group, operations },
    });
  }
  return [...byNames.values()].map(({ names }) => names);
}

function groupNames(
  partitions: readonly Partition[],
  { parameters, hostPrefix }: OperationGroup,
  settings: ServiceParameters[string] | undefined,
  nameOf: NameOf,
  resolve: Resolve,
): AdditionalJson | null {
  if (Object.keys(parameters).length === 0) return { for: "", prefix: hostPrefix };
  const prefix = settings?.isPrefixInRules ? "" : hostPrefix;
  const named = resolve(
    { ...settings?.parameters, ...settings?.operationParameters, ...parameters },
    (url) => prefix + hostOf(url),
  );
  const names = compactNames(partitions, except(named, nameOf));
  return isNowhere(names) ? null : { for: "", names };
}

function except(nameOf: NameOf, known: NameOf): NameOf {
  return (partition, region, variant) => {
    const name = nameOf(partition, region, variant);
    return name === known(partition, region, variant) ? null : name;
  };
}

function purposeOf(
  { operations, hostPrefix, parameters }: OperationGroup,
  settings: ServiceParameters[string] | undefined,
): string {
  const authored = Object.keys(parameters).flatMap((key) => settings?.purposes?.[key] ?? []);
  if (authored[0] !== undefined) return authored[0];
  const shown = operations.slice(0, 3).join(", ");
  const rest = operations.length > 3 ? ` and ${operations.length - 3} more` : "";
  return `${hostPrefix === "" ? "operations" : `host prefix ${hostPrefix} of`} ${shown}${rest}`;
}

function parameterNames(
  partitions: readonly Partition[],
  settings: ServiceParameters[string] | undefined,
  nameOf: NameOf,
  resolve: Resolve,
): readonly AdditionalJson[] {
  return (settings?.additional ?? []).map((entry) => {
    const named = resolve({ ...settings?.parameters, ...entry.parameters });
    return { for: entry.for, names: compactNames(partitions, except(named, nameOf)) };
  });
}

function authoredNames(
  partitions: readonly Partition[],
  authored: AuthoredTables,
  service: string,
): readonly AdditionalJson[] {
  return authored.endpoints
    .filter((entry) => entry.service === service)
    .map((entry) => ({
      for: entry.for,
      names: compactNames(partitions, authoredNameOf(entry)),
    }));
}

function authoredNameOf({ service, names, partitions }: AuthoredEndpoints[number]): NameOf {
  const rules = parseNameRules(names, `additional-endpoints.json, ${service}`, new Map());
  return (partition, region, variant) =>
    partitions.includes(partition.id) ? hostnameOf(rules, partition, region, variant) : null;
}
