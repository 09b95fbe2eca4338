import type { Message } from "../finding/finding.js";

type Texts = readonly string[];

/** `1 subnet`, `3 subnets`; with null, `an unknown number of subnets`. */
export function counted(count: number | null, one: string, many = `${one}s`): string {
  if (count === null) return `an unknown number of ${many}`;
  return `${count} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`; of many, the first and how many more. */
export function listWords(all: Texts, most = 6): string {
  const shown = all.length > most ? [...all.slice(0, most), `${all.length - most} more`] : all;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Where only the verdict is known, as on a page, its day is empty. */
export const observedOn = (day: string) => (day === "" ? "observed" : `observed ${day}`);

const notKnown = (missing: string) => `it depends on ${missing}, which is not known here`;

type Of = { readonly what: string };
type Missing = Of & { readonly missing: string };
type PathArgs = Of & {
  /** Why there is no IPv4 path, that there is one, or that nobody knows. */
  readonly path: "none" | "some" | "unknown" | "build";
};

const PATH_WORDS: Readonly<Record<PathArgs["path"], string>> = {
  build: "so that the build needs IPv4",
  none: "and this workload has no IPv4 path",
  some: "which its IPv4 path carries today",
  unknown: "and it is not known whether this workload has an IPv4 path",
};

const MESSAGES = {
  E6101: (args: Of & { readonly subnets: number }) =>
    `VPC ${args.what} has no IPv6 CIDR block, so nothing in ${args.subnets === 0 ? "it" : `its ${counted(args.subnets, "subnet")}`} can leave over IPv6.`,
  "E6101.review": (args: Missing) =>
    `Whether VPC ${args.what} has an IPv6 CIDR block is not known: ${notKnown(args.missing)}.`,
  E6102: (args: Of & { readonly count: number; readonly vpc: string }) =>
    `${args.count === 1 ? `Subnet ${args.what} has` : `${args.count} subnets of ${args.what} have`} no IPv6 CIDR block, though VPC ${args.vpc} has one.`,
  "E6102.review": (args: Missing) =>
    `Whether subnet ${args.what} has an IPv6 CIDR block is not known: ${notKnown(args.missing)}.`,
  "E6102.no-vpc": (args: Missing) =>
    `Subnet ${args.what} has no IPv6 CIDR block. Whether its VPC has one is not known: ${notKnown(args.missing)}.`,
  E6103: (args: Of & { readonly count: number }) =>
    `${args.count === 1 ? `Subnet ${args.what} has` : `${args.count} subnets of ${args.what} have`} IPv6, but new network interfaces get no IPv6 address there.`,
  "E6103.review": (args: Missing) =>
    `Whether network interfaces get an IPv6 address in subnet ${args.what} is not known: ${notKnown(args.missing)}.`,
  E6104: (args: Of & { readonly subnets: number; readonly isPublic: boolean }) =>
    `Route table ${args.what} sends 0.0.0.0/0 out and has no route for ::/0, so ${counted(args.subnets, args.isPublic ? "public subnet with IPv6 has" : "private subnet with IPv6 has", args.isPublic ? "public subnets with IPv6 have" : "private subnets with IPv6 have")} addresses without a route: clients hang, or fall back to IPv4.`,
  "E6104.review": (args: Missing) =>
    `Route table ${args.what} shows no route for ::/0. There may be one elsewhere: ${notKnown(args.missing)}.`,
  E6105: (args: Of & { readonly subnets: number }) =>
    `VPC ${args.what} has IPv6 and no egress-only internet gateway, so ${counted(args.subnets, "private subnet has", "private subnets have")} no IPv6 egress.`,
  "E6105.review": (args: Missing) =>
    `VPC ${args.what} shows no egress-only internet gateway. Whether its subnets need one is not known: ${notKnown(args.missing)}.`,
  E6107: (args: Of & { readonly count: number }) =>
    `DNS64 is on for ${args.count === 1 ? `subnet ${args.what}` : `${args.count} subnets of ${args.what}`}, and no route leads 64:ff9b::/96 to a NAT gateway: hosts that have IPv4 only resolve to addresses that go nowhere.`,
  "E6107.review": (args: Missing) =>
    `DNS64 is on for subnet ${args.what}. Whether a route leads 64:ff9b::/96 to a NAT gateway is not known: ${notKnown(args.missing)}.`,
  E6108: (args: Of & { readonly count: number }) =>
    `DNS64 is on for ${args.count === 1 ? `subnet ${args.what}, which also has` : `${args.count} subnets of ${args.what}, which also have`} IPv4: traffic to IPv4-only hosts, and to S3 past its gateway endpoint, goes through the NAT gateway.`,
  E6201: (args: {
    readonly what: string | null;
    readonly count: number;
    readonly isAtLeast: boolean;
    readonly zones: number | null;
  }) =>
    `${args.isAtLeast ? "At least " : ""}${counted(args.count, "NAT gateway")}${args.zones === null ? "" : ` in ${counted(args.zones, "zone")}`}${args.what === null ? "" : ` in ${args.what}`}. Each costs its hours, every GB and a public IPv4 address.`,
  "E6201.review": (args: Missing) =>
    `How many NAT gateways ${args.what} makes is not known: ${notKnown(args.missing)}.`,
  E6204: (args: Of & { readonly count: number }) =>
    `${args.count === 1 ? `Subnet ${args.what} gives` : `${args.count} subnets of ${args.what} give`} each new network interface a public IPv4 address, and each is billed.`,
  E6205: (args: Of) => `${args.what} asks for a public IPv4 address, which is billed for each one.`,
  E6206: (args: Of & { readonly services: Texts; readonly tables: number }) =>
    `Used in ${args.what}: ${listWords(args.services)}. ${counted(args.tables, "route table with a NAT route has", "route tables with a NAT route have")} no gateway endpoint for ${args.services.length === 1 ? "it" : "them"}: these bytes pay the NAT rate.`,
  E6207: (args: Of & EndpointCost) =>
    `${endpointCount(args)} in ${counted(args.zones, "zone")} of ${args.what} cost $${args.usd} a month${args.conditionalUsd === null ? "" : `, $${args.conditionalUsd} with the conditional ones`}, before data. ${args.zones === 1 ? "A NAT gateway with its address costs" : `${counted(args.zones, "NAT gateway")} with their addresses cost`} $${args.natUsd} (${args.region}, prices of ${args.asOf}).`,
  "E6207.review": (args: Missing & { readonly endpoints: number }) =>
    `${counted(args.endpoints, "interface endpoint")} in ${args.what}. Whether they cost more than NAT gateways is not known: ${notKnown(args.missing)}.`,
  E6211: (args: Of & { readonly image: string; readonly endpoint: string }) =>
    `${args.what} pulls ${args.image}, and its VPC has the interface endpoint ${args.endpoint}, which does not carry the dual-stack names of ECR: the pull leaves the VPC.`,
  E6301: (args: Of & { readonly ports: Texts }) =>
    `Security group ${args.what} lets ${listWords(args.ports)} out to 0.0.0.0/0 and not to ::/0: IPv6 packets are dropped.`,
  "E6301.spelling": (args: Of & { readonly written: string }) =>
    `Security group ${args.what} has ${args.written}. AWS stores ::/0, so every plan shows a change.`,
  "E6301.public-ranges": (args: Of & { readonly ranges: Texts }) =>
    `Security group ${args.what} lets traffic out to ${listWords(args.ranges)} only. Which IPv6 ranges belong to them is not known.`,
  "E6301.review": (args: Missing) =>
    `Security group ${args.what} shows no egress to ::/0. There may be one: ${notKnown(args.missing)}.`,
  E6302: (args: Of) =>
    `Security group ${args.what} has no egress rule. Terraform removes AWS's default rule, so nothing gets out, over IPv4 or IPv6.`,
  "E6302.review": (args: Missing) =>
    `Security group ${args.what} has no egress rule here, and Terraform removes AWS's default. Rules may stand elsewhere: ${notKnown(args.missing)}.`,
  E6303: (args: Of & { readonly directions: Texts }) =>
    `Network ACL ${args.what} allows IPv4 and not IPv6 (${listWords(args.directions)}) on subnets that have IPv6. It is stateless: replies are dropped, too.`,
  "E6303.review": (args: Missing) =>
    `Network ACL ${args.what} shows no IPv6 entries. There may be some: ${notKnown(args.missing)}.`,
  E6305: (args: Of & { readonly effect: string; readonly key: string; readonly ranges: number }) =>
    `${args.what}: the ${args.effect} statement tests ${args.key} against ${counted(args.ranges, "IPv4 range")} only. Clients that move to IPv6 lose access.`,
  E6306: (args: Of & { readonly key: string; readonly ranges: number }) =>
    `${args.what}: a Deny statement tests ${args.key} against ${counted(args.ranges, "IPv4 range")} only. Over IPv6 it does not apply, so whoever it denies gets in.`,
  "E6305.review": (args: Missing & { readonly key: string }) =>
    `${args.what} tests ${args.key} against ranges that are not known here (${args.missing}): look whether IPv6 ranges are among them.`,
  E6401: (args: Of & { readonly needsSubnets: boolean }) =>
    `Lambda function ${args.what} is in a VPC and does not allow IPv6: it sends IPv4 only, also in dual-stack subnets.${args.needsSubnets ? " Its subnets need IPv6, too." : ""}`,
  "E6401.review": (args: Missing) =>
    `Lambda function ${args.what} is in a VPC and does not allow IPv6. Whether its subnets are dual-stack is not known: ${notKnown(args.missing)}.`,
  "E6401.connector": (args: Of) =>
    `Lambda network connector ${args.what} has NetworkProtocol IPv4: functions behind it send IPv4 only.`,
  "E6401.unknown": (args: Missing) =>
    `Whether Lambda function ${args.what} allows IPv6 is not known: ${notKnown(args.missing)}.`,
  E6403: (args: PathArgs & { readonly containers: Texts; readonly host: string }) =>
    `${args.what} logs with awslogs (${listWords(args.containers)}), which calls ${args.host} over IPv4 in dual-stack subnets, ${PATH_WORDS[args.path]}.`,
  E6404: (args: PathArgs & { readonly image: string; readonly host: string }) =>
    `${args.what} pulls ${args.image}. ${args.host} is the IPv4 name of this registry, ${PATH_WORDS[args.path]}.`,
  "E6404.review": (args: Of & { readonly image: string; readonly host: string }) =>
    `${args.what} pulls ${args.image}. Whether ${args.host} answers over IPv6 is not known: nobody has checked it yet.`,
  E6405: (args: PathArgs & { readonly uses: Texts; readonly hosts: Texts }) =>
    `${args.what} takes ${listWords(args.uses)} from ${listWords(args.hosts)} before it starts, over IPv4 in dual-stack subnets, ${PATH_WORDS[args.path]}.`,
  E6406: (args: { readonly agent: string; readonly setting: string; readonly what: string }) =>
    `${args.agent} (${args.what}) does not have ${args.setting}, so it calls IPv4 names.`,
  "E6406.version": (args: {
    readonly agent: string;
    readonly version: string;
    readonly since: string;
    readonly what: string;
  }) =>
    `${args.agent} ${args.version} (${args.what}) cannot use dual-stack names: that needs ${args.since} or later.`,
  "E6406.review": (args: {
    readonly agent: string;
    readonly setting: string;
    readonly missing: string;
    readonly what: string;
  }) =>
    `Whether ${args.agent} (${args.what}) has ${args.setting} is not known: ${notKnown(args.missing)}.`,
  E6407: (args: Of) =>
    `EKS cluster ${args.what} is of the IPv4 family, which cannot be changed: its pods have IPv4 addresses only.`,
  "E6407.review": (args: Missing) =>
    `Of which IP family EKS cluster ${args.what} is, is not known: ${notKnown(args.missing)}.`,
  E6409: (args: PathArgs & { readonly platform: string; readonly asOf: string }) =>
    `${args.what} runs on ${args.platform}, which sends IPv4 only (as of ${args.asOf}), ${PATH_WORDS[args.path]}.`,
  E6502: (args: EndpointArgs & { readonly hostname: string; readonly asOf: string }) =>
    `${args.service} is called in ${counted(args.places, "place")} by its IPv4 name. ${args.hostname} answers over IPv6 (${observedOn(args.asOf)}), and nothing enables it.`,
  "E6502.unchecked": (args: EndpointArgs & { readonly hostname: string; readonly by: string }) =>
    `${args.service} is called in ${counted(args.places, "place")} without the dual-stack setting. Whether ${args.by} or ${args.hostname} answers over IPv6 is not checked yet.`,
  "E6502.region": (args: EndpointArgs) =>
    `${args.service} is called in ${counted(args.places, "place")} without the dual-stack setting. In which region is not known, so its names are not either.`,
  E6503: (args: { readonly setting: string; readonly services: Texts; readonly why: Texts }) =>
    `${args.setting} forces dual-stack names, and ${listWords(args.why)}: every call of ${listWords(args.services)} fails, there is no fallback.`,
  "E6503.unchecked": (args: { readonly setting: string; readonly hosts: Texts }) =>
    `${args.setting} forces dual-stack names. Not checked yet whether these exist: ${listWords(args.hosts)}.`,
  E6504: (args: { readonly host: string; readonly other: string; readonly asOf: string }) =>
    `${args.host} is hard-coded and has no IPv6 address (${observedOn(args.asOf)}). ${args.other} is the dual-stack name of the same.`,
  "E6504.alone": (args: { readonly host: string; readonly asOf: string }) =>
    `${args.host} is hard-coded and has no IPv6 address (${observedOn(args.asOf)}). AWS's rules build no dual-stack name for it.`,
  "E6504.neither": (args: {
    readonly host: string;
    readonly other: string;
    readonly asOf: string;
  }) =>
    `${args.host} is hard-coded and has no IPv6 address (${observedOn(args.asOf)}). ${args.other}, its dual-stack name, has none either.`,
  "E6504.retired": (args: { readonly host: string; readonly date: string; readonly use: string }) =>
    `${args.host} is hard-coded, and AWS retired it on ${args.date}. Use ${args.use}.`,
  "E6504.unchecked": (args: { readonly host: string; readonly other: string }) =>
    `${args.host} is hard-coded. Not checked yet whether it answers over IPv6; ${args.other} is the dual-stack name of the same.`,
  E6505: (args: {
    readonly url: string;
    readonly switch: string;
    readonly refusing: Texts;
    readonly winning: Texts;
  }) => `${args.url} sets an endpoint URL, and ${args.switch} dual-stack names. ${sdkEffect(args)}`,
  "E6505.host": (args: { readonly url: string; readonly host: string; readonly asOf: string }) =>
    `${args.url} leads to ${args.host}, which has no IPv6 address (${observedOn(args.asOf)}).`,
  E6508: (args: { readonly host: string; readonly asOf: string; readonly isBuild: boolean }) =>
    `${args.host} has no IPv6 address (${observedOn(args.asOf)}), and ${args.isBuild ? "the build" : "what runs here"} calls it.`,
  "E6508.documented": (args: {
    readonly host: string;
    readonly asOf: string;
    readonly isBuild: boolean;
  }) =>
    `${args.isBuild ? "The build calls" : "What runs here calls"} ${args.host}, which had no IPv6 address on ${args.asOf}, as others write. Not checked yet.`,
  "E6508.unchecked": (args: { readonly hosts: Texts }) =>
    `${counted(args.hosts.length, "host")} not checked yet for IPv6: ${listWords(args.hosts, 12)}.`,
  E6901: (args: { readonly missing: string; readonly reason: string; readonly places: number }) => {
    const places = args.places > 1 ? ` (${args.places} places)` : "";
    const said = args.reason.charAt(0).toUpperCase() + args.reason.slice(1);
    return args.reason.includes(args.missing)
      ? `${said.replace(/\.$/, "")}${places}.`
      : `${args.missing} is not known${places}: ${args.reason}`;
  },
  E6902: (args: { readonly reason: string }) => `Not read: ${args.reason}`,
};

type EndpointArgs = {
  readonly service: string;
  readonly places: number;
};

type EndpointCost = {
  readonly endpoints: number;
  /** With those under a condition; null: none is. */
  readonly withConditional: number | null;
  readonly zones: number;
  readonly usd: string;
  readonly conditionalUsd: string | null;
  readonly natUsd: string;
  readonly region: string;
  readonly asOf: string;
};

function endpointCount({ endpoints, withConditional }: EndpointCost): string {
  const all = counted(endpoints, "interface endpoint");
  return withConditional === null ? all : `${all}, ${withConditional} with the conditional ones,`;
}

function sdkEffect({
  refusing,
  winning,
}: {
  readonly refusing: Texts;
  readonly winning: Texts;
}): string {
  const parts = [
    ...(refusing.length === 0 ? [] : [`${listWords(refusing)} refuse to call`]),
    ...(winning.length === 0 ? [] : [`${listWords(winning)} take the URL and drop the setting`]),
  ];
  return parts.length === 0 ? "SDKs refuse to call, or take the URL." : `${parts.join("; ")}.`;
}

export type AuditCode = keyof typeof MESSAGES;
export type AuditMessage = {
  [Code in AuditCode]: Message<Code, Parameters<(typeof MESSAGES)[Code]>[0]>;
}[AuditCode];

/** A finding in one or two sentences. */
export function auditMessage({ code, args }: AuditMessage): string {
  // The table holds for each code the words for its arguments.
  const words = MESSAGES[code] as (args: AuditMessage["args"]) => string;
  return words(args);
}
