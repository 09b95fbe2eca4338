import type { Platform, SubnetKind } from "../facts/compute-kind.js";
import type {
  ComputeEntry,
  EvidenceEntry,
  ExistingEntry,
  WorkloadPartFile,
} from "../workload/schema.js";
import { GATEWAY_SERVICES } from "../workload/workload.js";
import { IndexedAnswers } from "./indexed-answers.js";
import { idsOfNatInstances } from "./nat-instances.js";
import { ec2Arn } from "./neutral-resources.js";
import { rawText } from "./raw.js";
import type { SurveyReading } from "./survey-reading.js";
import type { SurveyCompute, SurveyInterface, SurveyTopology, SurveyVpc } from "./topology.js";

export interface VpcWorkload {
  readonly account: string | null;
  readonly region: string;
  readonly vpc: string;
  readonly workload: WorkloadPartFile;
}

/** What plans may be made of, one VPC each; the one with most in it first. Volumes are unknown. */
export function surveyWorkloads(
  reading: SurveyReading,
  topology: SurveyTopology,
  /** CLI names that a workload may name. */
  services: ReadonlySet<string>,
): readonly VpcWorkload[] {
  const answers = new IndexedAnswers(reading);
  const xen = xenTypes(answers);
  const passing = idsOfNatInstances(answers);
  return topology.vpcs
    .map((vpc) => {
      const own = onlyOf(topology, vpc);
      const compute = computeOf(own, xen, passing, reading.takenAt);
      const weight =
        compute.reduce((sum, { count }) => sum + (count ?? 1), 0) + own.natGateways.length;
      const { id, region, account } = vpc;
      const workload = workloadOf(vpc, own, compute, reading.takenAt, services);
      return { weight, entry: { account, region, vpc: id, workload } };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ entry }) => entry);
}

function onlyOf(topology: SurveyTopology, vpc: SurveyVpc) {
  const own = <T extends { readonly vpc: string | null; readonly region: string }>(
    items: readonly T[],
  ) => items.filter((each) => each.vpc === vpc.id && each.region === vpc.region);
  const { clusters, ...rest } = {
    subnets: own(topology.subnets),
    routeTables: own(topology.routeTables),
    natGateways: own(topology.natGateways).filter(
      ({ state }) => state === null || state === "available" || state === "pending",
    ),
    endpoints: own(topology.endpoints),
    enis: own(topology.enis),
    publicIpv4: own(topology.publicIpv4),
    compute: own(topology.compute),
    taskDefinitions: topology.taskDefinitions.filter(({ region }) => region === vpc.region),
    clusters: topology.compute.filter(({ kind }) => kind === "eks-cluster"),
  };
  return { ...rest, clusters };
}
type VpcParts = ReturnType<typeof onlyOf>;

/** Instance types whose hypervisor AWS says is Xen. */
function xenTypes(answers: IndexedAnswers): ReadonlyMap<string, boolean> {
  return new Map(
    answers.all("ec2:DescribeInstanceTypes").flatMap(({ raw }) => {
      const type = rawText(raw, "InstanceType");
      return type === null ? [] : [[type, rawText(raw, "Hypervisor") === "xen"] as const];
    }),
  );
}

interface Group {
  readonly name: string;
  readonly platform: Platform;
  readonly subnets: Set<string>;
  readonly refs: string[];
  count: number;
  readonly isSure: boolean;
}

function computeOf(
  { compute, enis, subnets, clusters }: VpcParts,
  xen: ReadonlyMap<string, boolean>,
  /** Ids of what only passes on traffic of others. */
  passing: ReadonlySet<string>,
  takenAt: string,
): readonly ComputeEntry[] {
  const groups = new Map<string, Group>();
  const add = (
    name: string,
    platform: Platform,
    from: { readonly subnets: readonly string[]; readonly arn: string },
    count: number,
    isSure = true,
  ) => {
    const key = `${platform} ${name}`;
    const group = groups.get(key) ?? {
      name,
      platform,
      subnets: new Set<string>(),
      refs: [],
      count: 0,
      isSure,
    };
    for (const each of from.subnets) group.subnets.add(each);
    group.refs.push(from.arn);
    group.count += count;
    groups.set(key, group);
  };
  const eksPlatform = (cluster: string): readonly [Platform, boolean] => {
    const found = clusters.find(({ name }) => name === cluster);
    return [found?.platform === "ipv6" ? "eks-ipv6" : "eks-ipv4", found?.platform != null];
  };
  for (const each of compute.filter(({ id }) => !passing.has(id))) {
    const count = each.running ?? 1;
    if (each.kind === "lambda" && each.subnets.length > 0) add(each.name, "lambda", each, 1);
    if (each.kind === "ecs-service" && count > 0) {
      add(each.name, each.platform === "FARGATE" ? "ecs-fargate" : "ecs-ec2", each, count);
    }
    if (each.kind === "instance" && count > 0) addInstance(each);
  }
  // Of functions and tasks that were not asked for, their interfaces tell.
  const named = new Set(compute.map(({ name }) => name));
  for (const each of enis.filter(({ id }) => !passing.has(id))) {
    const from = { subnets: each.subnet === null ? [] : [each.subnet], arn: arnOf(each) };
    const { ownerKind, owner } = each;
    if (ownerKind === "lambda" && !named.has(owner ?? ""))
      add(owner ?? "lambda", "lambda", from, 1, false);
    if (ownerKind === "ecs") add(owner ?? "ecs", "ecs-fargate", from, 1, false);
    if (ownerKind === "eks-node" && owner !== null && !named.has(owner)) {
      add(owner, eksPlatform(owner)[0], from, 1, false);
    }
    if (ownerKind === "instance" && owner !== null && !named.has(owner)) {
      add(owner, "ec2-nitro", from, 1, false);
    }
  }
  const kinds = new Map(subnets.map(({ id, families }) => [id, families]));
  const taken = new Set<string>();
  return [...groups.values()].map((group) => {
    let { name } = group;
    for (let at = 2; taken.has(name); at++) name = `${group.name} ${at}`;
    taken.add(name);
    return {
      name,
      kind: group.platform,
      subnets: subnetKind([...group.subnets].flatMap((id) => kinds.get(id) ?? [])),
      count: group.count,
      evidence: group.refs
        .slice(0, MOST_EVIDENCE)
        .map((ref) => evidenceAt(ref, takenAt, group.isSure ? "measured" : "inferred")),
    };
  });

  function addInstance(each: SurveyCompute): void {
    if (each.cluster !== null) {
      const [platform, isSure] = eksPlatform(each.cluster);
      add(each.cluster, platform, each, 1, isSure);
      return;
    }
    const known = xen.get(each.platform ?? "");
    add(each.name, known === true ? "ec2-xen" : "ec2-nitro", each, 1, known !== undefined);
  }
}

const arnOf = ({ id, region, account }: SurveyInterface): string =>
  ec2Arn("network-interface", id, region, account);

/** Where its subnets differ, it can count on IPv4 alone. */
function subnetKind(families: readonly Exclude<SubnetKind, "none">[]): Exclude<SubnetKind, "none"> {
  const [first = "ipv4"] = families;
  if (families.every((each) => each === first)) return first;
  return families.includes("ipv4") ? "ipv4" : "dual-stack";
}

const MOST_EVIDENCE = 20;
const MOST_ZONES = 6;

const evidenceAt = (
  ref: string,
  at: string,
  confidence: "measured" | "inferred" = "measured",
): EvidenceEntry => ({ by: "survey", at, ref, confidence });

function workloadOf(
  vpc: SurveyVpc,
  parts: VpcParts,
  compute: readonly ComputeEntry[],
  takenAt: string,
  services: ReadonlySet<string>,
): WorkloadPartFile {
  const { region, id, account } = vpc;
  const used = new Set([
    ...parts.compute.flatMap(({ subnets }) => subnets),
    ...parts.natGateways.flatMap(({ subnet }) => subnet ?? []),
    ...parts.enis.flatMap(({ subnet }) => subnet ?? []),
  ]);
  const inUse = parts.subnets.filter((each) => used.has(each.id));
  const zones = new Set(
    (inUse.length > 0 ? inUse : parts.subnets).flatMap(({ az, zoneName }) => az ?? zoneName ?? []),
  );
  const evidence = [evidenceAt(ec2Arn("vpc", id, region, account), takenAt)];
  const azs = [...zones].toSorted().slice(0, MOST_ZONES);
  const called = servicesOf(vpc, parts, services);
  return {
    name: vpc.name ?? id,
    region,
    ...(azs.length === 0 ? {} : { azs }),
    ...(compute.length === 0 ? {} : { compute: [...compute] }),
    ...(called.length === 0
      ? {}
      : {
          services: called.map(({ service, ref, isByPlatform }) => ({
            service,
            ...(isByPlatform ? { platform: true } : {}),
            evidence: [evidenceAt(ref, takenAt, "inferred")],
          })),
        }),
    existing: existingOf(vpc, parts, takenAt),
    evidence,
  };
}

/**
 * What is called, as far as that is known: an endpoint shows that its service is, a task where its image, its logs and
 * its secrets are, and what it was told of endpoints. How much, nobody knows.
 */
function servicesOf(
  { region, account }: SurveyVpc,
  { endpoints, taskDefinitions, compute }: VpcParts,
  known: ReadonlySet<string>,
) {
  const found = new Map<string, { service: string; ref: string; isByPlatform: boolean }>();
  const add = (service: string, ref: string, isByPlatform = false) => {
    const key = `${service} ${isByPlatform}`;
    if (known.has(service) && !found.has(key)) found.set(key, { service, ref, isByPlatform });
  };
  for (const { service, id } of endpoints) {
    const [name = ""] = shortName(service).split(".");
    add(name, ec2Arn("vpc-endpoint", id, region, account));
  }
  const own = new Set(compute.filter(({ kind }) => kind === "ecs-service").map(({ name }) => name));
  for (const task of taskDefinitions.filter(({ services }) =>
    services.some((each) => own.has(each)),
  )) {
    if (task.images.some((each) => /^\d{12}\.dkr[.-]ecr[.-]/.test(each)))
      add("ecr", task.arn, true);
    if (task.logDrivers.includes("awslogs")) add("logs", task.arn, true);
    for (const each of task.secretServices) add(each, task.arn, true);
    for (const name of Object.keys(task.endpointSettings)) {
      const [, service = ""] = /^AWS_ENDPOINT_URL_([A-Z0-9_]+)$/.exec(name) ?? [];
      add(service.toLowerCase().replaceAll("_", ""), task.arn);
    }
  }
  return [...found.values()];
}

const shortName = (service: string | null): string =>
  service?.replace(/^(?:cn\.)?(?:com\.amazonaws|aws\.api)\.[^.]+\./, "") ?? "";

function existingOf(vpc: SurveyVpc, parts: VpcParts, takenAt: string): ExistingEntry {
  const { subnets, routeTables, natGateways, endpoints, publicIpv4 } = parts;
  const interfaces = new Set(
    endpoints.flatMap(({ type, service }) =>
      type === "interface" && service !== null ? [shortName(service)] : [],
    ),
  );
  const gateways = GATEWAY_SERVICES.filter((each) =>
    endpoints.some(({ type, service }) => type === "gateway" && shortName(service) === each),
  );
  const hasCentral = routeTables.some(({ routes }) =>
    routes.some(
      ({ destination, target }) => destination === "0.0.0.0/0" && target.startsWith("tgw-"),
    ),
  );
  const [ipv6Cidr] = vpc.ipv6Cidrs;
  return {
    vpc: {
      id: vpc.id,
      ...(vpc.cidr === null ? {} : { cidr: vpc.cidr }),
      ...(ipv6Cidr === undefined ? {} : { ipv6Cidr }),
    },
    natGateways: natGateways.filter(({ connectivity }) => connectivity === "public").length,
    publicIpv4: publicIpv4.filter(({ ownerKind }) => ownerKind !== "nat-gateway").length,
    ...(interfaces.size === 0 ? {} : { interfaceEndpoints: [...interfaces].toSorted() }),
    ...(gateways.length === 0 ? {} : { gatewayEndpoints: gateways }),
    ...(hasCentral ? { centralEgress: true } : {}),
    subnets: subnets.map((each) => ({
      id: each.id,
      kind: each.families,
      ...(each.az === null ? {} : { az: each.az }),
      ...(each.routeTable === null ? {} : { routeTable: each.routeTable }),
      ...(each.cidr === null || each.families === "ipv6-only" ? {} : { cidr: each.cidr }),
      ...(each.ipv6Cidr === null ? {} : { ipv6Cidr: each.ipv6Cidr }),
    })),
    routeTables: routeTables.map(({ id, main, subnets: own, routes }) => ({
      id,
      ...(main ? { main } : {}),
      subnets: [...own],
      routes: routes.map(({ destination, target }) => ({ destination, target })),
    })),
    evidence: [
      evidenceAt(ec2Arn("vpc", vpc.id, vpc.region, vpc.account), takenAt),
      ...natGateways
        .slice(0, MOST_EVIDENCE)
        .map(({ id }) => evidenceAt(ec2Arn("natgateway", id, vpc.region, vpc.account), takenAt)),
    ],
  };
}
