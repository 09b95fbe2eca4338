import { endpointOf } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { StartupCall } from "../facts/compute-kind.js";
import { ZERO } from "../price/exact.js";
import { type Support, supportOf } from "../verdict/support.js";
import { standsForGap } from "../workload/gaps.js";
import { knownVolume, plusVolume, type Volume } from "../workload/volume.js";
import {
  GATEWAY_SERVICES,
  type HostDestination,
  hostText,
  type ServiceTraffic,
  type WorkloadCompute,
} from "../workload/workload.js";
import {
  hostEvidence,
  type Ipv6Evidence,
  platformEvidence,
  serviceEvidence,
} from "./ipv6-evidence.js";
import type { PlanInput } from "./plan-input.js";

/** `platform`: a call that the compute makes by itself, before or beside its code. */
export const DESTINATION_KINDS = ["service", "host", "platform"] as const;
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

/** Something that compute must reach. */
export interface Destination {
  readonly kind: DestinationKind;
  /** A CLI name, `s3 in us-east-1`, a host or prefix, or `ecr: pull the image`. */
  readonly name: string;
  /** CLI name; `null` for hosts. */
  readonly service: string | null;
  /** Where the service is called; `null` for hosts. */
  readonly region: string | null;
  /** Of a month. */
  readonly volume: Volume;
  /** What goes there at most, in Mbit/s; `null`: not said. */
  readonly peakMbitPerSecond: number | null;
  /** Whether a partner allows fixed addresses only: over IPv4 it is reached from one that stays. */
  readonly needsStableAddress: boolean;
  /** The compute that sends there. */
  readonly from: readonly WorkloadCompute[];
  /** Whether it only stands for what a source that was not given would have shown: there may be nothing. */
  readonly mayBeAbsent: boolean;
  readonly ipv6: Ipv6Evidence;
  readonly ipv4: Support;
  /** Interface endpoints that would carry it, all of them; empty: none is known. */
  readonly endpoints: readonly string[];
  /** Whether those may have IPv6 addresses. */
  readonly endpointsIpv6: Support;
  /** Whether a gateway endpoint carries it, as IPv4. */
  readonly hasGateway: boolean;
  /** Whether that endpoint carries IPv6, too, once its address type says so. */
  readonly hasGatewayIpv6: boolean;
}

/** Everything that must be reached: services, hosts, then what the platforms call by themselves. */
export function destinationsOf(input: PlanInput): readonly Destination[] {
  return [
    ...serviceDestinations(input),
    ...hostDestinations(input),
    ...platformTraffic(input),
    ...input.workload.compute.flatMap((compute) => platformDestinations(input, compute)),
  ];
}

function serviceDestinations(input: PlanInput): readonly Destination[] {
  const { catalog, observed, workload, facts } = input;
  const leaving = workload.services.filter(
    (traffic) => !staysInVpc(traffic, input) && platformCallOf(traffic, input) === null,
  );
  const merged = mergeTraffic(leaving, ({ service, region, from }) =>
    [service.cliName, region ?? workload.region, ...from].join("\n"),
  );
  return merged.map(({ service, region: named, volume, peakMbitPerSecond, from }) => {
    const region = named ?? workload.region;
    const byDefault = endpointOf(catalog, service, region, "default");
    // Endpoints of this VPC lead to the services of its own region.
    const isHere = region === workload.region;
    const link = isHere ? facts.privateLink.get(service.cliName) : undefined;
    return {
      kind: "service",
      name: isHere ? service.cliName : `${service.cliName} in ${region}`,
      service: service.cliName,
      region,
      volume,
      peakMbitPerSecond,
      needsStableAddress: false,
      from: computeNamed(input, from),
      mayBeAbsent: false,
      ipv6: serviceEvidence(input, service, region),
      ipv4: supportOf(
        byDefault === null ? undefined : observed.get(observableName(byDefault.hostname))?.ipv4,
      ),
      endpoints: interfaceEndpoints(link?.endpoints ?? []),
      endpointsIpv6: link?.ipv6 ?? "unknown",
      ...gatewayOf(isHere ? service.cliName : null, input),
    };
  });
}

/** Whether these are connections inside the VPC, which no design charges for and none cuts off. */
export function staysInVpc(
  { service, region, isApi }: ServiceTraffic,
  { facts, workload }: Pick<PlanInput, "facts" | "workload">,
): boolean {
  const isHere = region === null || region === workload.region;
  return isHere && !isApi && facts.inVpc.has(service.cliName);
}

/**
 * The call of a platform whose bytes these are; null: code calls. Flow logs do not say which of the two it was: where no
 * code is known to call, it is the platform, whose calls no setting moves.
 */
function platformCallOf(
  { service, region, isByPlatform, from, evidence }: ServiceTraffic,
  { workload }: PlanInput,
): { readonly call: StartupCall; readonly compute: WorkloadCompute } | null {
  const isHere = region === null || region === workload.region;
  const isNobodys = evidence[0]?.by === "flows" && evidence.every(({ by }) => by !== "audit");
  if (!isHere || isGatewayService(service.cliName) || !(isByPlatform || isNobodys)) return null;
  for (const compute of computeNamed({ workload }, from)) {
    const call = compute.kind.startupCalls.find(
      (each) => each.service === service.cliName && compute.uses.has(each.when),
    );
    if (call !== undefined) return { call, compute };
  }
  return null;
}

/** What platforms send, where somebody has measured it or names it. */
function platformTraffic(input: PlanInput): readonly Destination[] {
  const found = input.workload.services.flatMap((traffic) => {
    const own = platformCallOf(traffic, input);
    return own === null ? [] : [{ ...traffic, ...own }];
  });
  const merged = mergeTraffic(found, ({ call, from }) => [callName(call), ...from].join("\n"));
  return merged.map(({ call, from, volume, peakMbitPerSecond }) => ({
    ...platformDestination(input, call, computeNamed(input, from)),
    volume,
    peakMbitPerSecond,
  }));
}

function hostDestinations(input: PlanInput): readonly Destination[] {
  const merged = mergeTraffic(input.workload.hosts, ({ to, from }) =>
    [hostText(to), ...from].join("\n"),
  );
  return merged.map((traffic) => ({
    kind: "host",
    name: hostText(traffic.to),
    service: null,
    region: null,
    volume: traffic.volume,
    peakMbitPerSecond: traffic.peakMbitPerSecond,
    needsStableAddress: input.workload.constraints.stableEgressHosts.has(hostText(traffic.to)),
    from: computeNamed(input, traffic.from),
    mayBeAbsent: standsForGap(traffic),
    ipv6: hostEvidence(input, traffic),
    ipv4: ipv4Of(traffic.to, input),
    endpoints: [],
    endpointsIpv6: "no",
    ...gatewayOf(null, input),
  }));
}

function ipv4Of(to: HostDestination, { observed }: PlanInput): Support {
  if (to.kind === "prefix") return to.family === "ipv4" ? "yes" : "no";
  return to.kind === "host" ? supportOf(observed.get(to.host)?.ipv4) : "unknown";
}

function platformDestinations(input: PlanInput, compute: WorkloadCompute): readonly Destination[] {
  const calls = compute.kind.startupCalls.filter(({ when }) => compute.uses.has(when));
  const imageCall = calls.find(carriesImages);
  const named = new Set(
    input.workload.services
      .filter(({ from }) => from.includes(compute.name))
      .flatMap((traffic) => platformCallOf(traffic, input)?.call ?? [])
      .map(callName),
  );
  return calls
    .filter((call) => !named.has(callName(call)))
    .map((call) => ({
      ...platformDestination(input, call, [compute]),
      volume: knownVolume(call === imageCall ? compute.imageGbPerMonth : ZERO),
    }));
}

/** `logs: send output with the awslogs driver` */
const callName = ({ service, endpoints, purpose }: StartupCall): string =>
  `${service ?? endpoints.join(", ")}: ${purpose}`;

function platformDestination(
  input: PlanInput,
  call: StartupCall,
  from: readonly WorkloadCompute[],
): Destination {
  return {
    kind: "platform",
    name: callName(call),
    service: call.service,
    region: call.service === null ? null : input.workload.region,
    volume: knownVolume(ZERO),
    peakMbitPerSecond: null,
    needsStableAddress: false,
    from,
    mayBeAbsent: false,
    ipv6: platformEvidence(input, call, input.workload.region),
    ipv4: "unknown",
    endpoints: interfaceEndpoints(call.endpoints),
    endpointsIpv6:
      (call.service === null ? undefined : input.facts.privateLink.get(call.service)?.ipv6) ??
      "unknown",
    ...gatewayOf(call.service, input),
  };
}

/** Images come as layers from S3: their bytes are not ECR's. */
const carriesImages = ({ service, when, purpose }: StartupCall): boolean =>
  service === "s3" && (when === "ecr-image" || purpose.includes("layers"));

const isGatewayService = (service: string | null): boolean =>
  GATEWAY_SERVICES.some((known) => known === service);

function gatewayOf(
  service: string | null,
  { facts }: PlanInput,
): Pick<Destination, "hasGateway" | "hasGatewayIpv6"> {
  const hasGateway = isGatewayService(service);
  const option = facts.options.find(({ id }) => id === "gateway-endpoint");
  const overIpv6 = option?.reachesOverIpv6 ?? [];
  return { hasGateway, hasGatewayIpv6: hasGateway && overIpv6.includes(service ?? "") };
}

/** S3 and DynamoDB go over their gateway endpoints, which cost nothing. */
const interfaceEndpoints = (endpoints: readonly string[]): readonly string[] =>
  endpoints.filter((endpoint) => !isGatewayService(endpoint));

function computeNamed(
  { workload }: Pick<PlanInput, "workload">,
  names: readonly string[],
): readonly WorkloadCompute[] {
  return workload.compute.filter(({ name }) => names.includes(name));
}

const plusPeak = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : a + b;

/** Several entries for one thing from the same compute are one, with the sum of their bytes. */
function mergeTraffic<
  T extends { readonly volume: Volume; readonly peakMbitPerSecond: number | null },
>(list: readonly T[], keyOf: (traffic: T) => string): readonly T[] {
  const merged = new Map<string, T>();
  for (const traffic of list) {
    const key = keyOf(traffic);
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined
        ? traffic
        : {
            ...before,
            volume: plusVolume(before.volume, traffic.volume),
            peakMbitPerSecond: plusPeak(before.peakMbitPerSecond, traffic.peakMbitPerSecond),
          },
    );
  }
  return [...merged.values()];
}
