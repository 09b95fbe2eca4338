import { CATALOG_FORMAT } from "@egress6/core/endpoint/catalog";
import { clientPackageOf } from "@egress6/core/endpoint/client-package";
import { hostnameOf, parseNameRules } from "@egress6/core/endpoint/name-rules";
import { fillPlaceholders, PLACEHOLDERS } from "@egress6/core/endpoint/placeholder";
import { fitsRegionRegex, parseRegionPattern } from "@egress6/core/endpoint/region-pattern";
import type { Partition, Variant } from "@egress6/core/endpoint/types";
import { Egress6Error } from "@egress6/core/errors";
import type { ClientRules } from "../../ports.js";
import type {
  AuthoredService,
  AuthoredTables,
  CatalogFacts,
  ServiceParameters,
} from "./authored-tables.js";
import type { BotocoreFolder } from "./botocore-folder.js";
import { compactNames, NAME_PATTERNS, type NameOf, type NamesJson } from "./compact-names.js";
import { mergePartitions, type SdkPartitions } from "./merge-partitions.js";
import {
  createRuleEngine,
  type PartitionsInfo,
  prepareRules,
  type Rules,
  readRules,
} from "./rule-engine.js";
import { type OperationGroup, parseServiceModel, type ServiceModel } from "./service-model.js";
import {
  createSigningReader,
  type SigningInRules,
  saysSigning,
  signingRegionOf,
} from "./signing-scope.js";

interface AdditionalJson {
  readonly for: string;
  /** The day on which AWS took the names out of service. */
  readonly retired?: string;
  readonly prefix?: string;
  readonly names?: NamesJson;
}

interface ServiceJson {
  readonly id: string;
  readonly name: string;
  /** Version and date of the client of AWS's JavaScript SDK whose rules these are; missing: those of botocore. */
  readonly rules?: string;
  readonly discovery?: string;
  readonly cliCommands?: readonly string[];
  readonly refusesOwnUrl?: true;
  /** When it is not the CLI name. */
  readonly signingName?: string;
  /** When it is not always the region of the call. */
  readonly signingRegions?: NamesJson;
  readonly names: NamesJson;
  /** What stands behind the name, where the rules build more than that. */
  readonly paths?: NamesJson;
  readonly additional?: readonly AdditionalJson[];
  /** What botocore's rules build, where the client's build something else; null: botocore has no such service. */
  readonly base?: Pick<ServiceJson, "signingRegions" | "names"> | null;
}

interface PartitionJson {
  readonly name: string;
  /** When people call it otherwise. */
  readonly title?: string;
  readonly isPublic?: false;
  readonly hasPlainEndpointServices?: true;
  readonly dns: string;
  readonly dualDns: string;
  readonly home: string;
  readonly regionRegex: string;
  readonly regions: Readonly<Record<string, string>>;
}

interface VersionJson {
  readonly source: string;
  readonly version: string;
  readonly date?: string;
}

/** The content of `data/catalog.json`, in the order in which it is written. */
export interface CatalogJson {
  readonly format: number;
  readonly rules: VersionJson;
  /** When the clients of AWS's JavaScript SDK were looked for. */
  readonly clientsChecked?: string;
  /** Where regions come from, when not from `rules`. */
  readonly regionsFrom?: VersionJson;
  readonly patterns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly partitions: Readonly<Record<string, PartitionJson>>;
  readonly largeRegions: readonly string[];
  readonly services: Readonly<Record<string, ServiceJson>>;
}

/** What is newer than botocore: clients of AWS's JavaScript SDK, and its partitions. */
export interface Overlay {
  /** When they were looked for: YYYY-MM-DD. */
  readonly checked: string;
  /** By package. */
  readonly clients: ReadonlyMap<string, ClientVersion>;
  /** By package; of clients that build what botocore builds they may be missing. */
  readonly rules: ReadonlyMap<string, ClientRules>;
  readonly partitions: SdkPartitions | null;
}

export interface ClientVersion {
  readonly version: string;
  /** Of its release: YYYY-MM-DD. */
  readonly date: string;
  /** Whether it builds other names than botocore, or signs otherwise. */
  readonly differs: boolean;
}

/** AWS had 434 services and 48 regions in 2026-11; a source with far fewer is broken or incomplete. */
export const CATALOG_FLOOR: CatalogFloor = { services: 400, regions: 35 };

export interface CatalogFloor {
  readonly services: number;
  readonly regions: number;
}

export interface BuiltCatalog {
  readonly catalog: CatalogJson;
  /** Packages whose rules are in the catalog, as they differ from botocore's or as botocore has no such service. */
  readonly differing: ReadonlySet<string>;
}

/**
 * Evaluates the rules of every service for every region and variant, and compacts the names.
 * @param date of `source`; null: not known
 * @param overlay null: botocore alone
 * @param floor what `source` has at least
 * @throws Egress6Error CATALOG_SOURCE_TOO_SMALL, CATALOG_SOURCE_INVALID
 */
export function buildCatalog(
  source: BotocoreFolder,
  date: string | null,
  authored: AuthoredTables,
  overlay: Overlay | null,
  floor: CatalogFloor = CATALOG_FLOOR,
): BuiltCatalog {
  const info = mergePartitions(source.partitions, overlay?.partitions ?? null);
  const partitions = readPartitions(info, source.readPartitionNames(), authored.facts);
  refuseTooSmall(source, partitions, floor);
  const build = serviceBuilder(info, partitions, authored);
  const isNewer = newerThan(date, overlay?.clients ?? new Map());
  const services = new Map<string, ServiceJson>();
  const differing = new Set<string>();
  const known = new Set<string>();
  for (const service of source.services) {
    const model = parseServiceModel(source.readModel(service), service);
    const ruleSet = source.readRuleSet(service);
    const base = build(service, model, { forUrls: prepareRules(ruleSet), asWritten: { ruleSet } });
    const name = clientPackageOf(model.serviceId);
    known.add(name);
    const client = newerClient(overlay, name, isNewer);
    if (client === null) {
      services.set(service, base);
    } else {
      const rules = rulesTag(client);
      const own = client.rules === null ? base : build(service, model, rulesIn(client.rules));
      const differs = JSON.stringify(own) !== JSON.stringify(base);
      if (differs) differing.add(name);
      const ofBase = namesOf(base);
      const isElsewhere = JSON.stringify(namesOf(own)) !== JSON.stringify(ofBase);
      services.set(service, { ...own, rules, ...(isElsewhere ? { base: ofBase } : {}) });
    }
  }
  for (const client of overlay?.rules.values() ?? []) {
    if (known.has(client.package)) continue;
    known.add(client.package);
    differing.add(client.package);
    const service = cliNameOf(client);
    const json = build(service, modelOf(client, service), rulesIn(client));
    services.set(service, { ...json, rules: rulesTag(client), base: null });
  }
  for (const authoredService of authored.services) {
    if (known.has(clientPackageOf(authoredService.id))) continue;
    services.set(
      authoredService.service,
      authoredServiceJson(partitions, authored, authoredService),
    );
  }
  return {
    catalog: {
      format: CATALOG_FORMAT,
      rules: { source: "botocore", version: source.version, ...(date === null ? {} : { date }) },
      ...(overlay === null ? {} : { clientsChecked: overlay.checked }),
      ...(overlay?.partitions == null ? {} : { regionsFrom: regionsFrom(overlay.partitions) }),
      patterns: NAME_PATTERNS,
      partitions: Object.fromEntries(partitions.map((each) => [each.id, partitionJson(each)])),
      largeRegions: authored.facts.largeRegions.value,
      services: Object.fromEntries([...services].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    differing,
  };
}

function namesOf({ names, signingRegions }: ServiceJson): NonNullable<ServiceJson["base"]> {
  return { names, ...(signingRegions === undefined ? {} : { signingRegions }) };
}

/**
 * Whether a client is newer than botocore of this date. Clients of one day have one number, and later ones a higher:
 * so one that is below that of a client from before this date is older, whatever its registry says.
 */
function newerThan(
  date: string | null,
  clients: Overlay["clients"],
): (client: ClientVersion) => boolean {
  if (date === null) return () => true;
  const older = [...clients.values()].filter((client) => client.date <= date);
  const most = Math.max(-1, ...older.map(({ version }) => releaseNumber(version)));
  return (client) => client.date > date && releaseNumber(client.version) > most;
}

/** `3.1175.0` → 1175 */
function releaseNumber(version: string): number {
  return Number(version.split(".")[1] ?? 0);
}

function regionsFrom({ version, date }: SdkPartitions): VersionJson {
  return { source: "@aws-sdk/core", version, date };
}

/**
 * The client of a service, when it is newer than botocore.
 * @throws Egress6Error CATALOG_SOURCE_INVALID when its rules are needed and not there
 */
function newerClient(
  overlay: Overlay | null,
  name: string,
  isNewer: (client: ClientVersion) => boolean,
): (ClientVersion & { readonly rules: ClientRules | null }) | null {
  const client = overlay?.clients.get(name);
  if (client === undefined || !isNewer(client)) return null;
  const rules = overlay?.rules.get(name) ?? null;
  if (rules === null ? !client.differs : rules.version === client.version) {
    return { ...client, rules };
  }
  throw new Egress6Error(
    "CATALOG_SOURCE_INVALID",
    "input",
    `${name} ${client.version} builds other names than botocore, and ${rules === null ? "it is not there" : `${rules.version} was found`}. Take it from npm's registry: \`egress6 catalog update --clients npm\`.`,
  );
}

/** @throws Egress6Error CATALOG_SOURCE_INVALID */
function rulesIn(client: ClientRules): RulesUsed {
  const rules = readRules(client.rules);
  if (rules !== null) return rules;
  throw new Egress6Error(
    "CATALOG_SOURCE_INVALID",
    "input",
    `The rule set of ${client.package} ${client.version} is not one. Take another version, and report this.`,
  );
}

const rulesTag = ({ version, date }: Pick<ClientVersion, "version" | "date">) =>
  `${version} ${date}`;

/** botocore names a folder as the client's package ends, for services that it does not have too. */
function cliNameOf({ package: name }: ClientRules): string {
  return name.slice("@aws-sdk/client-".length);
}

function modelOf(
  { serviceId, displayName, signingName }: ClientRules,
  service: string,
): ServiceModel {
  return {
    serviceId,
    displayName,
    signingName: signingName ?? service,
    endpointDiscovery: "none",
    groups: [],
  };
}

/** The rules of one service, made ready for URLs, and as they are for what they say of signatures. */
interface RulesUsed {
  readonly forUrls: Rules;
  readonly asWritten: Rules;
}

function serviceBuilder(
  info: PartitionsInfo,
  partitions: readonly Partition[],
  authored: AuthoredTables,
): (service: string, model: ServiceModel, rules: RulesUsed) => ServiceJson {
  const engine = createRuleEngine(info);
  const readSigning = createSigningReader(info);
  return (service, model, { forUrls, asWritten }) => {
    const settings = authored.parameters[service];
    const resolve: Resolve = (parameters, part = hostOf) =>
      partOf(resolver(engine, forUrls, parameters), part);
    const urlOf = resolver(engine, forUrls, settings?.parameters ?? {});
    const nameOf = partOf(urlOf, hostOf);
    const paths = compactNames(partitions, partOf(urlOf, pathOf));
    const additional = [
      ...operationNames(partitions, model, settings, nameOf, resolve),
      ...parameterNames(partitions, settings, nameOf, resolve),
      ...authoredNames(partitions, authored, service, nameOf),
    ];
    return {
      id: model.serviceId,
      name: authored.facts.displayNames.value[service] ?? model.displayName,
      ...(model.endpointDiscovery === "none" ? {} : { discovery: model.endpointDiscovery }),
      ...serviceFactsJson(service, authored.facts),
      ...signingJson(
        partitions,
        service,
        model,
        saysSigning(asWritten),
        (partition, region, variant) =>
          readSigning(
            asWritten,
            filledParameters(settings?.parameters ?? {}, partition, region, variant),
          ),
      ),
      names: compactNames(partitions, nameOf),
      ...(isNowhere(paths) ? {} : { paths }),
      ...(additional.length === 0 ? {} : { additional }),
    };
  };
}

function authoredServiceJson(
  partitions: readonly Partition[],
  authored: AuthoredTables,
  { service, id, name, signingName, names, partitions: holds }: AuthoredService,
): ServiceJson {
  const nameOf = templatesOf(names, holds, `additional-services.json, ${service}`);
  const additional = authoredNames(partitions, authored, service, nameOf);
  return {
    id,
    name,
    ...(signingName === undefined ? {} : { signingName }),
    names: compactNames(partitions, nameOf),
    ...(additional.length === 0 ? {} : { additional }),
    base: null,
  };
}

function readPartitions(
  info: PartitionsInfo,
  names: ReadonlyMap<string, string>,
  { partitionTitles, plainEndpointServices }: CatalogFacts,
): readonly Partition[] {
  return info.partitions
    .map(({ id, outputs, regionRegex, regions }) => ({
      id,
      name: names.get(id) ?? id,
      title: partitionTitles.value[id] ?? names.get(id) ?? id,
      dnsSuffix: outputs.dnsSuffix,
      dualStackDnsSuffix: outputs.dualStackDnsSuffix,
      regionRegex: readableRegex(id, regionRegex),
      homeRegion: outputs.implicitGlobalRegion,
      // All isolated partitions, and only they, are called so.
      isPublic: !id.startsWith("aws-iso"),
      hasPlainEndpointServices: plainEndpointServices.value.includes(id),
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
  const { name, title, dnsSuffix, dualStackDnsSuffix, regionRegex, homeRegion } = partition;
  return {
    name,
    ...(title === name ? {} : { title }),
    ...(partition.isPublic ? {} : { isPublic: false }),
    ...(partition.hasPlainEndpointServices ? { hasPlainEndpointServices: true } : {}),
    dns: dnsSuffix,
    dualDns: dualStackDnsSuffix,
    home: homeRegion,
    regionRegex,
    regions: Object.fromEntries(partition.regions.map((region) => [region.id, region.name])),
  };
}

function refuseTooSmall(
  source: BotocoreFolder,
  partitions: readonly Partition[],
  floor: CatalogFloor,
): void {
  const services = source.services.length;
  const regions = partitions.flatMap((partition) => partition.regions).length;
  if (services >= floor.services && regions >= floor.regions) return;
  throw new Egress6Error(
    "CATALOG_SOURCE_TOO_SMALL",
    "input",
    `${source.path} has ${services} services with endpoint rules and ${regions} regions; at least ${floor.services} and ${floor.regions} are expected. Its download or unpacking was probably incomplete, or its botocore is older than endpoint rules: take a newer one.`,
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

/** @returns the whole URL, each evaluated once */
function resolver(
  engine: ReturnType<typeof createRuleEngine>,
  rules: Rules,
  parameters: Parameters,
): NameOf {
  const placeholders = [...PLACEHOLDERS].filter(([name]) =>
    Object.values(parameters).some((value) => String(value).includes(`{${name}}`)),
  );
  const cache = new Map<string, string | null>();
  return (partition, region, variant) => {
    const key = `${variant} ${region}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const resolution = engine(rules, filledParameters(parameters, partition, region, variant));
    let url = "url" in resolution ? resolution.url : null;
    for (const [placeholder, example] of placeholders) {
      url = url?.replaceAll(example, `{${placeholder}}`) ?? null;
    }
    cache.set(key, url);
    return url;
  };
}

function partOf(urlOf: NameOf, part: (url: string) => string | null): NameOf {
  return (partition, region, variant) => {
    const url = urlOf(partition, region, variant);
    return url === null ? null : part(url);
  };
}

/** ARNs are of the partition and the region that the call is for: rules refuse others. */
function filledParameters(
  parameters: Parameters,
  { id }: Partition,
  region: string,
  variant: Variant,
): Parameters {
  const place = (text: string) => text.replace("{partition}", id).replace("{region}", region);
  const filled = Object.entries(parameters).map(([key, value]) => [
    key,
    typeof value === "string" ? fillPlaceholders(place(value)) : value,
  ]);
  return { ...Object.fromEntries(filled), Region: region, ...SWITCHES[variant] };
}

function serviceFactsJson(
  service: string,
  { cliCommands, refusesOwnUrl }: CatalogFacts,
): Pick<ServiceJson, "cliCommands" | "refusesOwnUrl"> {
  const commands = Object.entries(cliCommands.value).flatMap(([command, folder]) =>
    folder === service ? [command] : [],
  );
  return {
    ...(commands.length === 0 ? {} : { cliCommands: commands }),
    ...(refusesOwnUrl.value.includes(service) ? { refusesOwnUrl: true } : {}),
  };
}

function signingJson(
  partitions: readonly Partition[],
  service: string,
  model: ServiceModel,
  isInRules: boolean,
  read: (partition: Partition, region: string, variant: Variant) => SigningInRules,
): Pick<ServiceJson, "signingName" | "signingRegions"> {
  const [first] = partitions;
  const inRules =
    isInRules && first !== undefined ? read(first, first.homeRegion, "default") : null;
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
  known: NameOf,
): readonly AdditionalJson[] {
  return authored.endpoints
    .filter((entry) => entry.service === service)
    .map((entry) => ({
      for: entry.for,
      ...(entry.retired === undefined ? {} : { retired: entry.retired }),
      names: compactNames(
        partitions,
        except(
          templatesOf(entry.names, entry.partitions, `additional-endpoints.json, ${service}`),
          known,
        ),
      ),
    }));
}

function templatesOf(
  names: Readonly<Record<string, string>>,
  partitions: readonly string[],
  where: string,
): NameOf {
  const rules = parseNameRules(names, where, NAME_PATTERN_MAP);
  return (partition, region, variant) =>
    partitions.includes(partition.id) ? hostnameOf(rules, partition, region, variant) : null;
}

const NAME_PATTERN_MAP = new Map(Object.entries(NAME_PATTERNS));
