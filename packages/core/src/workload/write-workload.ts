import { CALL_CONDITIONS } from "../facts/compute-kind.js";
import { decimalText, type Exact, isZero } from "../price/exact.js";
import { PRICE_FAMILIES } from "../price/price-family.js";
import type { Evidence } from "./evidence.js";
import type {
  ComputeEntry,
  ConstraintsEntry,
  EvidenceEntry,
  ExistingEntry,
  ServiceEntry,
  WorkloadFile,
} from "./schema.js";
import { exactAmount, UNKNOWN_VOLUME, type Volume, volumeBetween } from "./volume.js";
import {
  type Constraints,
  type ExistingNetwork,
  type HostTraffic,
  hostText,
  type ServiceTraffic,
  type Traffic,
  type Workload,
  type WorkloadCompute,
} from "./workload.js";

/** The content of a workload file that says the same, without what is default. */
export function workloadFile(workload: Workload): WorkloadFile {
  const { name, region, zones, zoneNames, compute, services, hosts, existing } = workload;
  const senders = compute.map((each) => each.name);
  const constraints = constraintsEntry(workload.constraints);
  return {
    name,
    region,
    azs: zoneNames === null ? zones : [...zoneNames],
    compute: compute.map(computeEntry),
    ...(services.length === 0 ? {} : { services: services.map((each) => service(each, senders)) }),
    ...(hosts.length === 0 ? {} : { hosts: hosts.map((each) => host(each, senders)) }),
    ...(existing === null ? {} : { existing: existingEntry(existing) }),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
    ...figuresPart(workload),
    ...(workload.isComplete ? { complete: true } : {}),
    ...evidencePart(workload.evidence),
  };
}

function figuresPart({
  peakMbitPerSecond,
  hoursPerDay,
  sharedByVpcs,
  discountPercent,
  spotDiscountPercent,
  oneTimeUsd,
}: Workload) {
  return {
    ...(peakMbitPerSecond === null ? {} : { peakMbitPerSecond }),
    ...(hoursPerDay === null ? {} : { hoursPerDay: amount(hoursPerDay) }),
    ...(sharedByVpcs === 1 ? {} : { sharedByVpcs }),
    ...discountPart(discountPercent),
    ...(spotDiscountPercent === null ? {} : { spotDiscountPercent: amount(spotDiscountPercent) }),
    ...(oneTimeUsd === null ? {} : { oneTimeUsd: amount(oneTimeUsd) }),
  };
}

/** One figure where it is the same for all. */
function discountPart(percent: Workload["discountPercent"]): Pick<WorkloadFile, "discountPercent"> {
  const given = PRICE_FAMILIES.map((family) => [family, amount(percent[family])] as const);
  const [first] = given;
  if (first === undefined || given.every(([, value]) => value === 0)) return {};
  if (given.every(([, value]) => value === first[1])) return { discountPercent: first[1] };
  return { discountPercent: Object.fromEntries(given.filter(([, value]) => value > 0)) };
}

function computeEntry(compute: WorkloadCompute): ComputeEntry {
  const { name, kind, count, isCountOpen, uses, imageGbPerMonth, evidence } = compute;
  const features = CALL_CONDITIONS.filter((condition) => condition !== "always");
  const used = features.filter((feature) => uses.has(feature));
  return {
    name,
    kind: kind.platform,
    subnets: kind.subnets,
    ...(count === 1 ? {} : { count }),
    ...(isCountOpen ? { countIsLeast: true } : {}),
    ...(used.length === features.length ? {} : { uses: used }),
    ...(isZero(imageGbPerMonth) ? {} : { imageGbPerMonth: amount(imageGbPerMonth) }),
    ...evidencePart(evidence),
  };
}

const service = (traffic: ServiceTraffic, senders: readonly string[]) => ({
  service: traffic.service.cliName,
  ...(traffic.region === null ? {} : { region: traffic.region }),
  ...(traffic.isApi ? { api: true } : {}),
  ...(traffic.isByPlatform ? { platform: true } : {}),
  ...trafficPart(traffic, senders),
});

const host = (traffic: HostTraffic, senders: readonly string[]) => ({
  host: hostText(traffic.to),
  ...trafficPart(traffic, senders),
  ...(traffic.ipv6 === "unknown" ? {} : { ipv6: traffic.ipv6 }),
});

function trafficPart(
  { volume, inbound, outbound, windowDays, peakMbitPerSecond, from, evidence }: Traffic,
  senders: readonly string[],
) {
  const isFromAll = senders.every((name) => from.includes(name));
  return {
    ...volumePart("gbPerMonth", volume),
    ...volumePart("inGbPerMonth", inbound),
    ...volumePart("outGbPerMonth", outbound),
    ...(windowDays === null ? {} : { windowDays }),
    ...(peakMbitPerSecond === null ? {} : { peakMbitPerSecond }),
    ...(isFromAll ? {} : { from: [...from] }),
    ...evidencePart(evidence),
  };
}

const volumePart = <K extends string>(key: K, volume: Volume) =>
  volume.kind === "unknown" ? {} : { [key]: volumeEntry(volume) };

/** The volume that an entry of a file states. */
export function entryVolume(given: ServiceEntry["gbPerMonth"]): Volume {
  if (given === undefined || given === null) return UNKNOWN_VOLUME;
  if (typeof given === "number") return volumeBetween(exactAmount(given), exactAmount(given));
  return volumeBetween(
    exactAmount(given.low),
    typeof given.high === "number" ? exactAmount(given.high) : null,
  );
}

/** As a file has it; `null`: unknown. */
export function volumeEntry(volume: Volume): NonNullable<ServiceEntry["gbPerMonth"]> | null {
  switch (volume.kind) {
    case "known":
      return amount(volume.gb);
    case "range":
      return {
        low: amount(volume.low),
        ...(volume.high === null ? {} : { high: amount(volume.high) }),
      };
    case "unknown":
      return null;
  }
}

/** Files have amounts with few digits, which a JSON number holds. */
const amount = (value: Exact): number => Number(decimalText(value));

function existingEntry(existing: ExistingNetwork): ExistingEntry {
  const { natGateways, publicIpv4, interfaceEndpoints, gatewayEndpoints } = existing;
  return {
    natGateways,
    publicIpv4,
    ...(interfaceEndpoints.length === 0 ? {} : { interfaceEndpoints: [...interfaceEndpoints] }),
    ...(gatewayEndpoints.length === 0 ? {} : { gatewayEndpoints: [...gatewayEndpoints] }),
    ...(existing.hasCentralEgress ? { centralEgress: true } : {}),
    ...(existing.vpc === null ? {} : { vpc: said(existing.vpc) }),
    ...(existing.subnets.length === 0
      ? {}
      : {
          subnets: existing.subnets.map(({ id, kind, zone, compute, ...rest }) => ({
            id,
            kind,
            ...(zone === null ? {} : { az: zone }),
            ...said(rest),
            ...(compute.length === 0 ? {} : { compute: [...compute] }),
          })),
        }),
    ...(existing.routeTables.length === 0
      ? {}
      : {
          routeTables: existing.routeTables.map(({ id, isMain, subnets }) => ({
            id,
            ...(isMain ? { main: true } : {}),
            ...(subnets.length === 0 ? {} : { subnets: [...subnets] }),
          })),
        }),
    ...(existing.routes.length === 0
      ? {}
      : { routes: existing.routes.map((route) => ({ ...route })) }),
    ...evidencePart(existing.evidence),
  };
}

/** Without what is not said. */
function said<K extends string>(
  given: Readonly<Record<K, string | null>>,
): { [key in K]?: string } {
  const entries = Object.entries<string | null>(given).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as { [key in K]?: string };
}

function constraintsEntry(constraints: Constraints): ConstraintsEntry {
  const { noPublicIpv4, noIpv6, mustBePrivate, mustBeManaged, privateServices } = constraints;
  const { budgetUsdPerMonth, stableEgressAddresses, stableEgressHosts, redundancy } = constraints;
  return {
    ...(noPublicIpv4 ? { noPublicIpv4 } : {}),
    ...(noIpv6 ? { noIpv6 } : {}),
    ...(mustBePrivate ? { mustBePrivate } : {}),
    ...(mustBeManaged ? { mustBeManaged } : {}),
    ...(privateServices.size === 0 ? {} : { privateServices: [...privateServices] }),
    ...(budgetUsdPerMonth === null ? {} : { budgetUsdPerMonth: amount(budgetUsdPerMonth) }),
    ...(stableEgressAddresses ? { stableEgressAddresses } : {}),
    ...(stableEgressHosts.size > 0 && !stableEgressAddresses
      ? { stableEgressAddresses: [...stableEgressHosts] }
      : {}),
    ...(redundancy === "per-az" ? {} : { redundancy }),
  };
}

const evidencePart = (evidence: readonly Evidence[]) =>
  evidence.length === 0 ? {} : { evidence: evidence.map(evidenceEntry) };

const evidenceEntry = ({ by, at, ref, confidence }: Evidence): EvidenceEntry => ({
  by,
  ...(at === null ? {} : { at }),
  ...(ref === null ? {} : { ref }),
  ...(confidence === null ? {} : { confidence }),
});
