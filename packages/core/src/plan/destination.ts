import { endpointOf } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { StartupCall } from "../facts/compute-kind.js";
import { type Exact, plus, ZERO } from "../price/exact.js";
import { type Support, supportOf } from "../verdict/support.js";
import { GATEWAY_SERVICES, type WorkloadCompute } from "../workload/workload.js";
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
  /** A CLI name, a host, or `ecr: pull the image`. */
  readonly name: string;
  /** CLI name; `null` for hosts. */
  readonly service: string | null;
  readonly gbPerMonth: Exact;
  /** The compute that sends there. */
  readonly from: readonly WorkloadCompute[];
  readonly ipv6: Ipv6Evidence;
  readonly ipv4: Support;
  /** Interface endpoints that would carry it, all of them; empty: none is known. */
  readonly endpoints: readonly string[];
  /** Whether those may have IPv6 addresses. */
  readonly endpointsIpv6: Support;
  /** Whether a gateway endpoint carries it. */
  readonly hasGateway: boolean;
}

/** Everything that must be reached: services, hosts, then what the platforms call by themselves. */
export function destinationsOf(input: PlanInput): readonly Destination[] {
  return [
    ...serviceDestinations(input),
    ...hostDestinations(input),
    ...input.workload.compute.flatMap((compute) => platformDestinations(input, compute)),
  ];
}

function serviceDestinations(input: PlanInput): readonly Destination[] {
  const { catalog, observed, workload, facts } = input;
  const merged = mergeTraffic(workload.services, ({ service, from }) =>
    [service.cliName, ...from].join("\n"),
  );
  return merged.map(({ service, gbPerMonth, from }) => {
    const byDefault = endpointOf(catalog, service, workload.region, "default");
    const link = facts.privateLink.get(service.cliName);
    return {
      kind: "service",
      name: service.cliName,
      service: service.cliName,
      gbPerMonth,
      from: computeNamed(input, from),
      ipv6: serviceEvidence(input, service, workload.region),
      ipv4: supportOf(
        byDefault === null ? undefined : observed.get(observableName(byDefault.hostname))?.ipv4,
      ),
      endpoints: interfaceEndpoints(link?.endpoints ?? []),
      endpointsIpv6: link?.ipv6 ?? "unknown",
      hasGateway: isGatewayService(service.cliName),
    };
  });
}

function hostDestinations(input: PlanInput): readonly Destination[] {
  const merged = mergeTraffic(input.workload.hosts, ({ host, from }) => [host, ...from].join("\n"));
  return merged.map((traffic) => ({
    kind: "host",
    name: traffic.host,
    service: null,
    gbPerMonth: traffic.gbPerMonth,
    from: computeNamed(input, traffic.from),
    ipv6: hostEvidence(input, traffic),
    ipv4: supportOf(input.observed.get(traffic.host)?.ipv4),
    endpoints: [],
    endpointsIpv6: "no",
    hasGateway: false,
  }));
}

function platformDestinations(input: PlanInput, compute: WorkloadCompute): readonly Destination[] {
  const calls = compute.kind.startupCalls.filter(({ when }) => compute.uses.has(when));
  const imageCall = calls.find(carriesImages);
  return calls.map((call) => ({
    kind: "platform",
    name: `${call.service ?? call.endpoints.join(", ")}: ${call.purpose}`,
    service: call.service,
    gbPerMonth: call === imageCall ? compute.imageGbPerMonth : ZERO,
    from: [compute],
    ipv6: platformEvidence(input, call, input.workload.region),
    ipv4: "unknown",
    endpoints: interfaceEndpoints(call.endpoints),
    endpointsIpv6:
      (call.service === null ? undefined : input.facts.privateLink.get(call.service)?.ipv6) ??
      "unknown",
    hasGateway: isGatewayService(call.service),
  }));
}

/** Images come as layers from S3: their bytes are not ECR's. */
const carriesImages = ({ service, when, purpose }: StartupCall): boolean =>
  service === "s3" && (when === "ecr-image" || purpose.includes("layers"));

const isGatewayService = (service: string | null): boolean =>
  GATEWAY_SERVICES.some((known) => known === service);

/** S3 and DynamoDB go over their gateway endpoints, which cost nothing. */
const interfaceEndpoints = (endpoints: readonly string[]): readonly string[] =>
  endpoints.filter((endpoint) => !isGatewayService(endpoint));

function computeNamed(
  { workload }: PlanInput,
  names: readonly string[],
): readonly WorkloadCompute[] {
  return workload.compute.filter(({ name }) => names.includes(name));
}

/** Several entries for one thing from the same compute are one, with the sum of their bytes. */
function mergeTraffic<T extends { readonly gbPerMonth: Exact }>(
  list: readonly T[],
  keyOf: (traffic: T) => string,
): readonly T[] {
  const merged = new Map<string, T>();
  for (const traffic of list) {
    const key = keyOf(traffic);
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined
        ? traffic
        : { ...before, gbPerMonth: plus(before.gbPerMonth, traffic.gbPerMonth) },
    );
  }
  return [...merged.values()];
}
