import { auditMessage, counted, listWords } from "../audit/audit-words.js";
import { type Capability, type CapabilityFacts, capabilityOf } from "../audit/capability.js";
import type { RuleFacts } from "../audit/code-rule.js";
import { networkOf } from "../audit/network-of.js";
import type { AuditReading } from "../audit/reading.js";
import { type AuditFinding, runRules } from "../audit/run-rules.js";
import { awsNames } from "../audit/source/aws-names.js";
import { callsOfResources } from "../audit/source/resource-calls.js";
import {
  type Finding,
  type Level,
  type Message,
  type Place,
  worstFirst,
} from "../finding/finding.js";
import { fingerprintOf } from "../finding/fingerprint.js";
import { roundedText, times, whole } from "../price/exact.js";
import { findPrice, monthlyUsd, type PriceBook } from "../price/price-book.js";
import { maybeBrought } from "./brought-addresses.js";
import { IndexedAnswers } from "./indexed-answers.js";
import { templatesOf } from "./launch-templates.js";
import { idsOfNatInstances } from "./nat-instances.js";
import { ec2Arn, neutralResources, POLICY_CALLS, scopeOf, scopesOf } from "./neutral-resources.js";
import { rawObject, rawObjects, rawText } from "./raw.js";
import { repairCommand } from "./repair-commands.js";
import type { SurveyReading } from "./survey-reading.js";
import { SHARED_RULES, SURVEY_RULES, type SurveyRuleId } from "./survey-rules.js";
import type {
  SurveyFlowLog,
  SurveyLaunchTemplate,
  SurveyQueryLog,
  SurveyRouteTable,
  SurveyTaskDefinition,
  SurveyTopology,
  SurveyVpc,
} from "./topology.js";
import { surveyRanges } from "./topology-of.js";

/** A finding with its words. */
export interface SurveyFinding extends Finding<string, Message, Message> {
  readonly text: string;
  readonly fixText: string | null;
}

export interface SurveyFacts {
  readonly capability: Omit<CapabilityFacts, "observed">;
  /** The rules of `audit`. */
  readonly rules: ReadonlyMap<string, RuleFacts>;
  readonly helpUri: (ruleId: string) => string;
}

interface Input {
  readonly reading: SurveyReading;
  readonly topology: SurveyTopology;
  readonly flowLogs: readonly SurveyFlowLog[];
  readonly queryLogs: readonly SurveyQueryLog[];
}

/** What stands in the way of IPv6 egress, and what IPv4 costs. Nothing is said of what was not read. */
export function surveyFindings(input: Input, facts: SurveyFacts): readonly SurveyFinding[] {
  const answers = new IndexedAnswers(input.reading);
  const capability = capabilityOf({ ...facts.capability, observed: new Map() });
  const outside = ["ec2:DescribeFlowLogs", ...POLICY_CALLS].flatMap((each) => answers.all(each));
  const found = scopesOf(input.topology, outside).flatMap((scope) => {
    const finder = new ScopeFinder(input, answers, facts, capability, scope);
    return [...byCause(finder.shared(), input.topology), ...finder.own()];
  });
  return worstFirst(
    found.toSorted(
      (one, other) =>
        compareTexts(one.place?.file ?? "", other.place?.file ?? "") ||
        compareTexts(one.ruleId, other.ruleId),
    ),
  );
}

/** Rules about subnets: those of one VPC that fail alike have one cause, and are one finding. */
const OF_SUBNETS = new Set(["E6102", "E6103", "E6107", "E6108", "E6204"]);
const MOST_NAMED = 6;

function byCause(
  findings: readonly SurveyFinding[],
  { subnets }: SurveyTopology,
): readonly SurveyFinding[] {
  const vpcs = new Map(subnets.map(({ id, vpc }) => [id, vpc]));
  const groups = new Map<string, SurveyFinding[]>();
  for (const each of findings) {
    const vpc = OF_SUBNETS.has(each.ruleId) ? vpcs.get(each.place?.resource ?? "") : null;
    const key = vpc == null ? each.fingerprint : `${each.ruleId} ${each.kind} ${each.level} ${vpc}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((all): readonly SurveyFinding[] => {
    const [first, ...others] = all;
    if (first === undefined || others.length === 0) return all;
    const places = others.flatMap(({ place }) => (place === null ? [] : [place]));
    const named = new Set(places.flatMap(({ resource }) => resource ?? []));
    const shown = [...named].slice(0, MOST_NAMED);
    const more = named.size - shown.length;
    const rest = listWords(more > 0 ? [...shown, `${more} more`] : shown);
    return [
      {
        ...first,
        text: `${first.text} The same holds of ${counted(others.length, "other subnet")} of its VPC: ${rest}.`,
        related: [
          ...places,
          ...all
            .flatMap(({ related }) => related)
            .filter(
              (each, index, list) =>
                !named.has(each.resource ?? "") &&
                list.findIndex(({ resource }) => resource === each.resource) === index,
            ),
        ],
      },
    ];
  });
}

const compareTexts = (one: string, other: string): number =>
  one < other ? -1 : one > other ? 1 : 0;

interface OwnHit {
  readonly ruleId: SurveyRuleId;
  readonly level?: Level;
  readonly kind?: "fail" | "review";
  readonly type: string;
  readonly id: string;
  readonly arn?: string;
  readonly text: string;
  readonly fix: string;
  readonly related?: readonly (readonly [type: string, id: string])[];
  readonly args?: Message["args"];
}

class ScopeFinder {
  private readonly region: string;
  private readonly account: string | null;
  private readonly topology: SurveyTopology;
  private readonly vpcs: ReadonlyMap<string, SurveyVpc>;

  private readonly input: Input;
  private readonly answers: IndexedAnswers;
  private readonly facts: SurveyFacts;
  private readonly capability: Capability;

  constructor(
    input: Input,
    answers: IndexedAnswers,
    facts: SurveyFacts,
    capability: Capability,
    { region, account }: { readonly region: string; readonly account: string | null },
  ) {
    this.input = input;
    this.answers = answers;
    this.facts = facts;
    this.capability = capability;
    this.region = region;
    this.account = account;
    this.topology = onlyOf(input.topology, region, account);
    this.vpcs = new Map(this.topology.vpcs.map((each) => [each.id, each]));
  }

  private isWhole(...actions: readonly string[]): boolean {
    return actions.every((each) => this.answers.isWhole(each, this.region, this.account));
  }

  private isRead(...actions: readonly string[]): boolean {
    return actions.every((each) => this.answers.isRead(each, this.region, this.account));
  }

  private place(type: string, id: string): Place {
    const file = ec2Arn(type, id, this.region, this.account);
    return { file, line: null, column: null, resource: id };
  }

  /** By the rules of `audit`. */
  shared(): readonly SurveyFinding[] {
    const resources = neutralResources(this.answers, this.topology, this.region, this.account);
    const { catalog, names } = this.facts.capability;
    const { calls, settings } = callsOfResources(resources, awsNames(catalog, names));
    const reading: AuditReading = { ...NOTHING, resources, calls, settings };
    const network = networkOf(resources);
    const { region, capability } = this;
    const context = { reading, network, goal: "dual-stack" as const, region, capability };
    return runRules(context, this.facts.rules, this.facts.helpUri).flatMap((finding) => {
      const needs = SHARED_RULES[finding.ruleId];
      return needs !== undefined &&
        this.isRead(...needs.read) &&
        this.isWhole(...(needs.whole ?? []))
        ? this.adapted(finding)
        : [];
    });
  }

  private adapted(finding: AuditFinding): readonly SurveyFinding[] {
    const { edit: _, address, scope: __, startLine: ___, endLine: ____, ...rest } = finding;
    const task = this.topology.taskDefinitions.find(({ arn }) => arn === finding.place?.file);
    // A task definition is called by its family and revision: its ARN is the place.
    const said = auditMessage(finding.message).replace(task?.arn ?? "\0", task?.id ?? "");
    const text = OF_POLICIES.has(finding.ruleId)
      ? withPolicyName(said, finding.place?.resource ?? "", address ?? "")
      : said;
    const command =
      finding.kind === "fail" && finding.place !== null
        ? repairCommand(finding.ruleId, finding.place, this.topology, this.region)
        : null;
    const words = finding.fix?.args.text ?? null;
    const fixText =
      command === null || words === null ? words : `${words.split("\n")[0]} Run \`${command}\`.`;
    const adapted: SurveyFinding = { ...rest, related: this.related(finding), text, fixText };
    const id = finding.place?.resource ?? "";
    // Who shares a VPC does not see the gateways of its owner.
    if (finding.ruleId === "E6105" && this.isOfOthers(id)) return [];
    if (finding.ruleId === "E6301") return this.groupFinding(adapted, id);
    if (finding.ruleId !== "E6101") return [adapted];
    const withAcls = this.withIpv4Acls(adapted, id);
    return [this.isEmpty(id) ? { ...withAcls, level: "note" } : withAcls];
  }

  /** A finding about a part of a VPC also names the VPC; of a route table, its gateway for IPv6, too. */
  private related({ related, place }: AuditFinding): readonly Place[] {
    const id = place?.resource ?? "";
    const task = this.topology.taskDefinitions.find(({ arn }) => arn === place?.file);
    if (task !== undefined) return this.runsTask(task, related);
    const vpc =
      this.topology.routeTables.find((each) => each.id === id)?.vpc ??
      this.topology.natGateways.find((each) => each.id === id)?.vpc ??
      this.topology.subnets.find((each) => each.id === id)?.vpc ??
      this.topology.securityGroups.find((each) => each.id === id)?.vpc ??
      null;
    if (vpc === null) return related;
    const others = related.filter(({ resource }) => resource !== vpc);
    const isTable = this.topology.routeTables.some((each) => each.id === id);
    const gateways = isTable
      ? this.topology.egressOnlyGateways.filter((each) => each.vpc === vpc)
      : [];
    return [
      ...others,
      this.place("vpc", vpc),
      ...gateways.map((each) => this.place("egress-only-internet-gateway", each.id)),
    ];
  }

  /** What runs a task definition, and where. */
  private runsTask(task: SurveyTaskDefinition, related: readonly Place[]): readonly Place[] {
    const services = this.topology.compute.filter(
      ({ kind, name }) => kind === "ecs-service" && task.services.includes(name),
    );
    const known = new Set(related.map(({ resource }) => resource));
    const places = [
      ...services.map(({ arn, id }) => ({ ...this.place("service", id), file: arn })),
      ...services.flatMap(({ subnets }) => subnets).map((each) => this.place("subnet", each)),
      ...services.flatMap(({ vpc }) => (vpc === null ? [] : [this.place("vpc", vpc)])),
    ];
    return [...related, ...places.filter(({ resource }) => !known.has(resource))];
  }

  /** A VPC that gets IPv6 one day: its own network ACLs would be the next to block it. */
  private withIpv4Acls(finding: SurveyFinding, vpc: string): SurveyFinding {
    const acls = this.topology.networkAcls.filter(
      (each) =>
        each.vpc === vpc && !each.isDefault && each.egress4 !== "none" && each.egress6 === "none",
    );
    if (acls.length === 0) return finding;
    const names = listWords(acls.map(({ id }) => id));
    return {
      ...finding,
      text: `${finding.text} Its network ${acls.length === 1 ? "ACL lets" : "ACLs let"} IPv4 out only (${names}): IPv6 needs entries there, too.`,
      related: [...finding.related, ...acls.map(({ id }) => this.place("network-acl", id))],
    };
  }

  private isOfOthers(vpc: string): boolean {
    const owner = this.vpcs.get(vpc)?.owner ?? null;
    return owner !== null && this.account !== null && owner !== this.account;
  }

  /** Nothing is in it; where interfaces were not read, nobody knows. */
  private isEmpty(vpc: string): boolean {
    return (
      this.isWhole("ec2:DescribeNetworkInterfaces") &&
      !this.topology.enis.some((each) => each.vpc === vpc)
    );
  }

  /** Without IPv6 in the VPC, the finding of the VPC is the cause. */
  private groupFinding(finding: SurveyFinding, id: string): readonly SurveyFinding[] {
    const group = this.topology.securityGroups.find((each) => each.id === id);
    const vpc = this.vpcs.get(group?.vpc ?? "");
    if (vpc === undefined || vpc.ipv6Cidrs.length === 0) return [];
    if (group?.isManaged === true) return [{ ...finding, kind: "review", level: "note" }];
    const isOfBalancer = this.topology.loadBalancers.some(({ securityGroups }) =>
      securityGroups.includes(id),
    );
    if (!this.isWhole("ec2:DescribeNetworkInterfaces")) {
      // A load balancer has it. Whether something that calls out has it, too, was not read.
      return [isOfBalancer ? { ...finding, kind: "review", level: "note" } : finding];
    }
    const users = this.topology.enis.filter((each) => each.securityGroups.includes(id));
    const isUnused = users.length === 0;
    const onlyAnswers = users.every(({ ownerKind }) => ANSWERS.has(ownerKind));
    return [isUnused || onlyAnswers ? { ...finding, level: "note" } : finding];
  }

  private finding(hit: OwnHit): SurveyFinding {
    const { ruleId, type, id, kind = "fail", text, fix, args = {}, related = [] } = hit;
    return {
      ruleId,
      level: kind === "review" ? "note" : (hit.level ?? SURVEY_RULES[ruleId].level),
      kind,
      message: { code: ruleId, args },
      place: { ...this.place(type, id), ...(hit.arn === undefined ? {} : { file: hit.arn }) },
      goal: "dual-stack",
      fix: { code: "survey-fix", args: { text: fix } },
      evidence: [],
      related: related.map(([each, name]) => this.place(each, name)),
      fingerprint: fingerprintOf({
        ruleId,
        format: "api",
        resource: [scopeOf(this.region, this.account), id],
        attribute: [],
      }),
      suppressed: null,
      helpUri: this.facts.helpUri(ruleId),
      text,
      fixText: fix,
    };
  }

  /** By rules that only an account can be held to. */
  own(): readonly SurveyFinding[] {
    const hits = [
      ...this.publicIpv4(),
      ...this.gatewayEndpoints(),
      ...this.ipv4OnlyEndpoints(),
      ...this.endpointGroups(),
      ...this.instances(),
      ...this.scalingGroups(),
      ...this.ecsSetting(),
      ...this.flowLogs(),
      ...this.queryLogs(),
      ...this.natStates(),
      ...this.classicLoadBalancers(),
    ];
    return hits.map((each) => this.finding(each));
  }

  private publicIpv4(): readonly OwnHit[] {
    if (!this.isRead("ec2:DescribeNetworkInterfaces")) return [];
    const brought = maybeBrought(this.answers);
    const byVpc = new Map<string, (typeof this.topology.publicIpv4)[number][]>();
    for (const each of this.topology.publicIpv4) {
      // Those of NAT gateways are counted with them.
      if (each.ownerKind === "nat-gateway") continue;
      // Those that nothing uses are of no VPC, and have a remedy of their own.
      const key = each.vpc ?? (each.ownerKind === "none" ? "idle" : "used");
      byVpc.set(key, [...(byVpc.get(key) ?? []), each]);
    }
    return [...byVpc].flatMap(([key, all]): readonly OwnHit[] => {
      const vpc = key === "idle" || key === "used" ? null : key;
      const usd = publicIpv4Usd(this.facts.capability.prices, this.region, all.length);
      const own = all.map(({ address }) => address).filter((each) => brought.has(each));
      const price = usd === null ? "" : `, ${own.length > 0 ? "at most" : "about"} $${usd} a month`;
      const free =
        own.length === 0
          ? ""
          : ` AWS does not charge for addresses that you brought; whether you brought ${listWords(own)}, their pool does not say.`;
      const owners = new Map<string, number>();
      for (const { owner, ownerKind } of all) {
        const name = owner ?? ownerKind;
        owners.set(name, (owners.get(name) ?? 0) + 1);
      }
      const users = [...owners].map(([name, count]) => (count === 1 ? name : `${name} (${count})`));
      const isIdle = all.every(({ ownerKind }) => ownerKind === "none");
      const [first] = all;
      const id = vpc ?? first?.allocation ?? first?.address ?? "";
      const where = vpc === null ? "on network interfaces that were not read" : `in ${vpc}`;
      return [
        {
          ruleId: "E6203",
          type: vpc === null ? "elastic-ip" : "vpc",
          id,
          text: isIdle
            ? `${counted(all.length, "public IPv4 address", "public IPv4 addresses")} not used${price}: ${listWords(all.map(({ address }) => address))}.${free}`
            : `${counted(all.length, "public IPv4 address", "public IPv4 addresses")} ${where}${price}, beside those of NAT gateways. Used by ${listWords(users)}.${free}`,
          fix: isIdle
            ? "Release them: `aws ec2 release-address --allocation-id ID`. An address that is released does not come back."
            : "Give what only needs egress IPv6 in private dual-stack subnets, and take its public address away.",
          related: all.flatMap(({ eni }) =>
            eni === null ? [] : [["network-interface", eni] as const],
          ),
          args: { addresses: all.map(({ address }) => address) },
        },
      ];
    });
  }

  private hasNatDefault = ({ routes }: SurveyRouteTable): boolean => {
    const publicNats = this.topology.natGateways.filter(
      ({ connectivity }) => connectivity === "public",
    );
    return routes.some(
      ({ destination, target }) =>
        destination === "0.0.0.0/0" &&
        target.startsWith("nat-") &&
        (publicNats.some(({ id }) => id === target) || !this.isWhole("ec2:DescribeNatGateways")),
    );
  };

  private gatewayEndpoints(): readonly OwnHit[] {
    if (!this.isWhole("ec2:DescribeVpcEndpoints", "ec2:DescribeRouteTables")) return [];
    const ids = new Set(this.topology.routeTables.flatMap(({ vpc }) => vpc ?? []));
    return [...ids].flatMap((vpc): readonly OwnHit[] => {
      const tables = this.topology.routeTables.filter(
        (each) => each.vpc === vpc && this.hasNatDefault(each),
      );
      const gateways = this.topology.endpoints.filter(
        (each) => each.vpc === vpc && each.type === "gateway" && each.service?.endsWith(".s3"),
      );
      const served = new Set(gateways.flatMap(({ routeTables }) => routeTables));
      const lacking = tables.filter(({ id }) => !served.has(id));
      const [gateway] = gateways;
      if (lacking.length === 0) return [];
      const related = [
        ...lacking.map(({ id }) => ["route-table", id] as const),
        ...this.subnetsOf(lacking).map((id) => ["subnet", id] as const),
        ...natsOf(lacking).map((id) => ["natgateway", id] as const),
        ["vpc", vpc] as const,
      ];
      const command = lacking.map(({ id }) => id).join(" ");
      const words = counted(lacking.length, "route table", "route tables");
      if (gateway !== undefined) {
        return [
          {
            ruleId: "E6210",
            type: "vpc-endpoint",
            id: gateway.id,
            text: `The gateway endpoint ${gateway.id} of S3 is missing from ${words} with a NAT route: ${listWords(lacking.map(({ id }) => id))}.`,
            fix: `Add them. It costs nothing: \`aws ec2 modify-vpc-endpoint --region ${this.region} --vpc-endpoint-id ${gateway.id} --add-route-table-ids ${command}\``,
            related,
          },
        ];
      }
      return [
        {
          ruleId: "E6206",
          type: "vpc",
          id: vpc,
          text: `VPC ${vpc} has no gateway endpoint of S3 on ${words} with a NAT route: bytes to S3 pay the NAT rate.`,
          fix: `Add one. It costs nothing: \`aws ec2 create-vpc-endpoint --region ${this.region} --vpc-id ${vpc} --service-name com.amazonaws.${this.region}.s3 --route-table-ids ${command}\``,
          related: related.filter(([, id]) => id !== vpc),
        },
      ];
    });
  }

  private subnetsOf(tables: readonly SurveyRouteTable[]): readonly string[] {
    const ids = new Set(tables.map(({ id }) => id));
    return this.topology.subnets
      .filter((each) => ids.has(each.routeTable ?? ""))
      .map(({ id }) => id);
  }

  private hasIpv6(vpc: string | null): boolean {
    return (this.vpcs.get(vpc ?? "")?.ipv6Cidrs.length ?? 0) > 0;
  }

  private ipv4OnlyEndpoints(): readonly OwnHit[] {
    if (!this.isRead("ec2:DescribeVpcEndpoints", "ec2:DescribeVpcs")) return [];
    return this.topology.endpoints.flatMap((each): readonly OwnHit[] => {
      const { id, vpc, type, service, privateDns } = each;
      // A gateway endpoint works by routes: what its type says concerns names alone.
      if (type !== "interface" || !this.hasIpv6(vpc)) return [];
      if (each.ipAddressType !== null && each.ipAddressType !== "ipv4") return [];
      const offersIpv6 = each.serviceFamilies?.includes("ipv6") ?? null;
      const dualStack = `\`aws ec2 modify-vpc-endpoint --region ${this.region} --vpc-endpoint-id ${id} --ip-address-type dualstack --dns-options DnsRecordIpType=dualstack\``;
      return [
        {
          ruleId: "E6209",
          type: "vpc-endpoint",
          id,
          text: `The interface endpoint ${id} of ${service ?? "a service"} has IPv4 addresses only${privateDns ? ", and its private DNS hides the IPv6 addresses of the service" : ""}.`,
          fix:
            offersIpv6 === false
              ? "Its service offers IPv4 alone over PrivateLink. Remove the endpoint where the service itself answers over IPv6, or keep an IPv4 path."
              : `Make it dual-stack${offersIpv6 === true ? "; its service offers that" : " where the service offers that"}: ${dualStack}. Or remove it, where the service answers over IPv6.`,
          related: vpc === null ? [] : [["vpc", vpc]],
        },
      ];
    });
  }

  private endpointGroups(): readonly OwnHit[] {
    if (!this.isWhole("ec2:DescribeVpcEndpoints", "ec2:DescribeSecurityGroups")) return [];
    const raws = new Map(
      this.answers
        .all("ec2:DescribeSecurityGroups")
        .map(({ raw }) => [rawText(raw, "GroupId") ?? "", raw]),
    );
    return this.topology.endpoints.flatMap((each): readonly OwnHit[] => {
      if (each.type !== "interface" || each.ipAddressType !== "dualstack") return [];
      const rules = each.securityGroups.flatMap((id) => rawObjects(raws.get(id), "IpPermissions"));
      const [group] = each.securityGroups;
      const has4 = rules.some(
        (rule) => surveyRanges(rule, ["IpRanges", "Ipv4Ranges"], "CidrIp").length > 0,
      );
      const has6 = rules.some(
        (rule) =>
          surveyRanges(rule, ["Ipv6Ranges"], "CidrIpv6").length > 0 ||
          rawObjects(rule, "UserIdGroupPairs").length > 0 ||
          rawObjects(rule, "PrefixListIds").length > 0,
      );
      if (group === undefined || !has4 || has6) return [];
      return [
        {
          ruleId: "E6304",
          type: "security-group",
          id: group,
          text: `The dual-stack endpoint ${each.id} has security group ${group}, which lets in IPv4 only: clients that prefer IPv6 are refused.`,
          fix: "Let port 443 in from the IPv6 block of the VPC, or from the security groups of the clients.",
          related: [["vpc-endpoint", each.id]],
        },
      ];
    });
  }

  private instances(): readonly OwnHit[] {
    if (!this.isRead("ec2:DescribeInstances", "ec2:DescribeSubnets")) return [];
    const subnets = new Map(this.topology.subnets.map((each) => [each.id, each]));
    const groups = new Map<string, (typeof this.topology.compute)[number][]>();
    const passing = idsOfNatInstances(this.answers);
    for (const each of this.topology.compute) {
      if (each.kind !== "instance" || each.running === 0 || passing.has(each.id)) continue;
      const subnet = subnets.get(each.subnets[0] ?? "");
      if (subnet === undefined || subnet.families === "ipv4" || each.ipv6 !== false) continue;
      groups.set(each.name, [...(groups.get(each.name) ?? []), each]);
    }
    const without = [...groups].flatMap(([name, all]): readonly OwnHit[] => {
      const [first] = all;
      if (first === undefined) return [];
      const what = name === first.id ? name : `${name} (${listWords(all.map(({ id }) => id))})`;
      return [
        {
          ruleId: "E6411",
          type: "instance",
          id: first.id,
          text: `${counted(all.length, "instance")} of ${what} ${all.length === 1 ? "has" : "have"} no IPv6 address in a subnet with IPv6.`,
          fix: "Ask for one address in the launch template, and replace the instances; or assign one now: `aws ec2 assign-ipv6-addresses --network-interface-id ENI --ipv6-address-count 1`.",
          related: [
            ...all.slice(1).map(({ id }) => ["instance", id] as const),
            ...new Set(all.flatMap((each) => each.subnets)),
          ].map((each) => (typeof each === "string" ? (["subnet", each] as const) : each)),
        },
      ];
    });
    const seen = new Set<string>();
    const noMetadata = this.answers.all("ec2:DescribeInstances").flatMap(({ raw, region }) => {
      if (region !== this.region) return [];
      return rawObjects(raw, "Instances").flatMap((each): readonly OwnHit[] => {
        const id = rawText(each, "InstanceId") ?? "";
        // The same answer may stand in two files.
        if (seen.has(id)) return [];
        seen.add(id);
        const subnet = subnets.get(rawText(each, "SubnetId") ?? "");
        const setting = rawText(rawObject(each, "MetadataOptions"), "HttpProtocolIpv6");
        if (subnet?.families !== "ipv6-only" || setting !== "disabled") return [];
        return [
          {
            ruleId: "E6410",
            type: "instance",
            id,
            text: `Instance ${id} is in an IPv6-only subnet, and its metadata service does not answer over IPv6.`,
            fix: `Turn it on: \`aws ec2 modify-instance-metadata-options --region ${this.region} --instance-id ${id} --http-protocol-ipv6 enabled\``,
          },
        ];
      });
    });
    return [...without, ...noMetadata];
  }

  /** Groups whose instances get no IPv6 address: neither their template nor their subnets give one. */
  private scalingGroups(): readonly OwnHit[] {
    const calls = ["ec2:DescribeLaunchTemplateVersions", "ec2:DescribeSubnets"];
    if (!this.isWhole(...calls)) return [];
    const subnets = new Map(this.topology.subnets.map((each) => [each.id, each]));
    const templates = new Map<string, SurveyLaunchTemplate[]>();
    for (const each of this.topology.launchTemplates) {
      const [id = ""] = each.id.split(":");
      templates.set(id, [...(templates.get(id) ?? []), each]);
    }
    return this.answers
      .all("autoscaling:DescribeAutoScalingGroups")
      .filter((each) => each.region === this.region && each.account === this.account)
      .flatMap(({ raw }): readonly OwnHit[] => {
        const name = rawText(raw, "AutoScalingGroupName") ?? "";
        const group = this.topology.compute.find(
          (each) => each.kind === "auto-scaling-group" && each.id === name,
        );
        const withIpv6 = (group?.subnets ?? []).filter((id) => {
          const subnet = subnets.get(id);
          return subnet?.families === "dual-stack" && !subnet.assignsIpv6;
        });
        const used = templatesOf(raw).flatMap((each) => {
          const all = templates.get(rawText(each, "LaunchTemplateId") ?? "") ?? [];
          const number = rawText(each, "Version") ?? "";
          return /^\d+$/.test(number)
            ? all.filter(({ version }) => version === Number(number))
            : all;
        });
        const [template] = used;
        if (group === undefined || template === undefined || withIpv6.length === 0) return [];
        // Which version $Latest and $Default are is not sure, so that all have to agree.
        if (used.some(({ ipv6 }) => ipv6)) return [];
        const [id = ""] = template.id.split(":");
        return [
          {
            ruleId: "E6411",
            type: "auto-scaling-group",
            id: name,
            arn: group.arn,
            text: `Instances of the Auto Scaling group ${name} get no IPv6 address: its launch template ${id} asks for none, and ${withIpv6.length === 1 ? "its dual-stack subnet assigns" : `its ${withIpv6.length} dual-stack subnets assign`} none.`,
            fix: "Ask for one address in the network interface of the launch template (Ipv6AddressCount 1), or let the subnets assign one; then replace the instances.",
            related: [
              ["launch-template", id] as const,
              ...withIpv6.map((each) => ["subnet", each] as const),
              ...(group.vpc === null ? [] : [["vpc", group.vpc] as const]),
            ],
          },
        ];
      });
  }

  /** ECS gives tasks IPv6 addresses only where the account says so. */
  private ecsSetting(): readonly OwnHit[] {
    if (!this.isRead("ecs:DescribeServices", "ec2:DescribeSubnets")) return [];
    const setting = this.topology.ecsSettings.find(({ id }) => id === "dualStackIPv6");
    if (setting?.value !== "disabled") return [];
    const dual = new Set(
      this.topology.subnets.filter(({ families }) => families !== "ipv4").map(({ id }) => id),
    );
    const services = this.topology.compute.filter(
      ({ kind, subnets }) => kind === "ecs-service" && subnets.some((each) => dual.has(each)),
    );
    const [first] = services;
    if (first === undefined) return [];
    return [
      {
        ruleId: "E6402",
        type: "service",
        id: first.id,
        arn: first.arn,
        text: `The account setting dualStackIPv6 of ECS is disabled in ${this.region}: tasks of ${listWords(services.map(({ name }) => name))} get no IPv6 addresses in their dual-stack subnets.`,
        fix: `Turn it on, and start the tasks anew: \`aws ecs put-account-setting-default --region ${this.region} --name dualStackIPv6 --value enabled\``,
        related: [
          ...[...new Set(services.flatMap(({ vpc }) => vpc ?? []))].map(
            (each) => ["vpc", each] as const,
          ),
          ...[...new Set(services.flatMap(({ subnets }) => subnets))].map(
            (each) => ["subnet", each] as const,
          ),
        ],
      },
    ];
  }

  /** VPCs whose NAT gateways nobody counts. */
  private withoutFlowLog(logs: readonly SurveyFlowLog[]): readonly OwnHit[] {
    if (!this.isWhole("ec2:DescribeFlowLogs")) return [];
    const logged = new Set(logs.map(({ resource }) => resource));
    const nats = this.topology.natGateways.filter(
      ({ connectivity, state }) => connectivity === "public" && state !== "failed",
    );
    const vpcs = new Set(nats.flatMap(({ vpc }) => vpc ?? []));
    return [...vpcs].flatMap((vpc): readonly OwnHit[] => {
      const own = nats.filter((each) => each.vpc === vpc);
      const isLogged =
        logged.has(vpc) || own.some(({ subnet, eni }) => logged.has(subnet) || logged.has(eni));
      if (isLogged) return [];
      const log = { resource: vpc, destination: null, destinationType: null };
      return [
        {
          ruleId: "E6701",
          type: "vpc",
          id: vpc,
          text: `No flow log covers ${vpc}, where ${counted(own.length, "NAT gateway carries", "NAT gateways carry")} traffic: \`flows\` has nothing to count from.`,
          fix: `Create one with the fields of the exact mode: ${flowLogCommand(log, this.region)}`,
          related: own.map(({ id }) => ["natgateway", id]),
          args: { mode: "none" },
        },
      ];
    });
  }

  private flowLogs(): readonly OwnHit[] {
    const { region } = this;
    const own = this.input.flowLogs.filter(
      (each) => each.region === region && each.account === this.account,
    );
    const lacking = own.flatMap((each): readonly OwnHit[] => {
      if (each.mode === "next-hop" || each.mode === "nat-interface") return [];
      return [
        {
          ruleId: "E6701",
          type: "vpc-flow-log",
          id: each.id,
          text: `Flow log ${each.id} lacks ${listWords(each.lacks)}: \`flows\` ${each.mode === "none" ? "cannot count from it" : "counts from it by route tables (topology mode)"}.`,
          fix: `A format cannot be changed, so create a second log and delete this one later: ${flowLogCommand(each, region)}`,
          related:
            each.resource === null
              ? []
              : [
                  [
                    each.resource.startsWith("subnet-")
                      ? "subnet"
                      : each.resource.startsWith("eni-")
                        ? "network-interface"
                        : "vpc",
                    each.resource,
                  ],
                ],
          args: { lacks: each.lacks, mode: each.mode },
        },
      ];
    });
    return [...lacking, ...this.withoutFlowLog(own)];
  }

  private queryLogs(): readonly OwnHit[] {
    if (!this.isWhole("route53resolver:ListResolverQueryLogConfigs")) return [];
    const own = this.input.queryLogs.filter(({ region }) => region === this.region);
    const nats = this.topology.natGateways.filter(
      ({ connectivity, state }) => connectivity === "public" && state !== "failed",
    );
    const [first] = nats;
    if (first === undefined || own.some(({ associations }) => associations !== 0)) return [];
    return [
      {
        ruleId: "E6702",
        type: "natgateway",
        id: first.id,
        text: `No resolver query log in ${this.region}, where ${counted(nats.length, "NAT gateway carries", "NAT gateways carry")} traffic: \`flows\` cannot say which hosts it goes to.`,
        fix: "Create a query log configuration for the VPCs with NAT gateways: `aws route53resolver create-resolver-query-log-config`, then `associate-resolver-query-log-config`.",
        related: nats.slice(1).map(({ id }) => ["natgateway", id]),
      },
    ];
  }

  /** They take in what clients send, and have public addresses in each zone. */
  private classicLoadBalancers(): readonly OwnHit[] {
    return this.topology.loadBalancers.flatMap((each): readonly OwnHit[] => {
      const { id, arn, type, scheme, vpc } = each;
      const isPublic = scheme === "internet-facing";
      if (type !== "classic" || !(isPublic || this.hasIpv6(vpc))) return [];
      return [
        {
          ruleId: "E6704",
          type: "loadbalancer",
          id,
          arn,
          text: `Load balancer ${id} is a Classic Load Balancer, which supports IPv4 only in a VPC${isPublic ? ", and it has public IPv4 addresses" : ""}.`,
          fix: "Replace it with an Application or Network Load Balancer of type dualstack. An Application Load Balancer can also do without public IPv4 (dualstack-without-public-ipv4).",
          related: [
            ...each.subnets.map((subnet) => ["subnet", subnet] as const),
            ...(vpc === null ? [] : [["vpc", vpc] as const]),
          ],
        },
      ];
    });
  }

  private natStates(): readonly OwnHit[] {
    return this.topology.natGateways.flatMap(({ id, state, vpc }): readonly OwnHit[] =>
      state === null || state === "available" || state === "pending" || state === "deleting"
        ? []
        : [
            {
              ruleId: "E6703",
              type: "natgateway",
              id,
              text: `NAT gateway ${id} is ${state}.`,
              fix: "Look at its failure message in the console, and replace it; or remove the routes that lead to it.",
              related: vpc === null ? [] : [["vpc", vpc]],
            },
          ],
    );
  }
}

const OF_POLICIES = new Set(["E6305", "E6306"]);

/** Of a policy that stands in a user, group or role, its name, which its address ends in. */
function withPolicyName(text: string, resource: string, address: string): string {
  const name = address.slice(resource.length).trim();
  return name === "" ? text : text.replace(resource, `policy ${name} of ${resource}`);
}

/** Kinds of owners that answer and do not call out. */
const ANSWERS: ReadonlySet<string> = new Set([
  "load-balancer",
  "database",
  "file-system",
  "vpc-endpoint",
  "nat-gateway",
  "transit-gateway",
  "none",
]);

const NOTHING: AuditReading = {
  resources: [],
  calls: [],
  settings: [],
  packages: [],
  ignores: [],
  unresolved: [],
  files: [],
  skipped: [],
};

const natsOf = (tables: readonly SurveyRouteTable[]): readonly string[] => [
  ...new Set(
    tables.flatMap(({ routes }) =>
      routes.flatMap(({ target }) => (target.startsWith("nat-") ? [target] : [])),
    ),
  ),
];

/** With all fields that the exact mode needs. */
function flowLogCommand(
  {
    resource,
    destination,
    destinationType,
  }: Pick<SurveyFlowLog, "resource" | "destination" | "destinationType">,
  region: string,
): string {
  const type = resource?.startsWith("subnet-")
    ? "Subnet"
    : resource?.startsWith("eni-")
      ? "NetworkInterface"
      : "VPC";
  const to =
    destinationType === "s3" && destination !== null
      ? `--log-destination-type s3 --log-destination ${destination}`
      : "--log-destination-type s3 --log-destination arn:aws:s3:::BUCKET";
  return `\`aws ec2 create-flow-logs --region ${region} --resource-type ${type} --resource-ids ${resource ?? "VPC"} --traffic-type ALL ${to} --log-format '${BETTER_FORMAT}'\``;
}

const BETTER_FORMAT = [
  "version",
  "account-id",
  "vpc-id",
  "subnet-id",
  "az-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
  "pkt-srcaddr",
  "pkt-dstaddr",
  "flow-direction",
  "traffic-path",
]
  .map((field) => `\${${field}}`)
  .join(" ");

/** Of so many addresses, for a month; null: the region has no price. */
export function publicIpv4Usd(prices: PriceBook, region: string, count: number): string | null {
  if (findPrice(prices, region, "publicIpv4InUseHour") === undefined) return null;
  return roundedText(times(monthlyUsd(prices, region, "publicIpv4InUseHour"), whole(count)), 2);
}

/** What belongs to one account and region. */
function onlyOf(topology: SurveyTopology, region: string, account: string | null): SurveyTopology {
  const only = <T extends { readonly region: string; readonly account: string | null }>(
    items: readonly T[],
  ) => items.filter((each) => each.region === region && each.account === account);
  return {
    vpcs: only(topology.vpcs),
    subnets: only(topology.subnets),
    routeTables: only(topology.routeTables),
    natGateways: only(topology.natGateways),
    internetGateways: only(topology.internetGateways),
    egressOnlyGateways: only(topology.egressOnlyGateways),
    endpoints: only(topology.endpoints),
    securityGroups: only(topology.securityGroups),
    networkAcls: only(topology.networkAcls),
    enis: only(topology.enis),
    publicIpv4: only(topology.publicIpv4),
    compute: only(topology.compute),
    loadBalancers: only(topology.loadBalancers),
    launchTemplates: only(topology.launchTemplates),
    taskDefinitions: only(topology.taskDefinitions),
    ecsSettings: only(topology.ecsSettings),
    prefixLists: only(topology.prefixLists),
    transitGatewayAttachments: only(topology.transitGatewayAttachments),
    peeringConnections: only(topology.peeringConnections),
    dhcpOptions: only(topology.dhcpOptions),
  };
}
