import type { DesignPlan } from "@egress6/core/plan/design-plan";
import type { MonthlyUsd } from "@egress6/core/plan/headlines";
import { type Exact, times, whole } from "@egress6/core/price/exact";

/** Over which time figures are shown. */
export const PERIODS = ["month", "year"] as const;
export type Period = (typeof PERIODS)[number];

const MONTHS: Readonly<Record<Period, number>> = { month: 1, year: 12 };

/** A monthly amount over the period. */
export const usdOver = (usd: Exact, period: Period): Exact => times(usd, whole(MONTHS[period]));

export const maybeUsdOver = (usd: Exact | null, period: Period): Exact | null =>
  usd === null ? null : usdOver(usd, period);

export const rangeOver = ({ low, high }: MonthlyUsd, period: Period): MonthlyUsd => ({
  low: maybeUsdOver(low, period),
  high: maybeUsdOver(high, period),
});

/** What says the cost of a design, over the period. */
export const costOver = (
  { status, low, high, pricedPart }: DesignPlan,
  period: Period,
): Pick<DesignPlan, "status" | "low" | "high" | "pricedPart"> => ({
  status,
  low: maybeUsdOver(low, period),
  high: maybeUsdOver(high, period),
  pricedPart: maybeUsdOver(pricedPart, period),
});
