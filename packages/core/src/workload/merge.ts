import { defaultKind, findComputeKind, PLATFORMS } from "../facts/compute-kind.js";
import { serviceCalled } from "../identify/find-service.js";
import { printable } from "../printable.js";
import type { EvidenceSource } from "./evidence.js";
import { hostDestination, type WorkloadNames } from "./parse-workload.js";
import type {
  ComputeEntry,
  ConstraintsEntry,
  EvidenceEntry,
  ExistingEntry,
  HostEntry,
  ServiceEntry,
  WorkloadPartFile,
} from "./schema.js";
import { plusVolume } from "./volume.js";
import { hostText } from "./workload.js";
import { entryVolume, volumeEntry } from "./write-workload.js";

/** One of the files that make a workload together. */
export interface WorkloadSource {
  /** For messages, and the evidence of what has none: the file. */
  readonly place: string;
  readonly part: WorkloadPartFile;
  /** Which command wrote the file; left out: a person did, or each entry says. */
  readonly by?: EvidenceSource;
}

export interface MergedWorkload {
  readonly part: WorkloadPartFile;
  /** Differences that a rule has settled: `count of web: 6 (survey.json) over 4 (infra/ecs.tf:12)`. */
  readonly settled: readonly string[];
  /** Differences that no rule settles: `azs: 2 (infra/vpc.tf:12) against 3 (survey.json)`. */
  readonly conflicts: readonly string[];
}

/** How much the word of each source counts. */
type Ranks = Readonly<Record<EvidenceSource, number>>;
const ALIKE: Ranks = { audit: 1, survey: 1, flows: 1, person: 1 };
const NAMES: Ranks = { person: 4, audit: 3, survey: 2, flows: 1 };
const VOLUMES: Ranks = { flows: 2, audit: 1, survey: 1, person: 1 };
const COUNTS: Ranks = { survey: 2, audit: 1, person: 1, flows: 1 };
const CODE: Ranks = { audit: 2, person: 2, survey: 1, flows: 1 };

/**
 * Joins what several sources say of one workload. The order of the sources does not matter. Compute is the same
 * by its name; a destination by service or host, region and senders. Flow logs know volumes best, the account
 * counts and what exists, code what calls what; a difference that these rules do not settle is a conflict.
 * @param prefer whose word counts where there would be a conflict
 */
export function mergeWorkloads(
  sources: readonly WorkloadSource[],
  names: WorkloadNames,
  prefer: EvidenceSource | null = null,
): MergedWorkload {
  const merger = new Merger(names, prefer);
  const part = merger.merge(sources.map((source) => canonical(source, names)));
  return { part, settled: merger.settled.sort(), conflicts: merger.conflicts.sort() };
}

/** What is said of one thing. */
interface Statement<T> {
  readonly value: T;
  /** Who says it: of a volume the first alone, of other things perhaps any of them. */
  readonly evidence: readonly EvidenceEntry[];
}

/** Keys of a file with a number for the whole workload. */
const FIGURES = [
  "peakMbitPerSecond",
  "hoursPerDay",
  "sharedByVpcs",
  "discountPercent",
  "spotDiscountPercent",
  "oneTimeUsd",
] as const;

class Merger {
  readonly settled: string[] = [];
  readonly conflicts: string[] = [];
  private readonly names: WorkloadNames;
  private readonly prefer: EvidenceSource | null;

  constructor(names: WorkloadNames, prefer: EvidenceSource | null) {
    this.names = names;
    this.prefer = prefer;
  }

  merge(parts: readonly WorkloadPartFile[]): WorkloadPartFile {
    const said = <K extends "name" | "region" | (typeof FIGURES)[number]>(key: K) =>
      statements(parts, (part) => part[key]);
    const compute = grouped(
      parts.flatMap((part) => part.compute ?? []),
      ({ name }) => name ?? "",
    );
    const services = grouped(
      parts.flatMap((part) => part.services ?? []),
      serviceKey,
    );
    const hosts = grouped(
      parts.flatMap((part) => part.hosts ?? []),
      hostKey,
    );
    return {
      // For people only, so that it may differ.
      name: inOrder(highest(said("name"), NAMES))[0]?.value,
      region: this.choose("region", said("region")),
      azs: this.choose("azs", zoneStatements(parts)),
      compute: compute.map((entries) => this.compute(entries)),
      services: services.map((entries) => this.service(entries)),
      hosts: hosts.map((entries) => this.host(entries)),
      existing: this.existing(parts.flatMap((part) => part.existing ?? [])),
      constraints: this.constraints(parts),
      ...Object.fromEntries(FIGURES.map((key) => [key, this.choose(key, said(key))])),
      complete: isSaid(parts.map(({ complete }) => complete)),
      evidence: evidenceUnion(parts.filter(isOfWhole)),
    };
  }

  /** The value that the best source says. */
  private choose<T>(
    what: string,
    given: readonly Statement<T>[],
    ranks: Ranks = ALIKE,
  ): T | undefined {
    return this.best(what, given, ranks)?.value;
  }

  private best<T>(
    what: string,
    given: readonly Statement<T>[],
    ranks: Ranks,
  ): Statement<T> | undefined {
    const top = highest(given, ranks);
    const preferred = top.filter(({ evidence }) => evidence.some(({ by }) => by === this.prefer));
    const winners = inOrder(preferred.length > 0 ? preferred : top);
    const [first] = winners;
    if (first === undefined) return undefined;
    const others = new Map(
      [...inOrder(given), ...winners].map((each) => [textOf(each.value), each]),
    );
    others.delete(textOf(first.value));
    for (const other of others.values()) {
      const isConflict = winners.includes(other);
      const differs = `${statementText(first)} ${isConflict ? "against" : "over"} ${statementText(other)}`;
      (isConflict ? this.conflicts : this.settled).push(`${what}: ${differs}`);
    }
    return first;
  }

  private compute(entries: readonly ComputeEntry[]): ComputeEntry {
    const name = entries[0]?.name ?? "";
    const kinds = entries.map(({ kind, subnets, evidence }) => ({
      value: [kind, subnets].filter((word) => word !== undefined).join(", "),
      evidence: evidence ?? [],
      entry: { kind, subnets },
    }));
    const chosen = this.choose(`kind of ${name}`, kinds, CODE);
    const { kind = "", subnets } = kinds.find(({ value }) => value === chosen)?.entry ?? {};
    const said = <K extends "count" | "uses" | "imageGbPerMonth">(key: K) =>
      statements(entries, (entry) => entry[key]);
    return {
      name,
      kind,
      subnets,
      count: this.choose(`count of ${name}`, said("count"), COUNTS),
      countIsLeast: isSaid(entries.map(({ countIsLeast }) => countIsLeast)),
      uses: this.choose(`uses of ${name}`, said("uses"), CODE),
      imageGbPerMonth: this.choose(`imageGbPerMonth of ${name}`, said("imageGbPerMonth"), VOLUMES),
      evidence: evidenceUnion(entries),
    };
  }

  private service(entries: readonly ServiceEntry[]): ServiceEntry {
    const { service = "", region, from, api, platform } = entries[0] ?? {};
    const what = `gbPerMonth of ${service}`;
    const kind = { ...(api ? { api } : {}), ...(platform ? { platform } : {}) };
    return { service, region, ...kind, ...this.traffic(what, entries), from };
  }

  private host(entries: readonly HostEntry[]): HostEntry {
    const { host = "", from } = entries[0] ?? {};
    const ipv6 = this.choose(
      `ipv6 of ${host}`,
      statements(entries, (entry) => entry.ipv6),
    );
    return { host, ...this.traffic(`gbPerMonth of ${host}`, entries), ipv6, from };
  }

  private traffic(what: string, entries: readonly (ServiceEntry | HostEntry)[]) {
    const volumes = entries.flatMap((entry) => {
      const { gbPerMonth, inGbPerMonth, outGbPerMonth, windowDays, evidence } = entry;
      if ((gbPerMonth ?? inGbPerMonth ?? outGbPerMonth ?? null) === null) return [];
      const value = { gbPerMonth, inGbPerMonth, outGbPerMonth, windowDays };
      return [{ value, evidence: (evidence ?? []).slice(0, 1) }];
    });
    const best = this.best(what, volumes, VOLUMES);
    const peak = this.choose(
      what.replace("gbPerMonth", "peakMbitPerSecond"),
      statements(entries, ({ peakMbitPerSecond }) => peakMbitPerSecond),
    );
    return {
      ...best?.value,
      ...(peak === undefined ? {} : { peakMbitPerSecond: peak }),
      evidence: evidenceUnion(entries, best?.evidence[0]),
    };
  }

  private existing(entries: readonly ExistingEntry[]): ExistingEntry | undefined {
    if (entries.length === 0) return undefined;
    const said = <K extends keyof ExistingEntry>(key: K) =>
      statements(entries, (entry) => entry[key]);
    const counted = <K extends "natGateways" | "publicIpv4" | "centralEgress">(key: K) =>
      this.choose(`existing.${key}`, said(key), COUNTS);
    const listed = <T>(lists: readonly Statement<readonly T[]>[]): T[] | undefined => {
      if (lists.length === 0) return undefined;
      return distinct(highest(lists, COUNTS).flatMap(({ value }) => value));
    };
    return {
      natGateways: counted("natGateways"),
      publicIpv4: counted("publicIpv4"),
      centralEgress: counted("centralEgress"),
      interfaceEndpoints: listed(said("interfaceEndpoints")),
      gatewayEndpoints: listed(said("gatewayEndpoints")),
      vpc: this.choose("existing.vpc", said("vpc"), COUNTS),
      subnets: listed(said("subnets")),
      routeTables: listed(said("routeTables")),
      routes: listed(said("routes")),
      evidence: evidenceUnion(entries),
    };
  }

  private constraints(parts: readonly WorkloadPartFile[]): ConstraintsEntry | undefined {
    const given = parts.flatMap(({ constraints, evidence }) =>
      constraints ? [{ ...constraints, evidence: evidence ?? [] }] : [],
    );
    if (given.length === 0) return undefined;
    const said = <K extends keyof ConstraintsEntry>(key: K) =>
      this.choose(
        `constraints.${key}`,
        statements(given, (each) => each[key]),
      );
    const isAnyPrivate = given.some(({ privateServices }) => privateServices);
    const privateServices = given.flatMap((each) =>
      (each.privateServices ?? []).map((text) => cliName(text, this.names)),
    );
    return {
      noPublicIpv4: said("noPublicIpv4"),
      noIpv6: said("noIpv6"),
      mustBePrivate: said("mustBePrivate"),
      mustBeManaged: said("mustBeManaged"),
      privateServices: isAnyPrivate ? distinct(privateServices) : undefined,
      budgetUsdPerMonth: said("budgetUsdPerMonth"),
      stableEgressAddresses: said("stableEgressAddresses"),
      redundancy: said("redundancy"),
    };
  }
}

/** Whether a file says something of the workload as a whole, and not of its parts alone. */
const isOfWhole = (part: WorkloadPartFile): boolean =>
  [part.region, part.azs, part.constraints, ...FIGURES.map((key) => part[key])].some(
    (value) => value !== undefined && value !== null,
  );

/** A word that only ever stands for yes. */
const isSaid = (words: readonly (boolean | undefined)[]): true | undefined =>
  words.some((word) => word === true) ? true : undefined;

/** What those say that say something. */
function statements<
  S extends { readonly evidence?: readonly EvidenceEntry[] | null | undefined },
  T,
>(sources: readonly S[], read: (source: S) => T): readonly Statement<NonNullable<T>>[] {
  return sources.flatMap((source) => {
    const value = read(source);
    return value === undefined || value === null
      ? []
      : [{ value, evidence: source.evidence ?? [] }];
  });
}

/** The names of the zones say their number, too. */
function zoneStatements(parts: readonly WorkloadPartFile[]) {
  const said = statements(parts, ({ azs }) => azs);
  const named = said.flatMap(({ value }) => (Array.isArray(value) ? value.length : []));
  return said.filter(({ value }) => Array.isArray(value) || !named.includes(Number(value)));
}

/** Services, hosts and kinds by one name each, each destination once, and evidence on everything. */
function canonical(
  { part, place, by = "person" }: WorkloadSource,
  names: WorkloadNames,
): WorkloadPartFile {
  const own: EvidenceEntry[] = [{ by, ref: place }];
  const withEvidence = <T extends { evidence?: EvidenceEntry[] | null | undefined }>(entry: T) => ({
    ...entry,
    evidence: entry.evidence?.length ? entry.evidence.map(canonicalEvidence) : own,
  });
  return {
    ...part,
    compute: (part.compute ?? []).map((entry, index) =>
      withEvidence(canonicalCompute(entry, index, names)),
    ),
    services: summed(
      (part.services ?? []).map((entry) =>
        withEvidence({
          ...entry,
          service: cliName(entry.service, names),
          from: canonicalFrom(entry.from),
        }),
      ),
      serviceKey,
    ),
    hosts: summed(
      (part.hosts ?? []).map((entry) =>
        withEvidence({
          ...entry,
          host: hostText(hostDestination(entry.host)),
          from: canonicalFrom(entry.from),
        }),
      ),
      hostKey,
    ),
    ...(part.existing === undefined
      ? {}
      : { existing: withEvidence(canonicalExisting(part.existing ?? {})) }),
    evidence: withEvidence(part).evidence,
  };
}

/** The id of a VPC alone says the same as an object with it. */
const canonicalExisting = ({ vpc, ...rest }: ExistingEntry): ExistingEntry => ({
  ...rest,
  ...(vpc ? { vpc: typeof vpc === "string" ? { id: vpc } : vpc } : {}),
});

const canonicalEvidence = ({ by, at, ref, confidence }: EvidenceEntry): EvidenceEntry => ({
  by,
  at: at ?? undefined,
  ref: ref ?? undefined,
  confidence: confidence ?? undefined,
});

function canonicalCompute(
  entry: ComputeEntry,
  index: number,
  { computeKinds }: WorkloadNames,
): ComputeEntry {
  const byId = entry.subnets === undefined && computeKinds.find(({ id }) => id === entry.kind);
  const platform = PLATFORMS.find((known) => known === entry.kind);
  const found =
    byId ||
    (platform === undefined
      ? undefined
      : entry.subnets === undefined
        ? defaultKind(computeKinds, platform)
        : findComputeKind(computeKinds, platform, entry.subnets));
  const kind = found === undefined ? entry : { kind: found.platform, subnets: found.subnets };
  const name = entry.name ?? (index === 0 ? kind.kind : `${kind.kind}-${index + 1}`);
  return { ...entry, ...kind, name };
}

const cliName = (text: string, { catalog }: WorkloadNames): string =>
  serviceCalled(catalog, text)?.cliName ?? text;

function canonicalFrom(from: ServiceEntry["from"]): string[] | undefined {
  const list = typeof from === "string" ? [from] : (from ?? []);
  return list.length === 0 ? undefined : [...new Set(list)].sort();
}

const serviceKey = ({ service, region, from, api, platform }: ServiceEntry): string =>
  JSON.stringify([service, region ?? null, from ?? null, api ?? false, platform ?? false]);
const hostKey = ({ host, from }: HostEntry): string => JSON.stringify([host, from ?? null]);

/** Of one source, several entries for one destination are parts of its volume. */
function summed<T extends ServiceEntry | HostEntry>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
): T[] {
  return grouped(entries, keyOf).flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return first === undefined ? [] : [first];
    const sum = (key: "gbPerMonth" | "inGbPerMonth" | "outGbPerMonth") =>
      volumeEntry(group.map((entry) => entryVolume(entry[key])).reduce(plusVolume)) ?? undefined;
    return [
      {
        ...first,
        gbPerMonth: sum("gbPerMonth"),
        inGbPerMonth: sum("inGbPerMonth"),
        outGbPerMonth: sum("outGbPerMonth"),
        evidence: evidenceUnion(group, first.evidence?.[0]),
      },
    ];
  });
}

/** In the order of the keys, so that the order of the sources does not matter. */
function grouped<T>(entries: readonly T[], keyOf: (entry: T) => string): readonly T[][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups].sort(([a], [b]) => compareTexts(a, b)).map(([, group]) => group);
}

/** @param first who said the volume stays first */
function evidenceUnion(
  entries: readonly { readonly evidence?: readonly EvidenceEntry[] | null | undefined }[],
  first?: EvidenceEntry,
): EvidenceEntry[] {
  const all = distinct(entries.flatMap(({ evidence }) => evidence ?? []));
  if (first === undefined) return all;
  return [first, ...all.filter((each) => JSON.stringify(each) !== JSON.stringify(first))];
}

/** Each once, sorted. */
function distinct<T>(values: readonly T[]): T[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText].sort(([a], [b]) => compareTexts(a, b)).map(([, value]) => value);
}

/** The statements of those who know best. */
function highest<T>(given: readonly Statement<T>[], ranks: Ranks): readonly Statement<T>[] {
  const rankOf = ({ evidence }: Statement<T>): number =>
    Math.max(...evidence.map(({ by }) => ranks[by]), 0);
  const most = Math.max(...given.map(rankOf));
  return given.filter((each) => rankOf(each) === most);
}

const inOrder = <T>(given: readonly Statement<T>[]): readonly Statement<T>[] =>
  [...given].sort(
    (a, b) =>
      compareTexts(textOf(a.value), textOf(b.value)) ||
      compareTexts(JSON.stringify(a.evidence), JSON.stringify(b.evidence)),
  );

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Values of files are compared, and shown, by their JSON. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const text = JSON.stringify(value);
  return /^\{"gbPerMonth":([\d.]+)\}$/.exec(text)?.[1] ?? text;
}

/** `3 (vpc-0abc)` */
const statementText = ({ value, evidence }: Statement<unknown>): string =>
  printable(`${textOf(value)} (${evidence[0]?.ref ?? evidence[0]?.by ?? "a person"})`);
