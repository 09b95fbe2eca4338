import { type Exact, times, ZERO } from "../price/exact.js";
import { findPrice, isKnownFor, type Price, type PriceTier } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import {
  type Charge,
  endpointCharge,
  type Ipv4Gateway,
  type Ipv4GatewayId,
  publicIpv4Charge,
  type SizedInstances,
} from "./components.js";
import type { Design } from "./designs.js";
import { type FlowClass, kindIn, type PossibleRoutes, UNITS_PER_GB } from "./flows.js";
import type { PlanInput } from "./plan-input.js";

/** Flows and the routes that a design leaves them. */
export interface FlowRoutes {
  readonly flow: FlowClass;
  readonly routes: PossibleRoutes;
}

export interface PricedCharge {
  readonly charge: Charge;
  /** Of a month, or of a GB; 0 where it has no price. */
  readonly usd: Exact;
  readonly isPriced: boolean;
}

export interface PricedIpv4Gateway {
  readonly id: Ipv4GatewayId;
  readonly fixed: readonly PricedCharge[];
  readonly perGb: readonly PricedCharge[];
  readonly instances: SizedInstances | null;
}

/** Interface endpoints that some flow needs together. */
export interface PricedEndpoints extends PricedCharge {
  readonly names: readonly string[];
}

/**
 * What may be bought: what has a price; besides, IPv4 gateways and addresses that have none; or anything. What has
 * no price then counts as nothing: it tells which network carries all, not what that costs.
 */
export type Buying = "priced" | "unpriced-ipv4" | "unpriced";

/** What a design can buy, in USD a month. What has no price is named in `missing`. */
export interface PricedComponents {
  readonly ipv4Gateways: readonly PricedIpv4Gateway[];
  /** By the compute's position in the workload; `null`: it cannot have public IPv4. */
  readonly publicIpv4: readonly (PricedCharge | null)[];
  readonly endpoints: readonly PricedEndpoints[];
  readonly endpointTiers: readonly PriceTier[];
  readonly missing: readonly PriceId[];
}

export function priceComponents(
  design: Design,
  flowRoutes: readonly FlowRoutes[],
  ipv4Gateways: readonly Ipv4Gateway[],
  input: PlanInput,
  buying: Buying = "priced",
): PricedComponents {
  const prices = new PriceSearch(input);
  const isIpv4 = buying !== "priced";
  const hasData = flowRoutes.some(({ flow, routes }) => routes.free === null && mayHaveData(flow));
  return {
    ipv4Gateways: ipv4Gateways.flatMap(
      (gateway) => pricedIpv4Gateway(gateway, hasData, prices, isIpv4) ?? [],
    ),
    publicIpv4: input.workload.compute.map((compute) => {
      const kind = kindIn(design, compute, input);
      const canHave = kind.publicIpv4 === "yes" && kind.sendsIpv4 === "yes";
      if (!design.publicIpv4 || !canHave) return null;
      return prices.charge(publicIpv4Charge(compute.count, input.workload), isIpv4);
    }),
    ...pricedEndpoints(flowRoutes, prices, input, buying === "unpriced"),
    missing: [...prices.missing],
  };
}

const mayHaveData = ({ units, mostUnits }: FlowClass): boolean => units > 0n || mostUnits === null;

/** @returns null when a price is missing that must be there; that of the data is not needed when there is none */
function pricedIpv4Gateway(
  gateway: Ipv4Gateway,
  hasData: boolean,
  prices: PriceSearch,
  mayLackPrice: boolean,
): PricedIpv4Gateway | null {
  const fixed = prices.charges(gateway.fixed, mayLackPrice);
  const perGb = hasData ? prices.charges(gateway.perGb, mayLackPrice) : [];
  const { id, instances } = gateway;
  return fixed === null || perGb === null ? null : { id, fixed, perGb, instances };
}

function pricedEndpoints(
  flowRoutes: readonly FlowRoutes[],
  prices: PriceSearch,
  { workload }: PlanInput,
  mayLackPrice: boolean,
): Pick<PricedComponents, "endpoints" | "endpointTiers"> {
  const none = { endpoints: [], endpointTiers: [] };
  const carried = flowRoutes.filter(({ routes }) => routes.overEndpoints);
  if (carried.length === 0) return none;
  const zones = workload.constraints.redundancy === "per-az" ? workload.zones : 1;
  const endpoints = joinOverlapping(carried.map(({ flow }) => flow.destination.endpoints)).flatMap(
    (names) => {
      const priced = prices.charge(endpointCharge(names, zones), mayLackPrice);
      return priced === null ? [] : [{ names, ...priced }];
    },
  );
  const units = carried.reduce((total, { flow }) => total + flow.units, 0n);
  const hasData = carried.some(({ flow }) => mayHaveData(flow));
  const endpointTiers = hasData ? prices.tiers("interfaceEndpointGb", units, mayLackPrice) : [];
  return endpointTiers === null || endpoints.length === 0 ? none : { endpoints, endpointTiers };
}

/**
 * Lists of names that overlap, joined: endpoints that some call needs together are bought together, and
 * each endpoint is in one list only.
 */
export function joinOverlapping(
  lists: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  let components: readonly ReadonlySet<string>[] = [];
  for (const list of new Map(lists.map((each) => [each.join(), each])).values()) {
    const touching = components.filter((component) => list.some((name) => component.has(name)));
    const joined = new Set([...touching.flatMap((component) => [...component]), ...list]);
    components = [...components.filter((component) => !touching.includes(component)), joined];
  }
  return components.map((component) => [...component].sort());
}

/** Looks prices up in the workload's region and remembers what is missing. */
class PriceSearch {
  private readonly input: PlanInput;
  readonly missing = new Set<PriceId>();

  constructor(input: PlanInput) {
    this.input = input;
  }

  /** @returns null when the price is missing, unless it may be */
  charge(charge: Charge, mayLackPrice: boolean): PricedCharge | null {
    const rate = this.find(charge.priceId)?.tiers[0]?.usd;
    if (rate !== undefined) return { charge, usd: times(rate, charge.quantity), isPriced: true };
    return mayLackPrice ? { charge, usd: ZERO, isPriced: false } : null;
  }

  /** @returns null when one of the prices is missing, unless they may be */
  charges(charges: readonly Charge[], mayLackPrice: boolean): readonly PricedCharge[] | null {
    const priced = charges.map((charge) => this.charge(charge, mayLackPrice));
    return priced.every((each) => each !== null) ? priced : null;
  }

  /** @returns null when the price is missing, or not known for that much; if it may be, what is known of it */
  tiers(id: PriceId, units: bigint, mayLackPrice: boolean): readonly PriceTier[] | null {
    const price = this.find(id);
    const gb = { numerator: units, denominator: UNITS_PER_GB };
    const isCovered = price === undefined || isKnownFor(price, gb);
    const tiers = price?.tiers ?? null;
    if (!isCovered) this.missing.add(id);
    if (mayLackPrice) return tiers ?? [];
    return isCovered ? tiers : null;
  }

  private find(id: PriceId): Price | undefined {
    const price = findPrice(this.input.prices, this.input.workload.region, id);
    if (price === undefined) this.missing.add(id);
    return price;
  }
}
