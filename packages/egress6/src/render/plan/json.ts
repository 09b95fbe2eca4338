import { type EvidenceBase, NO_EVIDENCE } from "@egress6/core/evidence/evidence";
import { statedName } from "@egress6/core/evidence/stated-destinations";
import { isoTimeOrNull } from "@egress6/core/observation/iso-time";
import { witnessJson } from "@egress6/core/observation/witness-words";
import type { Blocker } from "@egress6/core/plan/blockers";
import type { DesignPlan } from "@egress6/core/plan/design-plan";
import type { Destination } from "@egress6/core/plan/destination";
import type { PathId } from "@egress6/core/plan/flows";
import type { Headline, MonthlyUsd } from "@egress6/core/plan/headlines";
import type { PlanInput } from "@egress6/core/plan/plan-input";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { reachTo } from "@egress6/core/plan/reach";
import type { Solution } from "@egress6/core/plan/solve-design";
import type { WayToDesign } from "@egress6/core/plan/way/way";
import type { Playbook } from "@egress6/core/playbook/playbook";
import {
  designChangesJson,
  type StepsDocument,
  stepsDocument,
} from "@egress6/core/playbook/steps-json";
import { compare, decimalText, type Exact } from "@egress6/core/price/exact";
import { unitOf } from "@egress6/core/price/price-id";
import type { Evidence } from "@egress6/core/workload/evidence";
import type { Volume } from "@egress6/core/workload/volume";
import { hostText, type Traffic } from "@egress6/core/workload/workload";
import { volumeEntry } from "@egress6/core/workload/write-workload";

/** @param playbook the steps of that way, with the repairs of findings among them */
export const planWithSteps = (
  document: PlanDocument,
  way: WayToDesign,
  playbook: Playbook,
): PlanDocument & StepsDocument => ({ ...document, ...stepsDocument(way, playbook) });

/** A change that old readers would misread needs a new number. */
export const PLAN_SCHEMA_VERSION = 1;

/** What `egress6 plan --json` prints. */
export type PlanDocument = ReturnType<typeof planJson>;

/**
 * The document of `egress6 plan --json`; `data/schema/plan.schema.json` describes it.
 * Amounts are exact decimals as text, in USD a month.
 * @param evidence what others say of names
 * @param warnings what is to be known of the files that the workload was read from
 */
export function planJson(
  plan: Plan,
  warnings: readonly string[] = [],
  evidence: EvidenceBase = NO_EVIDENCE,
) {
  const { input, designs, destinations, ipv4Free, breakEvens, existingCost, assumptions } = plan;
  const { pricesUsed, headlines } = plan;
  const { workload, prices } = input;
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    workload: {
      name: workload.name,
      region: workload.region,
      azs: workload.zones,
      compute: workload.compute.map(({ name, kind, count, evidence }) => ({
        name,
        kind: kind.id,
        count,
        evidence: evidenceJson(evidence),
      })),
      services: workload.services.map((traffic) => ({
        service: traffic.service.cliName,
        region: traffic.region ?? workload.region,
        ...(traffic.isByPlatform ? { platform: true } : {}),
        ...trafficJson(traffic),
      })),
      hosts: workload.hosts.map((traffic) => ({
        host: hostText(traffic.to),
        ...trafficJson(traffic),
      })),
    },
    prices: {
      date: prices.date,
      currency: "USD",
      hoursPerMonth: 730,
      oldest: pricesUsed.oldest,
      newest: pricesUsed.newest,
      used: pricesUsed.count,
      inferred: pricesUsed.inferred,
      weak: pricesUsed.weak.map(({ id, asOf, certainty }) => ({ id, asOf, certainty })),
    },
    headlines: {
      today: headlineJson(headlines.today),
      cheapest: headlineJson(headlines.cheapest),
      cheapestManaged: headlineJson(headlines.cheapestManaged),
    },
    setAside: plan.setAside.map(({ destination, text }) => ({
      destination: destination.name,
      kind: destination.kind,
      name: destination.ipv6.name,
      why: text,
    })),
    designs: designs.map((design) => ({
      ...designJson(design),
      changes: designChangesJson(design, plan),
    })),
    destinations: destinations.map((destination) => destinationJson(destination, input, evidence)),
    ipv4Free: {
      verdict: ipv4Free.verdict,
      design: ipv4Free.design,
      blockers: ipv4Free.blockers.map(blockerJson),
    },
    breakEvens: {
      publicIpv4PerNatGateway: exactOrNull(breakEvens.publicIpv4PerNatGateway),
      publicIpv4PerAz: decimalText(breakEvens.publicIpv4PerZone),
      endpointsPerNatGateway: exactOrNull(breakEvens.endpointsPerNatGateway),
      endpointsNeeded: breakEvens.endpointsNeeded,
      endpointsBreakEvenGb: exactOrNull(breakEvens.endpointsBreakEvenGb),
      endpointBesideNatGb: exactOrNull(breakEvens.endpointBesideNatGb),
      centralEgress:
        breakEvens.centralEgress === null
          ? null
          : {
              vpcs: breakEvens.centralEgress.vpcs,
              azs: breakEvens.centralEgress.zones,
              gbPerMonth: decimalText(breakEvens.centralEgress.gb),
            },
      variations: breakEvens.variations.map(({ varied, value, design, usd }) => ({
        varied,
        value: decimalText(value),
        design,
        usdPerMonth: exactOrNull(usd),
      })),
    },
    today:
      existingCost === null
        ? null
        : {
            usdPerMonth: exactOrNull(
              isSame(existingCost.low, existingCost.high) ? existingCost.high : null,
            ),
            low: exactOrNull(existingCost.low),
            high: exactOrNull(existingCost.high),
            missingPrices: existingCost.missingPrices,
          },
    assumptions,
    warnings,
    resolvers: (input.witnesses ?? []).map(witnessJson),
  };
}

const exactOrNull = (value: Exact | null): string | null =>
  value === null ? null : decimalText(value);

const isSame = (a: Exact | null, b: Exact | null): boolean =>
  a !== null && b !== null && compare(a, b) === 0;

const rangeJson = ({ low, high }: MonthlyUsd) => ({
  low: exactOrNull(low),
  high: exactOrNull(high),
});

function headlineJson({ design, usdPerMonth, differenceToToday, words }: Headline) {
  return {
    design,
    usdPerMonth: rangeJson(usdPerMonth),
    differenceToToday: differenceToToday === null ? null : rangeJson(differenceToToday),
    words,
  };
}

/** Amounts as a workload file has them: numbers, `null` for unknown. */
function trafficJson(traffic: Traffic) {
  const { volume, inbound, outbound, windowDays, peakMbitPerSecond, from, evidence } = traffic;
  return {
    gbPerMonth: volumeEntry(volume),
    inGbPerMonth: volumeEntry(inbound),
    outGbPerMonth: volumeEntry(outbound),
    windowDays,
    peakMbitPerSecond,
    from,
    evidence: evidenceJson(evidence),
  };
}

/** What nobody else says was written by a person. */
const evidenceJson = (evidence: readonly Evidence[]): readonly Evidence[] =>
  evidence.length > 0 ? evidence : [{ by: "person", at: null, ref: null, confidence: null }];

function designJson(plan: DesignPlan) {
  const { design, network } = plan;
  return {
    id: design.id,
    title: design.title,
    subnets: design.subnets ?? null,
    status: plan.status,
    rank: plan.rank,
    usdPerMonth: { low: exactOrNull(plan.low), high: exactOrNull(plan.high) },
    pricedUsdPerMonth: exactOrNull(plan.pricedPart),
    isOverBudget: plan.isOverBudget,
    isManaged: plan.isManaged,
    risk: plan.risks.map(({ id, level, text, source }) => ({
      id,
      level,
      text,
      ...(source === null ? {} : { source }),
    })),
    network: network === null ? null : networkJson(network),
    blockers: plan.blockers.map(blockerJson),
    exclusion: plan.exclusion,
    missingPrices: plan.missingPrices,
    settings: plan.settings,
    notes: plan.notes,
  };
}

function networkJson(network: Solution) {
  const { lines, unpriced, ipv4Gateways, publicIpv4, endpoints, routes, natInstances } = network;
  return {
    lines: lines.map(({ item, priceId, quantity, usd, isOpen }) => ({
      item,
      priceId,
      quantity: decimalText(quantity),
      unit: unitOf(priceId),
      usdPerMonth: decimalText(usd),
      ...(isOpen ? { atLeast: true } : {}),
    })),
    unpriced: unpriced.map(({ item, priceId, quantity, isOpen }) => ({
      item,
      priceId,
      quantity: decimalText(quantity),
      unit: unitOf(priceId),
      ...(isOpen ? { atLeast: true } : {}),
    })),
    exits: ipv4Gateways,
    natInstances,
    publicIpv4,
    interfaceEndpoints: endpoints,
    paths: pathsJson(routes),
  };
}

/** By path and sender, each with its destinations in the order of the workload. */
function pathsJson(routes: Solution["routes"]) {
  const groups = new Map<string, { path: PathId; from: string; destinations: string[] }>();
  for (const { flow, path } of routes) {
    const from = flow.compute.name;
    const key = `${path}\n${from}`;
    const group = groups.get(key) ?? { path, from, destinations: [] };
    groups.set(key, group);
    group.destinations.push(...flow.flows.map(({ destination }) => destination.name));
  }
  return [...groups.values()];
}

function destinationJson(destination: Destination, input: PlanInput, evidence: EvidenceBase) {
  const { kind, name, service, region, volume, from, ipv6, ipv4, endpoints, hasGateway } =
    destination;
  return {
    kind,
    name,
    service,
    region,
    gbPerMonth: volumeJson(volume),
    from: from.map((compute) => compute.name),
    ipv6: {
      support: ipv6.support,
      basis: ipv6.basis,
      name: ipv6.name,
      needsDualstackSetting: ipv6.needsSetting,
      since: isoTimeOrNull(ipv6.since),
      confirmedAt: isoTimeOrNull(ipv6.confirmedAt),
      inconclusive: ipv6.inconclusive && {
        outcome: ipv6.inconclusive.outcome,
        at: isoTimeOrNull(ipv6.inconclusive.at),
      },
      document: ipv6.document,
      stated: statedName(destination, input, evidence),
      privateAddresses: ipv6.privateAddresses,
    },
    ipv4,
    interfaceEndpoints: endpoints,
    gatewayEndpoint: hasGateway,
    reach: reachTo(destination, input).map(({ compute, yes, unknown }) => ({
      from: compute.name,
      yes,
      unknown,
    })),
  };
}

/** A known volume is one exact figure; `null`: unknown. */
function volumeJson(volume: Volume) {
  switch (volume.kind) {
    case "known":
      return decimalText(volume.gb);
    case "range":
      return { low: decimalText(volume.low), high: exactOrNull(volume.high) };
    case "unknown":
      return null;
  }
}

function blockerJson({ destination, from, certainty, why, unblock }: Blocker) {
  return { destination: destination.name, kind: destination.kind, from, certainty, why, unblock };
}
