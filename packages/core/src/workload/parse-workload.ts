import { type Catalog, partitionOfRegion } from "../endpoint/catalog.js";
import { nearestRegions } from "../endpoint/filter.js";
import type { Service } from "../endpoint/types.js";
import { CALL_CONDITIONS, type ComputeKind, defaultKind } from "../facts/compute-kind.js";
import { findService } from "../identify/find-service.js";
import { nearest, quoted } from "../identify/nearest.js";
import { parseName } from "../observation/parse-name.js";
import { compare, decimalText, type Exact, plus } from "../price/exact.js";
import { PRICE_FAMILIES, type PriceFamily } from "../price/price-family.js";
import { printable } from "../printable.js";
import type { Evidence } from "./evidence.js";
import {
  type ComputeEntry,
  type ConstraintsEntry,
  ENTRY_SCHEMAS,
  type EvidenceEntry,
  type ExistingEntry,
  type HostEntry,
  type ServiceEntry,
  said,
  WORKLOAD_PARTS,
  type WorkloadPartFile,
  workloadPartSchema,
  workloadSchema,
  wrongWord,
} from "./schema.js";
import { exactAmount, plusVolume, UNKNOWN_VOLUME, type Volume, volumeBetween } from "./volume.js";
import {
  type Constraints,
  type ExistingNetwork,
  type ExistingVpc,
  type HostDestination,
  type HostTraffic,
  hostText,
  type ServiceTraffic,
  type Traffic,
  UNATTRIBUTED,
  type Workload,
  type WorkloadCompute,
} from "./workload.js";
import { ProblemList, type WorkloadPath, type WorkloadProblem } from "./workload-problems.js";
import { otherRegionOfZone } from "./zone-of-region.js";

/** What a workload file may name. */
export interface WorkloadNames {
  readonly catalog: Catalog;
  readonly computeKinds: readonly ComputeKind[];
}

export interface WorkloadProblems {
  readonly problems: readonly WorkloadProblem[];
  /** There are no others. */
  readonly isAll: boolean;
}

export type WorkloadResult = { readonly workload: Workload } | WorkloadProblems;

const MOST_PAIRS = 200_000;

/**
 * Reads the content of a workload file: what its YAML or JSON says, as plain values.
 * `data/schema/workload.schema.json` says the same for editors.
 */
export function parseWorkload(document: unknown, names: WorkloadNames): WorkloadResult {
  const problems = new ProblemList();
  const read = workloadSchema.safeParse(document);
  if (!read.success) addIssues(read.error.issues, document, problems);
  const parts = read.success ? read.data : rightParts(document);
  const workload = new WorkloadResolver(names, problems).workload(parts);
  return problems.problems.length === 0 ? { workload } : problemsIn(problems);
}

/** Reads one of several files that make a workload together: no part must be there. */
export function parseWorkloadPart(
  document: unknown,
  names: WorkloadNames,
): { readonly part: WorkloadPartFile } | WorkloadProblems {
  const problems = new ProblemList();
  const read = workloadPartSchema.safeParse(document);
  if (!read.success) addIssues(read.error.issues, document, problems);
  const part = read.success ? read.data : null;
  new WorkloadResolver(names, problems).part(part ?? rightParts(document));
  return part !== null && problems.problems.length === 0 ? { part } : problemsIn(problems);
}

const problemsIn = ({ problems, isFull }: ProblemList): WorkloadProblems => ({
  problems,
  isAll: !isFull,
});

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function addIssues(issues: readonly Issue[], document: unknown, problems: ProblemList): void {
  if (document === undefined || document === null) {
    problems.add([], () => "the file is empty; `egress6 plan --help` shows an example");
  }
  for (const issue of issues) {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (issue.code === "unrecognized_keys" && "keys" in issue && Array.isArray(issue.keys)) {
      const lines = issue.message.split("\n");
      for (const [index, key] of issue.keys.entries()) {
        problems.add([...path, String(key)], () => lines[index] ?? issue.message);
      }
    } else problems.add(path, () => issue.message);
  }
}

/** What can be read of a file. `null` stands where an entry has a problem, so that the others keep their places. */
interface WorkloadParts extends Omit<WorkloadPartFile, "compute" | "services" | "hosts"> {
  readonly compute?: readonly (ComputeEntry | null)[] | null | undefined;
  readonly services?: readonly (ServiceEntry | null)[] | null | undefined;
  readonly hosts?: readonly (HostEntry | null)[] | null | undefined;
}

/** Names are checked also where other things are wrong: who mends a file wants to know all at once. */
function rightParts(document: unknown): WorkloadParts {
  if (!isFields(document)) return {};
  const part = <T>(schema: Reader<T>, key: string): T | undefined => {
    const read = schema.safeParse(document[key]);
    return read.success ? read.data : undefined;
  };
  const entries = <T>(schema: Reader<T>, key: string): readonly (T | null)[] => {
    const list = document[key];
    if (!Array.isArray(list)) return [];
    return list.map((entry) => schema.safeParse(entry).data ?? null);
  };
  return {
    region: part(WORKLOAD_PARTS.region, "region"),
    azs: part(WORKLOAD_PARTS.azs, "azs"),
    compute: entries(ENTRY_SCHEMAS.compute, "compute"),
    services: entries(ENTRY_SCHEMAS.services, "services"),
    hosts: entries(ENTRY_SCHEMAS.hosts, "hosts"),
    constraints: part(WORKLOAD_PARTS.constraints, "constraints"),
  };
}

interface Reader<T> {
  safeParse(value: unknown): { readonly success: boolean; readonly data?: T | undefined };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Looks up what a file names. */
class WorkloadResolver {
  private readonly names: WorkloadNames;
  private readonly problems: ProblemList;
  private readonly known = new Map<string, Service>();
  /** Names of compute; `null`: not all are known. */
  private senders: readonly string[] | null = null;

  constructor(names: WorkloadNames, problems: ProblemList) {
    this.names = names;
    this.problems = problems;
  }

  workload(file: WorkloadParts): Workload {
    const compute = this.compute(file.compute ?? []);
    const isComplete = (file.compute ?? []).every((entry) => entry !== null);
    this.senders = isComplete ? compute.map(({ name }) => name) : null;
    const services = this.services(file.services ?? []);
    const hosts = this.hosts(file.hosts ?? []);
    this.refusePairs([...services, ...hosts]);
    const { azs } = file;
    if (Array.isArray(azs) && file.region !== undefined) this.refuseZones(azs, file.region);
    if (file.region !== undefined) this.refuseExisting(file.existing, file.region);
    return {
      name: file.name ?? "workload",
      region: file.region === undefined ? "" : this.region(file.region, ["region"]),
      zones: Array.isArray(azs) ? new Set(azs).size : Number(azs),
      zoneNames: Array.isArray(azs) ? [...new Set(azs)] : null,
      compute,
      services,
      hosts,
      existing: existingNetwork(file.existing),
      constraints: this.constraints(file.constraints ?? {}, hosts),
      peakMbitPerSecond: file.peakMbitPerSecond ?? null,
      hoursPerDay: file.hoursPerDay === undefined ? null : exactAmount(file.hoursPerDay),
      sharedByVpcs: file.sharedByVpcs ?? 1,
      discountPercent: discountsOf(file.discountPercent),
      spotDiscountPercent:
        file.spotDiscountPercent === undefined ? null : exactAmount(file.spotDiscountPercent),
      oneTimeUsd: file.oneTimeUsd === undefined ? null : exactAmount(file.oneTimeUsd),
      isComplete: file.complete ?? false,
      evidence: evidenceOf(file.evidence),
    };
  }

  private refuseZones(zones: readonly string[], region: string): void {
    for (const [index, zone] of zones.entries()) {
      this.refuseZone(zone, region, ["azs", index]);
      if (zones.indexOf(zone) < index) {
        this.problems.add(["azs", index], () => `${quoted(zone)} stands here twice`);
      }
    }
  }

  private refuseZone(zone: string, region: string, path: WorkloadPath): void {
    const regions = this.names.catalog.partitions.flatMap((each) =>
      each.regions.map(({ id }) => id),
    );
    const other = otherRegionOfZone(zone, region, regions);
    if (other === null) return;
    this.problems.add(path, () => `${quoted(zone)} is no zone of ${region}, but of ${other}`);
  }

  /** What is said to exist is in the region of the workload. */
  private refuseExisting(existing: ExistingEntry | null | undefined, region: string): void {
    for (const [index, { az }] of (existing?.subnets ?? []).entries()) {
      if (az !== undefined) this.refuseZone(az, region, ["existing", "subnets", index, "az"]);
    }
    for (const [index, name] of (existing?.interfaceEndpoints ?? []).entries()) {
      const [, other = region] = FULL_ENDPOINT_NAME.exec(name) ?? [];
      if (other === region) continue;
      this.problems.add(
        ["existing", "interfaceEndpoints", index],
        () => `${quoted(name)} is an endpoint of ${other}, not of ${region}`,
      );
    }
  }

  /** Checks what does not depend on other files. */
  part(file: WorkloadParts): void {
    if (file.region !== undefined) this.region(file.region, ["region"]);
    this.compute(file.compute ?? []);
    this.services(file.services ?? []);
    this.hosts(file.hosts ?? []);
    this.constraints(file.constraints ?? {}, null);
  }

  /** What is planned are pairs of sender and destination: these decide how long it takes. */
  private refusePairs(traffic: readonly { readonly from: readonly string[] }[]): void {
    const pairs = traffic.reduce((total, { from }) => total + from.length, 0);
    if (pairs <= MOST_PAIRS) return;
    const [many, most] = [pairs, MOST_PAIRS].map((count) => count.toLocaleString("en-US"));
    this.problems.add(
      ["compute"],
      () =>
        `${many} pairs of compute and destination are more than the ${most} that are planned at once. Put compute of one kind together by its count, or name less in \`from\``,
    );
  }

  private region(region: string, path: WorkloadPath): string {
    const { catalog } = this.names;
    if (!partitionOfRegion(catalog, region)?.regions.some(({ id }) => id === region)) {
      this.problems.add(
        path,
        () =>
          `there is no region "${printable(region)}". Nearest: ${nearestRegions(catalog, region).join(", ")}`,
      );
    }
    return region;
  }

  private compute(entries: readonly (ComputeEntry | null)[]): readonly WorkloadCompute[] {
    const taken = new Set<string>();
    return entries.flatMap((entry, index) => {
      const path = ["compute", index];
      const kind = entry === null ? null : this.computeKind(entry, path);
      if (entry === null || kind === null) return [];
      const name = entry.name ?? freeName(kind.platform, taken);
      if (taken.has(name)) {
        this.problems.add(
          [...path, "name"],
          () => `"${printable(name)}" is taken; give each its own name`,
        );
      }
      taken.add(name);
      return [
        {
          name,
          kind,
          count: entry.count ?? 1,
          isCountOpen: entry.countIsLeast ?? false,
          uses: new Set(
            entry.uses === undefined ? CALL_CONDITIONS : ["always", ...(entry.uses ?? [])],
          ),
          imageGbPerMonth: exactAmount(entry.imageGbPerMonth ?? 0),
          evidence: evidenceOf(entry.evidence),
        },
      ];
    });
  }

  /** By platform and subnets, or by the id of the two: `ecs-fargate-dual-stack`. */
  private computeKind({ kind, subnets }: ComputeEntry, path: WorkloadPath): ComputeKind | null {
    const { computeKinds } = this.names;
    const byId = computeKinds.find(({ id }) => id === kind);
    if (byId !== undefined && subnets === undefined) return this.running(byId, path);
    const platforms = [...new Set(computeKinds.map(({ platform }) => platform))];
    const platform = platforms.find((known) => known === kind);
    if (platform === undefined) {
      this.problems.add([...path, "kind"], () => wrongWord(kind, platforms));
      return null;
    }
    const offered = computeKinds.filter((each) => each.platform === platform);
    const wanted = subnets ?? defaultKind(computeKinds, platform)?.subnets;
    const found = offered.find((each) => each.subnets === wanted);
    if (found !== undefined) return this.running(found, path);
    this.problems.add([...path, "subnets"], () =>
      wrongWord(
        wanted,
        offered.map((each) => each.subnets),
      ),
    );
    return null;
  }

  private running(kind: ComputeKind, path: WorkloadPath): ComputeKind {
    if (kind.runs === "no") {
      this.problems.add([...path, "subnets"], () => {
        const others = this.names.computeKinds
          .filter((other) => other.platform === kind.platform && other.runs !== "no")
          .map(({ subnets }) => subnets);
        return `${kind.name}: AWS does not run it there (${kind.asOf}). Choose ${others.join(" or ")}`;
      });
    }
    return kind;
  }

  private services(entries: readonly (ServiceEntry | null)[]): readonly ServiceTraffic[] {
    return entries.flatMap((entry, index) => {
      if (entry === null) return [];
      const path = ["services", index];
      const service = this.service(entry.service, [...path, "service"]);
      const traffic = this.traffic(entry, path);
      const region =
        entry.region === undefined ? null : this.region(entry.region, [...path, "region"]);
      return service === null
        ? []
        : [
            {
              service,
              region,
              isApi: entry.api ?? false,
              isByPlatform: entry.platform ?? false,
              ...traffic,
            },
          ];
    });
  }

  private service(text: string, path: WorkloadPath): Service | null {
    const known = this.known.get(text);
    if (known !== undefined || this.problems.isFull) return known ?? null;
    const match = findService(this.names.catalog, text);
    if ("found" in match) {
      this.known.set(text, match.found);
      return match.found;
    }
    const near = match.nearest.map(({ cliName }) => cliName).join(", ");
    const like = near === "" ? "" : `. Nearest: ${near}`;
    this.problems.add(path, () => `there is no AWS service "${printable(text)}"${like}`);
    return null;
  }

  private hosts(entries: readonly (HostEntry | null)[]): readonly HostTraffic[] {
    return entries.flatMap((entry, index) => {
      if (entry === null) return [];
      const traffic = this.traffic(entry, ["hosts", index]);
      const { ipv6 } = entry;
      const stated =
        ipv6 === undefined ? "unknown" : ipv6 === true || ipv6 === "yes" ? "yes" : "no";
      return [{ to: hostDestination(entry.host), ipv6: stated, ...traffic }];
    });
  }

  private traffic(entry: ServiceEntry | HostEntry, path: WorkloadPath): Traffic {
    const inbound = this.volume(entry.inGbPerMonth, [...path, "inGbPerMonth"]);
    const outbound = this.volume(entry.outGbPerMonth, [...path, "outGbPerMonth"]);
    const { gbPerMonth: given } = entry;
    const volume =
      given === undefined || given === null
        ? plusVolume(inbound, outbound)
        : this.volume(given, [...path, "gbPerMonth"]);
    this.refuseOtherSum({ volume, inbound, outbound }, path);
    return {
      volume,
      inbound,
      outbound,
      windowDays:
        (typeof given === "object" ? given?.windowDays : undefined) ?? entry.windowDays ?? null,
      peakMbitPerSecond: entry.peakMbitPerSecond ?? null,
      from: this.from(entry.from, path),
      evidence: evidenceOf(entry.evidence),
    };
  }

  private volume(given: ServiceEntry["gbPerMonth"], path: WorkloadPath): Volume {
    if (given === undefined || given === null) return UNKNOWN_VOLUME;
    if (typeof given === "number") return volumeBetween(exactAmount(given), exactAmount(given));
    const low = exactAmount(given.low);
    const high = typeof given.high === "number" ? exactAmount(given.high) : null;
    if (high !== null && compare(low, high) > 0) {
      this.problems.add(
        path,
        () => `low (${decimalText(low)}) is more than high (${decimalText(high)})`,
      );
    }
    return volumeBetween(low, high);
  }

  private refuseOtherSum(
    { volume, inbound, outbound }: Pick<Traffic, "volume" | "inbound" | "outbound">,
    path: WorkloadPath,
  ): void {
    if (volume.kind !== "known" || inbound.kind !== "known" || outbound.kind !== "known") return;
    const sum = plus(inbound.gb, outbound.gb);
    if (compare(sum, volume.gb) === 0) return;
    this.problems.add(
      [...path, "gbPerMonth"],
      () =>
        `inGbPerMonth and outGbPerMonth add up to ${decimalText(sum)}, not to ${decimalText(volume.gb)}`,
    );
  }

  /** Each is one of `hosts`, however it is written. */
  private stableHosts(
    given: readonly string[],
    hosts: readonly HostTraffic[] | null,
  ): ReadonlySet<string> {
    const known = hosts?.map(({ to }) => hostText(to)) ?? null;
    const names = given.map((text) => text.toLowerCase().replace(/\.$/, ""));
    for (const [index, name] of names.entries()) {
      if (known === null || known.includes(name)) continue;
      this.problems.add(["constraints", "stableEgressAddresses", index], () => {
        const near = nearest(name, known, (each) => [each], 3);
        return `no host here is called ${said(name)}${near.length === 0 ? "" : `. Nearest: ${near.join(", ")}`}`;
      });
    }
    return new Set(names);
  }

  private from(given: ServiceEntry["from"], path: WorkloadPath): readonly string[] {
    const { senders } = this;
    const named = typeof given === "string" ? [given] : (given ?? []);
    if (senders === null || named.length === 0) return senders ?? [];
    for (const [index, name] of named.entries()) {
      if (senders.includes(name)) continue;
      this.problems.add([...path, "from", index], () => {
        const near = nearest(name, senders, (known) => [known], 3);
        const known = near.length === 0 ? "" : `. Nearest: ${near.join(", ")}`;
        return `no compute here is called ${said(name)}${known}`;
      });
    }
    return [...new Set(named)];
  }

  /** @param hosts null: another file may have them */
  private constraints(given: ConstraintsEntry, hosts: readonly HostTraffic[] | null): Constraints {
    const budget = given.budgetUsdPerMonth;
    const stable = given.stableEgressAddresses ?? false;
    return {
      noPublicIpv4: given.noPublicIpv4 ?? false,
      noIpv6: given.noIpv6 ?? false,
      mustBePrivate: given.mustBePrivate ?? false,
      mustBeManaged: given.mustBeManaged ?? false,
      privateServices: new Set(
        (given.privateServices ?? []).flatMap(
          (text, index) =>
            this.service(text, ["constraints", "privateServices", index])?.cliName ?? [],
        ),
      ),
      budgetUsdPerMonth: budget === undefined ? null : exactAmount(budget),
      stableEgressAddresses: stable === true,
      stableEgressHosts: this.stableHosts(typeof stable === "boolean" ? [] : stable, hosts),
      redundancy: given.redundancy ?? "per-az",
    };
  }
}

/** One figure is off all prices. */
function discountsOf(given: WorkloadPartFile["discountPercent"]): Workload["discountPercent"] {
  const of = (family: PriceFamily): Exact =>
    exactAmount(typeof given === "number" ? given : (given?.[family] ?? 0));
  const entries = PRICE_FAMILIES.map((family) => [family, of(family)] as const);
  return Object.fromEntries(entries) as Record<PriceFamily, Exact>;
}

/** @param text of a `host` that the schema has taken */
export function hostDestination(text: string): HostDestination {
  if (text === UNATTRIBUTED) return { kind: "unattributed" };
  const parsed = parseName(text);
  if (parsed.ok) return { kind: "host", host: parsed.name };
  const family = text.includes(":") ? "ipv6" : "ipv4";
  return { kind: "prefix", prefix: text.toLowerCase(), family };
}

const evidenceOf = (entries: readonly EvidenceEntry[] | null | undefined): readonly Evidence[] =>
  (entries ?? []).map(({ by, at, ref, confidence }) => ({
    by,
    at: at ?? null,
    ref: ref ?? null,
    confidence: confidence ?? null,
  }));

/** `com.amazonaws.us-east-1.ecr.api`, of which the last part is enough. */
const FULL_ENDPOINT_NAME = /^(?:cn\.)?com\.amazonaws\.([a-z]+(?:-[a-z]+)+-\d+)\.(.+)$/;

const shortEndpointName = (name: string): string => FULL_ENDPOINT_NAME.exec(name)?.[2] ?? name;

/** `existing:` without anything below says that nothing exists. */
function existingNetwork(given: ExistingEntry | null | undefined): ExistingNetwork | null {
  if (given === undefined) return null;
  const routes = existingRoutes(given);
  const defaults = routes.filter(({ destination }) => LEAVING.includes(destination));
  const leadsTo = (prefix: string): number =>
    new Set(defaults.map(({ target }) => target).filter((id) => id.startsWith(prefix))).size;
  return {
    // Those that routes name are there, whether or not somebody counted them.
    natGateways: Math.max(given?.natGateways ?? 0, leadsTo("nat-")),
    publicIpv4: given?.publicIpv4 ?? 0,
    interfaceEndpoints: [...new Set((given?.interfaceEndpoints ?? []).map(shortEndpointName))],
    gatewayEndpoints: given?.gatewayEndpoints ?? [],
    hasCentralEgress: given?.centralEgress ?? leadsTo("tgw-") > 0,
    vpc: existingVpc(given?.vpc),
    subnets: (given?.subnets ?? []).map(
      ({ id, kind, az, routeTable, cidr, ipv6Cidr, compute }) => ({
        id,
        kind,
        zone: az ?? null,
        routeTable: routeTable ?? null,
        cidr: cidr ?? null,
        ipv6Cidr: ipv6Cidr ?? null,
        compute: compute ?? [],
      }),
    ),
    routeTables: (given?.routeTables ?? []).map(({ id, main, subnets }) => ({
      id,
      isMain: main ?? false,
      subnets: subnets ?? [],
    })),
    routes,
    evidence: evidenceOf(given?.evidence),
  };
}

/** What leaves the VPC over IPv4: also from IPv6-only subnets. */
const LEAVING: readonly string[] = ["0.0.0.0/0", "64:ff9b::/96"];

const existingRoutes = (given: ExistingEntry | null): ExistingNetwork["routes"] => [
  ...(given?.routes ?? []),
  ...(given?.routeTables ?? []).flatMap(({ id, routes }) =>
    (routes ?? []).map((route) => ({ routeTable: id, ...route })),
  ),
];

function existingVpc(given: ExistingEntry["vpc"]): ExistingVpc | null {
  if (given === undefined || given === null) return null;
  if (typeof given === "string") return { id: given, cidr: null, ipv6Cidr: null };
  const { id, cidr, ipv6Cidr } = given;
  return { id: id ?? null, cidr: cidr ?? null, ipv6Cidr: ipv6Cidr ?? null };
}

/** `lambda`, else `lambda-2`, and so on. */
function freeName(base: string, taken: ReadonlySet<string>): string {
  let name: string = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
  return name;
}
