import { dividedBy, type Exact, plus, sum, times, whole, ZERO } from "../price/exact.js";
import { findPrice, HOURS_PER_MONTH, tieredUsd } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import type { Destination } from "./destination.js";
import type { PlanInput } from "./plan-input.js";

/** What the network costs that the workload file says exists. */
export interface Today {
  /** USD a month; `null` when a price is missing. */
  readonly usd: Exact | null;
  readonly missingPrices: readonly PriceId[];
}

/** Without what compute sends that is not in the VPC: by count, as everywhere. */
function gbOfVpc({ gbPerMonth, from }: Destination): Exact {
  const countOf = (senders: Destination["from"]): Exact =>
    whole(senders.reduce((total, { count }) => total + count, 0));
  const inside = from.filter(({ kind }) => kind.subnets !== "none");
  return times(gbPerMonth, dividedBy(countOf(inside), countOf(from)));
}

/**
 * Prices what exists: its hours, and the data over it. Data goes over an endpoint that exists, else over
 * the NAT gateways, if there are any here or behind the transit gateway. Fewer NAT gateways than zones: data
 * of the other zones crosses zones.
 */
export function todayOf(input: PlanInput, destinations: readonly Destination[]): Today | null {
  const { existing, zones, region } = input.workload;
  if (existing === null) return null;
  const hours = (count: number): Exact => times(whole(count), HOURS_PER_MONTH);
  const isOnEndpoints = ({ endpoints }: Destination): boolean =>
    endpoints.length > 0 && endpoints.every((name) => existing.interfaceEndpoints.includes(name));
  const isOnGateway = ({ hasGateway, service }: Destination): boolean =>
    hasGateway && existing.gatewayEndpoints.some((name) => name === service);
  const gbOf = (list: readonly Destination[]): Exact => sum(list.map(gbOfVpc));
  const endpointGb = gbOf(destinations.filter(isOnEndpoints));
  const otherGb = gbOf(destinations.filter((each) => !isOnEndpoints(each) && !isOnGateway(each)));
  // Out of the zones that have no gateway of their own, and back in.
  const zonesServed = existing.natGateways === 0 ? zones : Math.min(existing.natGateways, zones);
  const crossings = dividedBy(whole(2 * (zones - zonesServed)), whole(zones));
  const amounts: readonly (readonly [PriceId, Exact])[] = [
    ["natGatewayHour", hours(existing.natGateways)],
    ["publicIpv4InUseHour", hours(existing.natGateways + existing.publicIpv4)],
    ["interfaceEndpointHourPerAz", hours(existing.interfaceEndpoints.length * zones)],
    ["interfaceEndpointGb", endpointGb],
    ["natGatewayGb", existing.natGateways > 0 || existing.hasCentralEgress ? otherGb : ZERO],
    ["crossAzGbEachDirection", existing.hasCentralEgress ? ZERO : times(otherGb, crossings)],
    ["transitGatewayAttachmentHour", hours(existing.hasCentralEgress ? 1 : 0)],
    ["transitGatewayGb", existing.hasCentralEgress ? otherGb : ZERO],
  ];
  const needed = amounts.filter(([, quantity]) => quantity.numerator > 0n);
  const missingPrices = needed
    .map(([id]) => id)
    .filter((id) => findPrice(input.prices, region, id) === undefined);
  if (missingPrices.length > 0) return { usd: null, missingPrices };
  const usd = needed.reduce((total, [id, quantity]) => {
    const price = findPrice(input.prices, region, id);
    return price === undefined ? total : plus(total, tieredUsd(price, quantity));
  }, ZERO);
  return { usd, missingPrices: [] };
}
