import { dividedBy, type Exact, isZero, plus, sum, times, whole, ZERO } from "../price/exact.js";
import { findPrice, HOURS_PER_MONTH, isKnownFor, tieredUsd } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import { leastGb, mostGb } from "../workload/volume.js";
import { shareOfDay } from "./components.js";
import type { Destination } from "./destination.js";
import type { PlanInput } from "./plan-input.js";

/** What the network costs that the workload file says exists. */
export interface ExistingCost {
  /** USD a month, at least; `null` when a price is missing. */
  readonly low: Exact | null;
  /** USD a month, at most; `null` when a price is missing, or nobody knows how much data there is. */
  readonly high: Exact | null;
  readonly missingPrices: readonly PriceId[];
  /** Those that its figures rest on; none when there are no figures. */
  readonly prices: readonly PriceId[];
}

/** What is in the VPC of those that send there: by count, as everywhere. */
function shareOfVpc({ from }: Destination): Exact {
  const countOf = (senders: Destination["from"]): Exact =>
    whole(senders.reduce((total, { count }) => total + count, 0));
  return dividedBy(countOf(from.filter(({ kind }) => kind.subnets !== "none")), countOf(from));
}

/** An amount of data at least and at most; `null`: nobody knows. */
interface Between {
  readonly low: Exact;
  readonly high: Exact | null;
}

const exactly = (amount: Exact): Between => ({ low: amount, high: amount });
const NOTHING = exactly(ZERO);

function gbOfVpc(destinations: readonly Destination[]): Between {
  const inside = destinations.filter((each) => !isZero(shareOfVpc(each)));
  const highs = inside.map((each) => {
    const most = mostGb(each.volume);
    return most === null ? null : times(most, shareOfVpc(each));
  });
  return {
    low: sum(inside.map((each) => times(leastGb(each.volume), shareOfVpc(each)))),
    high: highs.every((gb) => gb !== null) ? sum(highs) : null,
  };
}

const timesBetween = ({ low, high }: Between, factor: Exact): Between =>
  isZero(factor)
    ? NOTHING
    : { low: times(low, factor), high: high === null ? null : times(high, factor) };

/**
 * Prices what exists: its hours, and the data over it. Data goes over an endpoint that exists, else over
 * the NAT gateways, if there are any here or behind the transit gateway. Fewer NAT gateways than zones: data
 * of the other zones crosses zones.
 */
export function existingCostOf(
  input: PlanInput,
  destinations: readonly Destination[],
): ExistingCost | null {
  const { existing, zones, region } = input.workload;
  if (existing === null) return null;
  const hours = (count: number): Exact => times(whole(count), HOURS_PER_MONTH);
  const isOnEndpoints = ({ endpoints }: Destination): boolean =>
    endpoints.length > 0 && endpoints.every((name) => existing.interfaceEndpoints.includes(name));
  const isOnGateway = ({ hasGateway, service }: Destination): boolean =>
    hasGateway && existing.gatewayEndpoints.some((name) => name === service);
  const endpointGb = gbOfVpc(destinations.filter(isOnEndpoints));
  const otherGb = gbOfVpc(
    destinations.filter((each) => !isOnEndpoints(each) && !isOnGateway(each)),
  );
  // Out of the zones that have no gateway of their own, and back in.
  const zonesServed = existing.natGateways === 0 ? zones : Math.min(existing.natGateways, zones);
  const crossings = dividedBy(whole(2 * (zones - zonesServed)), whole(zones));
  const hasNat = existing.natGateways > 0 || existing.hasCentralEgress;
  const amounts: readonly (readonly [PriceId, Between])[] = [
    ["natGatewayHour", exactly(hours(existing.natGateways))],
    [
      "publicIpv4InUseHour",
      exactly(
        plus(
          hours(existing.natGateways),
          times(hours(existing.publicIpv4), shareOfDay(input.workload)),
        ),
      ),
    ],
    ["interfaceEndpointHourPerAz", exactly(hours(existing.interfaceEndpoints.length * zones))],
    ["interfaceEndpointGb", endpointGb],
    ["natGatewayGb", hasNat ? otherGb : NOTHING],
    [
      "crossAzGbEachDirection",
      existing.hasCentralEgress ? NOTHING : timesBetween(otherGb, crossings),
    ],
    ["transitGatewayAttachmentHour", exactly(hours(existing.hasCentralEgress ? 1 : 0))],
    ["transitGatewayGb", existing.hasCentralEgress ? otherGb : NOTHING],
  ];
  const needed = amounts.filter(([, { high }]) => high === null || high.numerator > 0n);
  const missingPrices = needed
    .filter(([id, { low, high }]) => {
      const price = findPrice(input.prices, region, id);
      return price === undefined || !isKnownFor(price, high ?? low);
    })
    .map(([id]) => id);
  if (missingPrices.length > 0) return { low: null, high: null, missingPrices, prices: [] };
  const usdOf = (amountOf: (gb: Between) => Exact | null): Exact | null =>
    needed.reduce<Exact | null>((total, [id, between]) => {
      const price = findPrice(input.prices, region, id);
      const amount = amountOf(between);
      if (total === null || price === undefined || amount === null) return null;
      return plus(total, tieredUsd(price, amount));
    }, ZERO);
  return {
    low: usdOf(({ low }) => low),
    high: usdOf(({ high }) => high),
    missingPrices: [],
    prices: needed.map(([id]) => id),
  };
}
