import type { Price } from "../price/price-book.js";
import { findPrice } from "../price/price-book.js";
import { mostGb } from "../workload/volume.js";
import type { DesignPlan } from "./design-plan.js";
import type { Destination } from "./destination.js";
import type { PlanInput } from "./plan-input.js";

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
    ...hostAssumptions(input),
    ...volumeAssumption(destinations),
    ...regionAssumption(input),
    ...centralAssumption(input, designs),
    privateLinkAssumption(input),
    ...computeAssumptions(input),
    ...priceAssumptions(input, designs),
  ];
}

const own = (text: string): Assumption => ({ text, asOf: null, sources: [] });

const FIXED: readonly Assumption[] = [
  own("A month has 730 hours, as in AWS's own examples. Prices are on demand, without tax."),
  own(
    "Transfer out to the internet costs the same over IPv4, IPv6 and NAT: it is in no figure, and no design saves it.",
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
      "Transfer to other regions costs the same in every design and is in no figure. Endpoints of this VPC do not carry it.",
    ),
  ];
}

function centralAssumption(
  { workload }: PlanInput,
  designs: readonly DesignPlan[],
): readonly Assumption[] {
  if (!designs.some(({ network }) => network?.ipv4Gateways.includes("transit-gateway"))) return [];
  return [
    own(
      workload.existing?.hasCentralEgress
        ? "Central egress exists: its NAT gateways and its own attachment are paid for by others."
        : "Central egress is built for this workload alone: both attachments and the NAT gateways are counted.",
    ),
  ];
}

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
