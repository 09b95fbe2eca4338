import { type Exact, plus, ZERO } from "../price/exact.js";
import { findPrice, isKnownFor, tieredUsd } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import type { FlowClass } from "./flows.js";
import type { PlanInput } from "./plan-input.js";
import { knownNetwork } from "./way/known-network.js";
import { type Bill, billOf, type World } from "./way/network-state.js";
import { startingState } from "./way/starting-state.js";

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

/**
 * Prices what exists: its hours, and the data over it, each part of the data by the path that it takes today. The
 * steps to a design start from the same network.
 */
export function existingCostOf(
  input: PlanInput,
  classes: readonly FlowClass[],
): ExistingCost | null {
  if (input.workload.existing === null) return null;
  const world: World = {
    input,
    known: knownNetwork(input.workload),
    before: classes,
    after: classes,
    instanceTypes: { low: null, high: null },
  };
  const start = startingState(world);
  const low = billOf(world, start, "low");
  const high = billOf(world, start, "high");
  const needed = [
    ...new Set([low, high].flatMap(({ amounts, open }) => [...amounts.keys(), ...open])),
  ];
  const missingPrices = needed.filter((id) => {
    const price = findPrice(input.prices, input.workload.region, id);
    return (
      price === undefined ||
      [low, high].some(({ amounts }) => !isKnownFor(price, amounts.get(id) ?? ZERO))
    );
  });
  if (missingPrices.length > 0) return { low: null, high: null, missingPrices, prices: [] };
  return {
    low: knownPartOf(low),
    high: high.open.size > 0 ? null : knownPartOf(high),
    missingPrices: [],
    prices: needed,
  };

  function knownPartOf({ amounts }: Bill): Exact {
    return [...amounts].reduce((total, [id, amount]) => {
      const price = findPrice(input.prices, input.workload.region, id);
      return price === undefined ? total : plus(total, tieredUsd(price, amount));
    }, ZERO);
  }
}
