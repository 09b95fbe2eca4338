import { ipv6Octets } from "../address/ip-address.js";
import { computesOf } from "./computes-of.js";
import type {
  AuditAclEntry,
  AuditAnswer,
  AuditEndpoint,
  AuditGateway,
  AuditNatGateway,
  AuditNetworkAcl,
  AuditRoute,
  AuditRouteTable,
  AuditRule,
  AuditSecurityGroup,
  AuditSubnet,
  AuditVpc,
  Network,
  RouteTargetKind,
  VpcLink,
} from "./network.js";
import { lineOf, type Resource, type ResourceKind } from "./resource.js";
import { ResourceIndex } from "./resource-index.js";
import {
  type AuditValue,
  auditValueAt,
  isAbsent,
  isTrue,
  itemsOf,
  missingIn,
  numberOf,
  textOf,
} from "./value.js";

export const YES: AuditAnswer = { is: "yes" };
export const NO: AuditAnswer = { is: "no" };
export const notKnown = (missing: string): AuditAnswer => ({ is: "unknown", missing });

/** The network that these resources make. */
export function networkOf(resources: readonly Resource[]): Network {
  // Resources of different scopes never speak of each other.
  const scopes = new Map<string, Resource[]>();
  for (const resource of resources) {
    const inScope = scopes.get(resource.scope);
    if (inScope === undefined) scopes.set(resource.scope, [resource]);
    else inScope.push(resource);
  }
  const networks = Array.from(scopes.values(), (each) => new NetworkBuilder(each).network());
  return {
    vpcs: networks.flatMap(({ vpcs }) => vpcs),
    subnets: networks.flatMap(({ subnets }) => subnets),
    routeTables: networks.flatMap(({ routeTables }) => routeTables),
    natGateways: networks.flatMap(({ natGateways }) => natGateways),
    egressOnlyGateways: networks.flatMap(({ egressOnlyGateways }) => egressOnlyGateways),
    endpoints: networks.flatMap(({ endpoints }) => endpoints),
    securityGroups: networks.flatMap(({ securityGroups }) => securityGroups),
    networkAcls: networks.flatMap(({ networkAcls }) => networkAcls),
    computes: networks.flatMap(({ computes }) => computes),
  };
}

/** Whether something is set; what is set to something unknown is set, unless only a variable knows. */
function isSet(value: AuditValue | undefined): AuditAnswer {
  if (value === undefined || isAbsent(value)) return NO;
  if (value.kind === "unknown") return value.isSet ? YES : notKnown(value.missing);
  if (value.kind === "list" && value.items.length === 0) return NO;
  return value.kind === "known" && value.value === "" ? NO : YES;
}

/** Whether it is true; null: its format's default. */
export function flagOf(value: AuditValue | undefined): AuditAnswer {
  const answer = isTrue(value);
  if (answer === "unknown") return notKnown(missingIn(value)[0] ?? "a value");
  return answer === "yes" ? YES : NO;
}

function anyOf(answers: readonly AuditAnswer[]): AuditAnswer {
  if (answers.some(({ is }) => is === "yes")) return YES;
  return answers.find(({ is }) => is === "unknown") ?? NO;
}

const maybe = (answer: AuditAnswer, resource: Resource): AuditAnswer =>
  answer.is === "yes" && resource.multiplicity.kind === "unknown"
    ? notKnown(resource.multiplicity.missing)
    : answer;

class NetworkBuilder {
  private readonly index: ResourceIndex;
  private readonly byKinds = new Map<string, readonly Resource[]>();
  private readonly resources: readonly Resource[];

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    this.index = new ResourceIndex(resources);
  }

  network(): Network {
    const routeTables = this.of("route-table", "main-route-table")
      .filter(({ type }) => type !== "aws_main_route_table_association")
      .map((each) => this.routeTable(each));
    const subnets = this.of("subnet").map((each) => this.subnet(each, routeTables));
    const natGateways = this.of("nat-gateway").map((each) => this.natGateway(each));
    const egressOnlyGateways = this.of("egress-only-gateway").map((each) => this.gateway(each));
    const endpoints = this.of("vpc-endpoint").map((each) => this.endpoint(each));
    const vpcs = this.of("vpc").map((resource): AuditVpc => {
      const within = <T extends { readonly vpc: VpcLink }>(all: readonly T[]) =>
        all.filter(({ vpc }) => vpc.kind === "vpc" && vpc.vpc === resource);
      const tables = within(routeTables);
      return {
        resource,
        ipv6: this.vpcIpv6(resource),
        subnets: within(subnets),
        routeTables: tables,
        natGateways: within(natGateways),
        egressOnlyGateways: within(egressOnlyGateways),
        endpoints: within(endpoints),
        hasCentralEgress: anyOf(
          tables
            .flatMap(({ routes }) => routes)
            .filter(({ target }) => target === "transit-gateway")
            .map(({ isDefault }) => isDefault),
        ),
      };
    });
    const securityGroups = this.of("security-group").map((each) => this.securityGroup(each));
    const networkAcls = this.of("network-acl").map((each) => this.networkAcl(each));
    const network = {
      vpcs,
      subnets,
      routeTables,
      natGateways,
      egressOnlyGateways,
      endpoints,
      securityGroups,
      networkAcls,
    };
    return { ...network, computes: computesOf(this.resources, this.index, network) };
  }

  private of(...kinds: readonly ResourceKind[]): readonly Resource[] {
    const key = kinds.join(" ");
    const before = this.byKinds.get(key);
    if (before !== undefined) return before;
    const found = this.resources.filter(({ kind }) => kinds.includes(kind));
    this.byKinds.set(key, found);
    return found;
  }

  /** The VPC that an attribute speaks of. */
  private vpcOf(resource: Resource): VpcLink {
    const value = resource.attributes["vpc_id"];
    const vpc = this.index.first(resource, value, "vpc");
    if (vpc !== null) return { kind: "vpc", vpc };
    const subnet = this.index.first(resource, resource.attributes["subnet_id"], "subnet");
    if (subnet !== null) return this.vpcOf(subnet);
    return { kind: "unknown", missing: missingIn(value)[0] ?? textOf(value) ?? "vpc_id" };
  }

  private vpcIpv6(vpc: Resource): AuditAnswer {
    const { attributes } = vpc;
    const own = [
      flagOf(attributes["assign_generated_ipv6_cidr_block"]),
      isSet(attributes["ipv6_cidr_block"]),
      isSet(attributes["ipv6_ipam_pool_id"]),
    ];
    const associated = this.of("vpc-ipv6-cidr")
      .filter((each) => this.index.first(each, each.attributes["vpc_id"], "vpc") === vpc)
      .map((each) => {
        const values = [
          flagOf(each.attributes["amazon_provided_ipv6_cidr_block"]),
          flagOf(each.attributes["assign_generated_ipv6_cidr_block"]),
          isSet(each.attributes["ipv6_cidr_block"]),
          isSet(each.attributes["ipv6_ipam_pool_id"]),
          isSet(each.attributes["ipv6_pool"]),
        ];
        return maybe(anyOf(values), each);
      });
    return anyOf([...own, ...associated]);
  }

  private subnet(resource: Resource, tables: readonly AuditRouteTable[]): AuditSubnet {
    const { attributes } = resource;
    const native = flagOf(attributes["ipv6_native"]);
    const associated = this.of("subnet-ipv6-cidr")
      .filter((each) => this.index.first(each, each.attributes["subnet_id"], "subnet") === resource)
      .map((each) => maybe(isSet(each.attributes["ipv6_cidr_block"]), each));
    const routeTable = tables.find(({ subnets }) => subnets.includes(resource)) ?? null;
    const vpc = this.vpcOf(resource);
    const main =
      routeTable ??
      tables.find(
        (each) =>
          each.resource.kind === "main-route-table" &&
          each.vpc.kind === "vpc" &&
          vpc.kind === "vpc" &&
          each.vpc.vpc === vpc.vpc,
      ) ??
      null;
    return {
      resource,
      vpc,
      ipv4: native.is === "yes" ? NO : native.is === "unknown" ? native : YES,
      ipv6: anyOf([
        isSet(attributes["ipv6_cidr_block"]),
        isSet(attributes["ipv6_ipam_pool_id"]),
        isSet(attributes["ipv6_netmask_length"]),
        native,
        ...associated,
      ]),
      assignsIpv6: anyOf([flagOf(attributes["assign_ipv6_address_on_creation"]), native]),
      mapsPublicIpv4: flagOf(attributes["map_public_ip_on_launch"]),
      dns64: flagOf(attributes["enable_dns64"]),
      zone: attributes["availability_zone"] ?? attributes["availability_zone_id"],
      routeTable: main,
      isPublic: isPublicTable(main),
    };
  }

  private routeTable(resource: Resource): AuditRouteTable {
    const isTable = (each: Resource) =>
      this.index.first(each, each.attributes["route_table_id"], "route-table", "main-route-table");
    const own = this.of("route").filter((each) => isTable(each) === resource);
    const inline = itemsOf(resource.attributes["route"]) ?? [];
    const unknownInline = inline.find((each) => each.kind === "unknown");
    const conditional = own.find(({ multiplicity }) => multiplicity.kind === "unknown");
    const routes = [
      ...own.map((each) => this.route(each, { kind: "map", entries: each.attributes }, null)),
      ...inline.flatMap((each, at) =>
        each.kind === "map" ? [this.route(resource, each, lineOf(resource, `route.${at}`))] : [],
      ),
    ];
    const subnets = this.of("route-table-association")
      .filter((each) => isTable(each) === resource)
      .flatMap((each) => this.index.all(each, each.attributes["subnet_id"], "subnet"));
    const missing =
      unknownInline?.kind === "unknown"
        ? unknownInline.missing
        : conditional?.multiplicity.kind === "unknown"
          ? conditional.multiplicity.missing
          : null;
    return {
      resource,
      vpc: this.vpcOfTable(resource),
      routes,
      mayHaveMore: missing === null ? NO : notKnown(missing),
      subnets,
    };
  }

  private vpcOfTable(resource: Resource): VpcLink {
    const own = this.vpcOf(resource);
    if (own.kind === "vpc") return own;
    const vpc = this.index.first(resource, resource.attributes["default_route_table_id"], "vpc");
    return vpc === null ? own : { kind: "vpc", vpc };
  }

  private route(resource: Resource, value: AuditValue, line: number | null): AuditRoute {
    const at = (name: string) => auditValueAt(value, name);
    const ipv6 = at("destination_ipv6_cidr_block") ?? at("ipv6_cidr_block");
    const ipv4 = at("destination_cidr_block") ?? at("cidr_block");
    const family = isFilled(ipv6) ? "ipv6" : isFilled(ipv4) ? "ipv4" : "unknown";
    const written = family === "ipv6" ? textOf(ipv6) : textOf(ipv4);
    const destination = written === null ? null : normalCidr(written);
    const missing = missingIn(family === "ipv6" ? ipv6 : ipv4)[0];
    const [target, targetValue] = targetOf(at);
    const isDefault =
      destination === null
        ? missing === undefined
          ? NO
          : notKnown(missing)
        : destination === "0.0.0.0/0" || destination === "::/0"
          ? maybe(YES, resource)
          : NO;
    return {
      resource,
      line: line ?? resource.place.line,
      family: destination?.includes(":") ? "ipv6" : family,
      destination,
      isDefault,
      target: target === "internet-gateway" ? this.gatewayKind(resource, targetValue) : target,
      targetResource: this.index.first(resource, targetValue),
    };
  }

  /** `gateway_id` also takes virtual private gateways and gateway endpoints. */
  private gatewayKind(resource: Resource, value: AuditValue | undefined): RouteTargetKind {
    const found = this.index.first(resource, value);
    if (found?.kind === "internet-gateway") return "internet-gateway";
    if (found?.kind === "egress-only-gateway") return "egress-only-gateway";
    if (found?.kind === "vpc-endpoint") return "vpc-endpoint";
    const text = textOf(value) ?? missingIn(value)[0] ?? "";
    if (/^igw-|internet_gateway|igw|InternetGateway/i.test(text)) return "internet-gateway";
    if (/^vgw-|vpn_gateway|VPNGateway/i.test(text)) return "virtual-gateway";
    if (text === "local") return "other";
    return "unknown";
  }

  private natGateway(resource: Resource): AuditNatGateway {
    const connectivity = resource.attributes["connectivity_type"];
    const isPrivate = textOf(connectivity) === "private";
    const missing = connectivity?.kind === "unknown" ? connectivity.missing : null;
    return {
      resource,
      vpc: this.vpcOf(resource),
      isPublic: isPrivate ? NO : missing === null ? YES : notKnown(missing),
      subnet: this.index.first(resource, resource.attributes["subnet_id"], "subnet"),
    };
  }

  private gateway(resource: Resource): AuditGateway {
    return { resource, vpc: this.vpcOf(resource) };
  }

  private endpoint(resource: Resource): AuditEndpoint {
    const { attributes } = resource;
    const typeValue = attributes["vpc_endpoint_type"];
    const type = textOf(typeValue);
    const name = serviceNameOf(attributes["service_name"]);
    const subnetIds = itemsOf(attributes["subnet_ids"]);
    const added = this.of("vpc-endpoint-subnet").filter(
      (each) => this.index.first(each, each.attributes["vpc_endpoint_id"]) === resource,
    );
    const tables = this.of("vpc-endpoint-route-table")
      .filter((each) => this.index.first(each, each.attributes["vpc_endpoint_id"]) === resource)
      .flatMap((each) => this.index.all(each, each.attributes["route_table_id"]));
    return {
      resource,
      vpc: this.vpcOf(resource),
      type:
        typeValue?.kind === "unknown"
          ? "unknown"
          : type === null || type === "Gateway"
            ? "gateway"
            : type === "Interface"
              ? "interface"
              : "other",
      service: name === null ? null : shortServiceName(name),
      serviceName: name,
      subnetCount: subnetIds === null ? null : subnetIds.length + added.length,
      subnets: this.index.all(resource, attributes["subnet_ids"], "subnet"),
      routeTables: [
        ...this.index.all(
          resource,
          attributes["route_table_ids"],
          "route-table",
          "main-route-table",
        ),
        ...tables,
      ],
      ipAddressType: textOf(attributes["ip_address_type"]),
      isConditional: resource.multiplicity.kind === "unknown",
    };
  }

  private securityGroup(resource: Resource): AuditSecurityGroup {
    const inline = itemsOf(resource.attributes["egress"]);
    const inlineRules = (inline ?? []).map((each, at) =>
      ruleOf(resource, each, resource.lines[`egress.${at}`] ?? lineOf(resource, "egress")),
    );
    const isOf = (each: Resource) =>
      this.index.first(each, each.attributes["security_group_id"], "security-group") === resource;
    const own = this.of("security-group-egress", "security-group-rule").filter(
      (each) =>
        isOf(each) &&
        (each.kind === "security-group-egress" || textOf(each.attributes["type"]) !== "ingress"),
    );
    const rules = own.map((each) =>
      ruleOf(each, { kind: "map", entries: each.attributes }, each.place.line),
    );
    const isStandalone = own.length > 0;
    const unknown = [...missingIn(inline === null ? resource.attributes["egress"] : undefined)][0];
    const conditional = own.find(({ multiplicity }) => multiplicity.kind === "unknown");
    const outside = this.index.leavesModule(resource);
    const missing =
      unknown ??
      (conditional?.multiplicity.kind === "unknown" ? conditional.multiplicity.missing : null) ??
      outside;
    const isCloudFormation = resource.format === "cloudformation" || resource.format === "cdk";
    return {
      resource,
      vpc: this.vpcOf(resource),
      egress: [...inlineRules, ...rules],
      withoutRules:
        isCloudFormation && !isStandalone && inlineRules.length === 0 ? "all" : "nothing",
      mayHaveMore: missing === null || missing === undefined ? NO : notKnown(missing),
    };
  }

  private networkAcl(resource: Resource): AuditNetworkAcl {
    const isOf = (each: Resource) =>
      this.index.first(each, each.attributes["network_acl_id"], "network-acl") === resource;
    const own = this.of("network-acl-entry").filter(isOf);
    const inline = (name: "egress" | "ingress") =>
      (itemsOf(resource.attributes[name]) ?? []).map((each, at) =>
        aclEntry(resource, each, name, resource.lines[`${name}.${at}`] ?? null),
      );
    const subnets = [
      ...this.index.all(resource, resource.attributes["subnet_ids"], "subnet"),
      ...this.of("network-acl-association")
        .filter(isOf)
        .flatMap((each) => this.index.all(each, each.attributes["subnet_id"], "subnet")),
    ];
    const missing = [...inline("egress"), ...inline("ingress")].find(
      ({ direction }) => direction === "unknown",
    );
    return {
      resource,
      vpc: this.vpcOf(resource),
      entries: [
        ...inline("egress"),
        ...inline("ingress"),
        ...own.map((each) => {
          const direction = flagOf(each.attributes["egress"]);
          return aclEntry(
            each,
            { kind: "map", entries: each.attributes },
            direction.is === "unknown" ? "unknown" : direction.is === "yes" ? "egress" : "ingress",
            each.place.line,
          );
        }),
      ],
      subnets,
      mayHaveMore: missing === undefined ? NO : notKnown("entries"),
    };
  }
}

const isFilled = (value: AuditValue | undefined): boolean =>
  value !== undefined && !isAbsent(value) && textOf(value) !== "";

/** `0::/0` → `::/0`; host bits are left alone. */
export function normalCidr(cidr: string): string {
  const [address = "", bits = ""] = cidr.trim().split("/");
  const octets = address.includes(":") ? ipv6Octets(address) : null;
  if (octets?.every((octet) => octet === 0) && bits === "0") return "::/0";
  return bits === "0" && !address.includes(":") ? "0.0.0.0/0" : cidr.trim();
}

const TARGETS: readonly (readonly [string, RouteTargetKind])[] = [
  ["nat_gateway_id", "nat-gateway"],
  ["egress_only_gateway_id", "egress-only-gateway"],
  ["egress_only_internet_gateway_id", "egress-only-gateway"],
  ["transit_gateway_id", "transit-gateway"],
  ["core_network_arn", "transit-gateway"],
  ["network_interface_id", "instance"],
  ["instance_id", "instance"],
  ["vpc_peering_connection_id", "peering"],
  ["vpc_endpoint_id", "vpc-endpoint"],
  ["carrier_gateway_id", "other"],
  ["local_gateway_id", "other"],
  ["gateway_id", "internet-gateway"],
];

function targetOf(
  at: (name: string) => AuditValue | undefined,
): readonly [RouteTargetKind, AuditValue | undefined] {
  for (const [name, kind] of TARGETS) {
    const value = at(name);
    if (isFilled(value)) return [kind, value];
  }
  return ["unknown", undefined];
}

function isPublicTable(table: AuditRouteTable | null): AuditAnswer {
  if (table === null) return notKnown("the route table");
  const defaults = table.routes.filter(
    ({ family, target }) => family === "ipv4" && target === "internet-gateway",
  );
  const answer = anyOf(defaults.map(({ isDefault }) => isDefault));
  if (answer.is !== "no") return answer;
  const unclear = table.routes.find(
    ({ target, isDefault, family }) =>
      target === "unknown" && isDefault.is === "yes" && family === "ipv4",
  );
  if (unclear !== undefined) return notKnown("the target of the default route");
  return table.mayHaveMore;
}

/** Also where only the region is not known: `com.amazonaws.{}.s3`. */
function serviceNameOf(value: AuditValue | undefined): string | null {
  const text = textOf(value);
  if (text !== null) return text;
  return value?.kind === "unknown" && value.pattern !== null ? value.pattern : null;
}

/** After the region; of names in another order, as `aws.api.REGION.x`, too. */
function shortServiceName(name: string): string | null {
  const [, short] =
    /^(?:cn\.)?(?:com\.amazonaws|aws\.api|aws\.sagemaker)\.[^.]+\.(.+)$/.exec(name) ?? [];
  return short === undefined || short.includes("{}") ? null : short;
}

function ruleOf(resource: Resource, value: AuditValue, line: number | null): AuditRule {
  const at = (name: string) => auditValueAt(value, name);
  const cidrs = (...names: readonly string[]) =>
    names.flatMap((name) => {
      const given = at(name);
      return (itemsOf(given) ?? []).flatMap((each) => textOf(each) ?? []);
    });
  const written = cidrs("cidr_blocks", "cidr_ipv4", "cidr_ip", "ipv6_cidr_blocks", "cidr_ipv6");
  const all = written.map(normalCidr);
  const sources = ["cidr_blocks", "cidr_ipv4", "cidr_ip", "ipv6_cidr_blocks", "cidr_ipv6"].map(
    (name) => at(name),
  );
  const others = [
    "security_groups",
    "source_security_group_id",
    "referenced_security_group_id",
    "destination_security_group_id",
    "prefix_list_ids",
    "prefix_list_id",
    "destination_prefix_list_id",
    "self",
  ].map((name) => at(name));
  return {
    resource,
    line,
    ipv4: all.filter((cidr) => !cidr.includes(":")),
    ipv6: all.filter((cidr) => cidr.includes(":")),
    written: written.filter((cidr, index) => cidr !== all[index]),
    hasOther: others.some((each) => isFilled(each) && flagOrList(each)),
    missing: [
      ...(value.kind === "unknown" ? [value.missing] : []),
      ...sources.flatMap((each) => missingIn(each)),
    ],
    protocol: textOf(at("protocol")) ?? textOf(at("ip_protocol")),
    fromPort: numberOf(at("from_port")),
    toPort: numberOf(at("to_port")),
  };
}

function flagOrList(value: AuditValue | undefined): boolean {
  if (value?.kind === "list") return value.items.length > 0;
  return textOf(value) !== "false";
}

function aclEntry(
  resource: Resource,
  value: AuditValue,
  direction: AuditAclEntry["direction"],
  line: number | null,
): AuditAclEntry {
  const at = (name: string) => auditValueAt(value, name);
  const ipv6 = at("ipv6_cidr_block");
  const ipv4 = at("cidr_block");
  const family = isFilled(ipv6) ? "ipv6" : isFilled(ipv4) ? "ipv4" : "unknown";
  const action = at("rule_action") ?? at("action");
  const cidr = textOf(family === "ipv6" ? ipv6 : ipv4);
  const isKnown = value.kind !== "unknown";
  return {
    resource,
    line,
    direction: isKnown ? direction : "unknown",
    family,
    isAllow:
      action?.kind === "unknown"
        ? notKnown(action.missing)
        : textOf(action)?.toLowerCase() === "allow"
          ? YES
          : NO,
    cidr: cidr === null ? null : normalCidr(cidr),
    protocol: textOf(at("protocol")),
    fromPort: numberOf(at("from_port")),
    toPort: numberOf(at("to_port")),
  };
}
