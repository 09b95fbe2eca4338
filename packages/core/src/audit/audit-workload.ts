import { PLATFORMS } from "../facts/compute-kind.js";
import type {
  ComputeEntry,
  EvidenceEntry,
  ExistingEntry,
  WorkloadPartFile,
} from "../workload/schema.js";
import { GATEWAY_SERVICES } from "../workload/workload.js";
import type { AuditCompute, Network } from "./network.js";
import { subnetKindOf } from "./platform-calls.js";
import type { Call } from "./reading.js";
import type { FilePlace, Resource, ResourceKind } from "./resource.js";
import { type AuditValue, auditValueAt, itemsOf, numberOf, textOf } from "./value.js";

interface WorkloadInput {
  readonly network: Network;
  readonly inventory: readonly Call[];
  /** Null: not known. */
  readonly region: string | null;
}

/** What plans may be made of: what runs, what it calls, what is there. Volumes are unknown: files do not say them. */
export function auditWorkload({ network, inventory, region }: WorkloadInput): WorkloadPartFile {
  const compute = computeEntries(network.computes);
  const names = new Map(compute.map(({ key, entry }) => [key, entry.name ?? ""]));
  const sent = inventory.filter(
    ({ callerKind, confidence, source }) =>
      (callerKind === "compute" || callerKind === "code") &&
      confidence !== "low" &&
      source !== "image",
  );
  const services = grouped(
    sent.filter(({ service }) => service !== null),
    ({ service, region: own, source }) =>
      `${service ?? ""} ${own === region ? "" : (own ?? "")} ${source === "platform"}`,
  );
  const hosts = grouped(
    inventory.filter(
      ({ kind, host, callerKind }) =>
        kind === "host" && isHostName(host) && (callerKind === "compute" || callerKind === "code"),
    ),
    ({ host }) => host ?? "",
  );
  const zones = zonesOf(network);
  const existing = existingOf(network);
  return {
    ...(region === null ? {} : { region }),
    ...(zones === null ? {} : { azs: zones }),
    ...(compute.length === 0 ? {} : { compute: compute.map(({ entry }) => entry) }),
    services: services.flatMap((calls) => {
      const [first] = calls;
      if (first?.service == null) return [];
      const own = first.region;
      return [
        {
          service: first.service,
          ...(own === null || own === region ? {} : { region: own }),
          ...(first.source === "platform" ? { platform: true } : {}),
          ...senders(calls, names),
          evidence: evidenceOf(calls),
        },
      ];
    }),
    hosts: hosts.flatMap((calls) => {
      const host = calls[0]?.host;
      if (host == null) return [];
      return [{ host, ...senders(calls, names), evidence: evidenceOf(calls) }];
    }),
    ...(existing === null ? {} : { existing }),
  };
}

/** Without parts that are put in when it runs. */
function isHostName(host: string | null): boolean {
  return host !== null && /^(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}$/.test(host);
}

const keyOf = ({ scope, address }: Pick<Resource, "scope" | "address">): string =>
  `${scope} ${address}`;

function computeEntries(
  computes: readonly AuditCompute[],
): readonly { readonly key: string; readonly entry: ComputeEntry }[] {
  const taken = new Set<string>();
  return computes.flatMap((compute) => {
    const { resource, platform } = compute;
    const known = PLATFORMS.find((each) => each === platform);
    if (known === undefined) return [];
    const wanted = accountName(resource) ?? resource.address;
    let name = wanted;
    for (let at = 2; taken.has(name); at++) name = `${wanted} ${at}`;
    taken.add(name);
    const count = countOf(resource);
    return [
      {
        key: keyOf(resource),
        entry: {
          name,
          kind: known,
          subnets: subnetKindOf(compute),
          ...(count > 1 ? { count } : {}),
          evidence: [evidenceAt(resource.place, "documented")],
        },
      },
    ];
  });
}

const NAME_ATTRIBUTES: Partial<Record<ResourceKind, readonly string[]>> = {
  "lambda-function": ["function_name"],
  "ecs-service": ["name", "service_name"],
  "auto-scaling-group": ["name", "auto_scaling_group_name"],
  "eks-cluster": ["name"],
};

/** What the account will call it, so that it is one with what `survey` finds there; null: the files do not say. */
function accountName({ kind, attributes }: Resource): string | null {
  const names = (NAME_ATTRIBUTES[kind] ?? []).map((name) => textOf(attributes[name]));
  const name = names.find((each) => each !== null) ?? null;
  if (name !== null) return name;
  return kind === "instance" ? nameTag(attributes["tags"]) : null;
}

/** Of a map, as Terraform has it, or of a list of pairs, as CloudFormation has it. */
function nameTag(tags: AuditValue | undefined): string | null {
  const inMap = textOf(auditValueAt(tags, "Name"));
  if (inMap !== null) return inMap;
  const pair = (itemsOf(tags) ?? []).find((each) => textOf(auditValueAt(each, "Key")) === "Name");
  return textOf(auditValueAt(pair, "Value"));
}

function countOf({ attributes }: Resource): number {
  const wanted = ["desired_count", "desired_capacity", "min_size"].map((name) =>
    numberOf(attributes[name]),
  );
  const count = wanted.find((each) => each !== null && each > 0);
  return count == null ? 1 : Math.min(Math.round(count), 1_000_000);
}

function grouped(
  calls: readonly Call[],
  keyOfCall: (call: Call) => string,
): readonly (readonly Call[])[] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const key = keyOfCall(call);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return [...groups.values()];
}

/** Left out where somebody calls of whom no file says where it runs. */
function senders(
  calls: readonly Call[],
  names: ReadonlyMap<string, string>,
): { readonly from?: string[] } {
  const from = new Set<string>();
  for (const { caller, scope } of calls) {
    const name = caller === null ? undefined : names.get(`${scope ?? ""} ${caller}`);
    if (name === undefined) return {};
    from.add(name);
  }
  return { from: [...from] };
}

const MOST_EVIDENCE = 20;

const evidenceOf = (calls: readonly Call[]): EvidenceEntry[] =>
  calls
    .slice(0, MOST_EVIDENCE)
    .map(({ place, confidence }) =>
      evidenceAt(place, confidence === "high" ? "documented" : "inferred"),
    );

function evidenceAt(
  { file, line }: FilePlace,
  confidence: "documented" | "inferred",
): EvidenceEntry {
  const ref = file === null ? null : line === null ? file : `${file}:${line}`;
  return { by: "audit", ...(ref === null ? {} : { ref }), confidence };
}

const MOST_ZONES = 6;

/** How many zones the subnets are in; null: not known. */
function zonesOf({ subnets }: Network): number | null {
  const zones = subnets.map(({ zone }) => textOf(zone));
  const known = new Set(zones.filter((zone) => zone !== null));
  if (known.size > 0) return Math.min(known.size, MOST_ZONES);
  // As many as a block has instances: one subnet for each zone.
  const most = Math.max(
    0,
    ...subnets.map(({ resource: { multiplicity } }) =>
      multiplicity.kind === "instance" ? multiplicity.of : 1,
    ),
  );
  return most === 0 ? null : Math.min(most, MOST_ZONES);
}

/** Null: the files show no network. */
function existingOf({ vpcs, natGateways, endpoints, routeTables }: Network): ExistingEntry | null {
  if (vpcs.length === 0 && natGateways.length === 0) return null;
  const isCertain = (resource: Resource) => resource.multiplicity.kind !== "unknown";
  const gateways = natGateways.filter(
    ({ resource, isPublic }) => isCertain(resource) && isPublic.is === "yes",
  );
  const certain = endpoints.filter(({ resource }) => isCertain(resource));
  const interfaces = new Set(
    certain.flatMap(({ type, service }) =>
      type === "interface" && service !== null ? [service] : [],
    ),
  );
  const gatewayServices = GATEWAY_SERVICES.filter((each) =>
    certain.some(({ type, service }) => type === "gateway" && service === each),
  );
  const hasCentral = routeTables.some(({ routes }) =>
    routes.some(({ target, isDefault }) => target === "transit-gateway" && isDefault.is === "yes"),
  );
  return {
    natGateways: gateways.length,
    ...(interfaces.size === 0 ? {} : { interfaceEndpoints: [...interfaces].sort() }),
    ...(gatewayServices.length === 0 ? {} : { gatewayEndpoints: gatewayServices }),
    ...(hasCentral ? { centralEgress: true } : {}),
    evidence: [...vpcs.map(({ resource }) => resource), ...gateways.map(({ resource }) => resource)]
      .slice(0, MOST_EVIDENCE)
      .map(({ place }) => evidenceAt(place, "documented")),
  };
}
