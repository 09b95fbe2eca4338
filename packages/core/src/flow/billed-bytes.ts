/** What a bill or a metric says that NAT gateways carried in a stretch of time. Seconds since the epoch. */
export interface BilledPeriod {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

/**
 * How much of what is billed the logs have, in percent. A period that reaches over the window counts by its share.
 * @param counted bytes of the logs
 * @returns null: nothing is billed in the window
 */
export function flowCoverage(
  periods: readonly BilledPeriod[],
  window: { readonly from: number | null; readonly to: number | null },
  counted: bigint,
): number | null {
  const { from, to } = window;
  if (from === null || to === null) return null;
  let billed = 0;
  for (const period of periods) {
    const together = Math.min(to, period.to) - Math.max(from, period.from);
    if (together > 0) billed += (period.bytes * together) / (period.to - period.from);
  }
  return billed > 0 ? Math.round((1000 * Number(counted)) / billed) / 10 : null;
}
