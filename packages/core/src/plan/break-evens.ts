import {
  centralEgressFromVpcs,
  endpointBesideNatGb,
  endpointsBreakEvenGb,
  endpointsPerNatGateway,
  publicIpv4PerNatGateway,
} from "../price/break-even.js";
import { compare, dividedBy, type Exact, fraction, whole } from "../price/exact.js";
import { findPrice } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import type { Workload } from "../workload/workload.js";
import type { DesignPlan } from "./design-plan.js";
import { type Design, designsFor, exclusionOf } from "./designs.js";
import { type FlowClass, isAnyOpen, scaledFlow, UNITS_PER_GB } from "./flows.js";
import type { PlanInput } from "./plan-input.js";
import { joinOverlapping } from "./priced-components.js";
import { solveDesign } from "./solve-design.js";

/** Break-even points, by the fixed charges of one zone. `null`: a price is missing. */
export interface BreakEvens {
  /** Public IPv4 addresses that cost as much as a NAT gateway with its own. */
  readonly publicIpv4PerNatGateway: Exact | null;
  /** Resources of the workload that would need one, for each zone. */
  readonly publicIpv4PerZone: Exact;
  /** Interface endpoints that cost as much as a NAT gateway with its own address. */
  readonly endpointsPerNatGateway: Exact | null;
  /** Endpoints that all services of the workload would need. */
  readonly endpointsNeeded: number;
  /** GB a month in a zone from which that many endpoints cost no more than a NAT gateway. */
  readonly endpointsBreakEvenGb: Exact | null;
  /** GB a month in a zone from which one endpoint pays for itself beside a NAT gateway that stays. */
  readonly endpointBesideNatGb: Exact | null;
  /** From how many VPCs on a central egress costs no more than NAT gateways in each of them. */
  readonly centralEgress: CentralBreakEven | null;
  /** Whether nobody knows how much data some destination gets. */
  readonly isVolumeOpen: boolean;
  /**
   * The cheapest design if something about the workload were different; none where that depends on data of
   * unknown amount. Found when first read: it takes
   * longer than all the rest of a plan.
   */
  readonly variations: readonly Variation[];
  /** The prices that the figures for NAT gateways rest on. */
  readonly prices: readonly PriceId[];
}

/** For VPCs like this one, with its zones and its data. */
export interface CentralBreakEven {
  /** `null`: at no number. */
  readonly vpcs: number | null;
  readonly zones: number;
  /** A month, over the NAT gateways of one VPC. */
  readonly gb: Exact;
}

export const VARIED = ["azs", "data", "count"] as const;

export interface Variation {
  /** `azs`: this many zones; `data`, `count`: this many times the bytes, the instances. */
  readonly varied: (typeof VARIED)[number];
  readonly value: Exact;
  /** `null`: none works that has a price. */
  readonly design: Design["id"] | null;
  readonly title: string | null;
  readonly usd: Exact | null;
}

const HOURS: readonly PriceId[] = ["natGatewayHour", "publicIpv4InUseHour"];
const ENDPOINT_HOURS: readonly PriceId[] = ["interfaceEndpointHourPerAz"];
const CENTRAL: readonly PriceId[] = ["transitGatewayAttachmentHour", "transitGatewayGb"];
const DATA: readonly PriceId[] = ["natGatewayGb", "interfaceEndpointGb"];

export function breakEvensOf(
  input: PlanInput,
  classes: readonly FlowClass[],
  designs: readonly DesignPlan[],
): BreakEvens {
  const { prices, workload } = input;
  const { region, compute, zones } = workload;
  const isKnown = (ids: readonly PriceId[]): boolean =>
    ids.every((id) => findPrice(prices, region, id) !== undefined);
  const endpointsNeeded = joinOverlapping(
    classes.map(({ destination }) => destination.endpoints),
  ).flat().length;
  const addresses = compute
    .filter(({ kind }) => kind.publicIpv4 === "yes")
    .reduce((total, { count }) => total + count, 0);
  const hasHours = isKnown(HOURS);
  const hasEndpoints = hasHours && isKnown(ENDPOINT_HOURS);
  const hasData = hasEndpoints && isKnown(DATA);
  let variations: readonly Variation[] | undefined;
  return {
    publicIpv4PerNatGateway: hasHours ? publicIpv4PerNatGateway(prices, region) : null,
    publicIpv4PerZone: dividedBy(whole(addresses), whole(zones)),
    endpointsPerNatGateway: hasEndpoints ? endpointsPerNatGateway(prices, region) : null,
    endpointsNeeded,
    endpointsBreakEvenGb: hasData ? endpointsBreakEvenGb(prices, region, endpointsNeeded) : null,
    endpointBesideNatGb: hasData ? endpointBesideNatGb(prices, region) : null,
    centralEgress: hasHours && isKnown(CENTRAL) ? centralBreakEven(input, classes) : null,
    isVolumeOpen: isAnyOpen(classes),
    prices: [
      ...(hasHours ? HOURS : []),
      ...(hasEndpoints ? ENDPOINT_HOURS : []),
      ...(hasData ? DATA : []),
      ...(hasHours && isKnown(CENTRAL) ? CENTRAL : []),
    ],
    get variations() {
      variations ??= variationsOf(input, classes, designs);
      return variations;
    },
  };
}

/** Data are those that are known at most, without what gateway endpoints carry; both ways pay the NAT gateway's data. */
function centralBreakEven(
  { prices, workload }: PlanInput,
  classes: readonly FlowClass[],
): CentralBreakEven {
  const { region, zones } = workload;
  const units = classes
    .filter(
      ({ compute, destination }) => compute.kind.subnets !== "none" && !destination.hasGateway,
    )
    .reduce((total, { units: least, mostUnits }) => total + (mostUnits ?? least), 0n);
  const gb = fraction(units, UNITS_PER_GB);
  return { vpcs: centralEgressFromVpcs(prices, region, zones, gb), zones, gb };
}

const ZONES = [1, 2, 3, 4];
const FACTORS = [0.1, 10, 100] as const;

function variationsOf(
  input: PlanInput,
  classes: readonly FlowClass[],
  designs: readonly DesignPlan[],
): readonly Variation[] {
  // Which design is the cheapest depends on the data: without amounts there is no answer.
  if (designs.length === 0 || isAnyOpen(classes)) return [];
  const candidates = candidatesOf(input, classes, designs);
  const atZones = ZONES.map((zones) => ({
    varied: "azs" as const,
    value: whole(zones),
    ...cheapest(candidates, (there) => withWorkload(there, { zones })),
  }));
  const atData = FACTORS.map((factor) => {
    const value = dividedBy(whole(factor * 10), whole(10));
    const scaled = (there: Placed): Placed => ({
      ...there,
      classes: there.classes.map((flow) => scaledFlow(flow, value)),
    });
    return { varied: "data" as const, value, ...cheapest(candidates, scaled) };
  });
  const atCount = [2, 10].map((factor) => {
    const more = (there: Placed): Placed =>
      withWorkload(there, {
        compute: there.input.workload.compute.map((each) => ({
          ...each,
          count: each.count * factor,
        })),
      });
    return { varied: "count" as const, value: whole(factor), ...cheapest(candidates, more) };
  });
  return [...atZones, ...atData, ...atCount];
}

/** A workload with its compute where a design has it, and what it sends there. */
interface Placed {
  readonly input: PlanInput;
  readonly classes: readonly FlowClass[];
}

interface PlacedDesign extends Placed {
  readonly design: Design;
}

const withWorkload = (there: Placed, changed: Partial<Workload>): Placed => ({
  ...there,
  input: { ...there.input, workload: { ...there.input.workload, ...changed } },
});

/**
 * Those that the constraints allow, but for combinations of several; moves to other subnets where they have a network.
 * Of designs that cost the same, the first shown comes first.
 */
function candidatesOf(
  input: PlanInput,
  classes: readonly FlowClass[],
  shown: readonly DesignPlan[],
): readonly PlacedDesign[] {
  const rankOf = ({ id }: Design): number => {
    const rank = shown.findIndex(({ design }) => design.id === id);
    return rank === -1 ? shown.length : rank;
  };
  return [
    ...designsFor(input).map((design) => ({ design, input, classes })),
    ...shown.filter(({ design, network }) => design.subnets !== undefined && network !== null),
  ]
    .filter(({ design }) => design.id !== "mixed" && exclusionOf(design, input) === null)
    .sort((a, b) => rankOf(a.design) - rankOf(b.design));
}

/** The cheapest design that surely works and has a price. */
function cheapest(
  candidates: readonly PlacedDesign[],
  changed: (there: Placed) => Placed,
): Pick<Variation, "design" | "title" | "usd"> {
  let best: { readonly design: Design; readonly usd: Exact } | null = null;
  for (const candidate of candidates) {
    const { input, classes } = changed(candidate);
    const result = solveDesign(candidate.design, classes, "high", input);
    if (result.kind !== "solution" || result.doubt !== null) continue;
    if (best === null || compare(result.usd, best.usd) < 0) {
      best = { design: candidate.design, usd: result.usd };
    }
  }
  return {
    design: best?.design.id ?? null,
    title: best?.design.title ?? null,
    usd: best?.usd ?? null,
  };
}
