import { dividedBy, type Exact, fraction, plus, sum, times, whole, ZERO } from "../price/exact.js";
import {
  findPrice,
  HOURS_PER_MONTH,
  isKnownFor,
  type PriceBook,
  tieredUsd,
} from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import { type ByteAmount, plusBytes } from "./byte-amount.js";

/** Bytes of one subject through one gateway. */
export interface GatewayBytes {
  bytes: ByteAmount;
  /** From another zone than that of the gateway. */
  crossAz: ByteAmount;
  /** From a zone that is not known. */
  zoneUnknown: ByteAmount;
  /** From outside the gateway's VPC: through a transit gateway, or a peering. */
  central: ByteAmount;
}

export const noGatewayBytes = (): GatewayBytes => ({
  bytes: 0,
  crossAz: 0,
  zoneUnknown: 0,
  central: 0,
});

/** Where a gateway is, and of which kind. */
export interface GatewayPlace {
  readonly region: string | null;
  readonly isRegional: boolean;
}

/** Null: a price or the region is not known, or nothing was logged. */
export interface FlowUsd {
  readonly low: Exact | null;
  readonly high: Exact | null;
}

export const NO_USD: FlowUsd = { low: null, high: null };
export const ZERO_USD: FlowUsd = { low: ZERO, high: ZERO };

const BYTES_PER_GB = 1n << 30n;

/** What bytes of a window come to in a month, in the GB that AWS bills. */
export function monthlyGb(bytes: bigint, coveredSeconds: number): Exact {
  if (bytes === 0n) return ZERO;
  const gb = fraction(bytes, BYTES_PER_GB);
  return dividedBy(times(gb, times(HOURS_PER_MONTH, whole(3600))), whole(coveredSeconds));
}

/**
 * What a gateway charges for bytes in a month: processing, and crossing zones on the way to it. The high end adds
 * crossings that may be, and the processing of a transit gateway. The hours of the gateway and transfer to the internet
 * are in neither.
 */
export function flowUsd(
  amounts: GatewayBytes,
  { region, isRegional }: GatewayPlace,
  prices: PriceBook,
  coveredSeconds: number,
): FlowUsd {
  const [bytes, crossAz] = [BigInt(amounts.bytes), BigInt(amounts.crossAz)];
  const [zoneUnknown, central] = [BigInt(amounts.zoneUnknown), BigInt(amounts.central)];
  if (bytes === 0n) return ZERO_USD;
  if (region === null || coveredSeconds <= 0) return NO_USD;
  const usd = (id: PriceId, amount: bigint, times2 = false): Exact | null => {
    if (amount === 0n) return ZERO;
    const price = findPrice(prices, region, id);
    const gb = monthlyGb(times2 ? 2n * amount : amount, coveredSeconds);
    return price === undefined || !isKnownFor(price, gb) ? null : tieredUsd(price, gb);
  };
  const processing = usd(isRegional ? "regionalNatGatewayGb" : "natGatewayGb", bytes);
  // Charged out of the one zone and into the other.
  const crossing = isRegional ? ZERO : usd("crossAzGbEachDirection", crossAz, true);
  if (processing === null) return NO_USD;
  const low = crossing === null ? processing : plus(processing, crossing);
  const more = [
    isRegional ? ZERO : usd("crossAzGbEachDirection", zoneUnknown, true),
    usd("transitGatewayGb", central),
  ];
  const isKnown = crossing !== null && more.every((part) => part !== null);
  return { low, high: isKnown ? sum([low, ...more.flatMap((part) => part ?? [])]) : null };
}

/** Null as soon as one is. */
export function addUsd(a: FlowUsd, b: FlowUsd): FlowUsd {
  const added = (x: Exact | null, y: Exact | null) =>
    x === null || y === null ? null : plus(x, y);
  return { low: added(a.low, b.low), high: added(a.high, b.high) };
}

/** Adds bytes of one pair. */
export function addGatewayBytes(
  sum: GatewayBytes,
  bytes: ByteAmount,
  crosses: boolean,
  isZoneKnown: boolean,
  isCentral: boolean,
): void {
  sum.bytes = plusBytes(sum.bytes, bytes);
  if (crosses) sum.crossAz = plusBytes(sum.crossAz, bytes);
  if (!isZoneKnown) sum.zoneUnknown = plusBytes(sum.zoneUnknown, bytes);
  if (isCentral) sum.central = plusBytes(sum.central, bytes);
}
