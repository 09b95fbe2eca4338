import { decimalText, isZero } from "../price/exact.js";
import type { Price } from "../price/price-book.js";
import { findPrice } from "../price/price-book.js";
import { PRICE_FAMILIES, type PriceFamily } from "../price/price-family.js";
import { mostGb } from "../workload/volume.js";
import type { DesignPlan } from "./design-plan.js";
import { type Destination, staysInVpc } from "./destination.js";
import { inputDoubts } from "./input-doubts.js";
import type { PlanInput } from "./plan-input.js";
import { knownNetwork } from "./way/known-network.js";

/** What the plan takes as given, when that is of, and where it is from. */
export interface Assumption {
  readonly text: string;
  readonly asOf: string | null;
  readonly sources: readonly string[];
}

export function assumptionsOf(
  input: PlanInput,
  designs: readonly DesignPlan[],
  destinations: readonly Destination[],
): readonly Assumption[] {
  return [
    ...FIXED,
    ...inputDoubts(input, destinations).map(own),
    ...todayAssumptions(input),
    ...hostAssumptions(input),
    ...volumeAssumption(destinations),
    ...inVpcAssumptions(input),
    ...regionAssumption(input),
    ...centralAssumption(input, designs),
    ...peakAssumption(input, designs),
    ...hoursAssumption(input),
    ...discountAssumption(input),
    privateLinkAssumption(input),
    ...computeAssumptions(input),
    ...priceAssumptions(input, designs),
  ];
}

const own = (text: string): Assumption => ({ text, asOf: null, sources: [] });

const FIXED: readonly Assumption[] = [
  own("A month has 730 hours, as in AWS's own examples. Prices are on demand, without tax."),
  own(
    "Transfer out to the internet costs the same over IPv4, IPv6 and NAT: it is not included, and no design saves it.",
  ),
  own(
    "GB count both directions, as NAT gateways and endpoints charge them; traffic is even over zones, and of several senders split by their count.",
  ),
  own(
    "The GB tiers of interface endpoints count all endpoints of the account in the region together; here, this workload alone.",
  ),
  own("A service with an interface endpoint sends all its traffic over it (private DNS)."),
  own(
    "Calls of the platform itself count 0 GB, but for images (`imageGbPerMonth`), whose layers come from S3.",
  ),
];

/** What today's cost and the steps take as given where the workload says nothing. */
function todayAssumptions({ workload }: PlanInput): readonly Assumption[] {
  if (workload.existing === null) return [];
  const { isAnyAssumed, tables } = knownNetwork(workload);
  const isAnyDualStack = workload.compute.some(({ kind }) => kind.subnets === "dual-stack");
  const appliances = [...tables.values()].flatMap(({ ipv4 }) =>
    ipv4?.startsWith("other ") ? [ipv4.slice("other ".length)] : [],
  );
  return [
    ...(isAnyAssumed
      ? [
          own(
            `Today: routes that \`existing\` does not say are taken from its numbers and the kinds of subnets.${isAnyDualStack ? " Dual-stack subnets then have no route for IPv6; where they have one, today costs less." : ""}`,
          ),
        ]
      : []),
    ...(appliances.length > 0
      ? [
          own(
            `Today: what ${[...new Set(appliances)].slice(0, MOST_NAMES).join(", ")} costs is not known here. Data that a default route leads there costs nothing in today's figure.`,
          ),
        ]
      : []),
  ];
}

const MOST_NAMES = 4;

/** Unknown is not zero: what is charged by the GB then has no upper figure. */
function volumeAssumption(destinations: readonly Destination[]): readonly Assumption[] {
  const names = destinations
    .filter(({ volume }) => mostGb(volume) === null)
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return [
    own(
      `We do not know how much data goes to ${names.slice(0, MOST_NAMES).join(", ")}${more}. It counts as unknown, not as 0 GB: designs that charge by the GB have no upper figure. Add \`gbPerMonth\` to get one.`,
    ),
  ];
}

/** Of each service that is left out, why. */
function inVpcAssumptions(input: PlanInput): readonly Assumption[] {
  const { workload, facts } = input;
  const names = new Set(
    workload.services
      .filter((traffic) => staysInVpc(traffic, input))
      .map(({ service }) => service.cliName),
  );
  const withoutIpv4 = workload.compute.some(({ kind }) => kind.sendsIpv4 !== "yes");
  const overIpv6 = withoutIpv4
    ? " What sends no IPv4 reaches them only where they have IPv6 addresses, as with the network type dual-stack."
    : "";
  return [...names].flatMap((name) => {
    const found = facts.inVpc.get(name);
    if (found === undefined) return [];
    const text = `${name}: ${found.connections} stay in the VPC: they need no egress, and cost nothing here.${overIpv6} For calls of its API say \`api: true\`; a public endpoint belongs under \`hosts\`.`;
    return [{ text, asOf: found.asOf, sources: [found.source] }];
  });
}

/** Hosts of AWS are priced as what they are. */
function hostAssumptions({ workload }: PlanInput): readonly Assumption[] {
  return workload.services.flatMap(({ service, region, writtenAs }) =>
    writtenAs === undefined
      ? []
      : [
          own(
            `${writtenAs} is a name of ${service.cliName} in ${region ?? workload.region}: it counts as that service, not as a host outside AWS.`,
          ),
        ],
  );
}

function regionAssumption({ workload }: PlanInput): readonly Assumption[] {
  const isAnyElsewhere = workload.services.some(
    ({ region }) => region !== null && region !== workload.region,
  );
  if (!isAnyElsewhere) return [];
  return [
    own(
      "Transfer to other regions costs the same in every design and is not included. Endpoints of this VPC do not carry it.",
    ),
  ];
}

function centralAssumption(
  { workload }: PlanInput,
  designs: readonly DesignPlan[],
): readonly Assumption[] {
  if (!designs.some(({ network }) => network?.ipv4Gateways.includes("transit-gateway"))) return [];
  return [own(centralText(workload)), own(CENTRAL_IPV6)];
}

const CENTRAL_IPV6 =
  "IPv6 does not cross the hub of a central egress: it leaves by this VPC's own egress-only internet gateway, free of charge.";

function centralText({ existing, sharedByVpcs }: PlanInput["workload"]): string {
  if (existing?.hasCentralEgress) {
    return "Central egress exists: its NAT gateways and its own attachment are paid for by others.";
  }
  return sharedByVpcs === 1
    ? "Central egress is built for this workload alone: both attachments and the NAT gateways are counted. Say with `sharedByVpcs` how many VPCs would share it."
    : `Central egress is shared by ${sharedByVpcs} VPCs (\`sharedByVpcs\`), which split the attachment and the NAT gateways of the hub. The attachment of this VPC and its data are its own.`;
}

function peakAssumption(
  { workload }: PlanInput,
  designs: readonly DesignPlan[],
): readonly Assumption[] {
  if (!designs.some(({ network }) => network?.natInstances != null)) return [];
  const { peakMbitPerSecond, spotDiscountPercent } = workload;
  return [
    own(
      peakMbitPerSecond === null
        ? "The peak is not known: a NAT instance counts as large enough where the average takes no more than 30 % of its baseline. State `peakMbitPerSecond` to size it by the peak."
        : `All that leaves the VPC peaks at ${peakMbitPerSecond.toLocaleString("en-US")} Mbit/s together; its parts peak in proportion to their data.`,
    ),
    own(
      `A network has NAT instances of one size. ${
        spotDiscountPercent === null
          ? "They run on demand. For spot instances, which cost less and which AWS takes back at two minutes' notice, say `spotDiscountPercent`."
          : `They run as spot instances at ${decimalText(spotDiscountPercent)} % off the on-demand price, as the workload says (\`spotDiscountPercent\`). AWS changes spot prices: compare with \`aws ec2 describe-spot-price-history\`.`
      }`,
    ),
  ];
}

function hoursAssumption({ workload: { hoursPerDay } }: PlanInput): readonly Assumption[] {
  if (hoursPerDay === null) return [];
  return [
    own(
      `Compute and NAT instances run ${decimalText(hoursPerDay)} of 24 hours: the hours of the instances and the public IPv4 addresses of compute count for that long. NAT gateways, endpoints, attachments, Elastic IPs and disks cost the same while they exist.`,
    ),
  ];
}

function discountAssumption({ workload: { discountPercent } }: PlanInput): readonly Assumption[] {
  const off = PRICE_FAMILIES.filter((family) => !isZero(discountPercent[family]));
  const [first] = off;
  if (first === undefined) return [];
  const texts = off.map((family) => decimalText(discountPercent[family]));
  if (off.length === PRICE_FAMILIES.length && new Set(texts).size === 1) {
    return [own(`All prices are less ${texts[0]} %, as the workload says.`)];
  }
  const each = off.map((family, index) => `${FAMILY_WORDS[family]} ${texts[index]} %`).join(", ");
  return [own(`Off list prices, as the workload says: ${each}.`)];
}

const FAMILY_WORDS: Readonly<Record<PriceFamily, string>> = {
  natGateway: "NAT gateways",
  publicIpv4: "public IPv4",
  interfaceEndpoint: "interface endpoints",
  transitGateway: "transit gateway",
  instance: "NAT instances and disks",
  other: "the rest",
};

function privateLinkAssumption({ facts }: PlanInput): Assumption {
  const { asOf, source } = facts.privateLinkSource;
  return {
    text: "Which services have interface endpoints is AWS's list, for all regions alike; check with `aws ec2 describe-vpc-endpoint-services`.",
    asOf,
    sources: [source],
  };
}

/** What is said of the compute with little certainty, or not by all. */
function computeAssumptions({ workload }: PlanInput): readonly Assumption[] {
  const kinds = [...new Set(workload.compute.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => [
    { text: `${kind.name}: ${kind.certainty} certainty`, asOf: kind.asOf, sources: kind.sources },
    ...kind.conflicts.map(({ statement, asOf, sources }) => ({
      text: `${kind.name}: another source says otherwise: ${statement}`,
      asOf,
      sources,
    })),
  ]);
}

function priceAssumptions(
  { prices, workload }: PlanInput,
  designs: readonly DesignPlan[],
): readonly Assumption[] {
  const ids = new Set(
    designs.flatMap(({ network }) => network?.lines.map(({ priceId }) => priceId) ?? []),
  );
  return [...ids]
    .flatMap((id) => findPrice(prices, workload.region, id) ?? [])
    .map((price) => ({ text: priceText(price), asOf: price.asOf, sources: price.sources }));
}

function priceText({ id, region, certainty, note }: Price): string {
  const doubt = certainty === "high" ? "" : `, ${certainty} certainty`;
  return `price ${id} in ${region}${doubt}${note === undefined ? "" : `: ${note}`}`;
}
