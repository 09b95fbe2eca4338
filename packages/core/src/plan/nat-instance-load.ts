import { compare, dividedBy, type Exact, fraction, times, whole } from "../price/exact.js";
import { HOURS_PER_MONTH } from "../price/price-book.js";
import { exactAmount } from "../workload/volume.js";
import type { Workload } from "../workload/workload.js";
import { type SizedInstances, shareOfDay } from "./components.js";
import { UNITS_PER_GB } from "./flows.js";
import { SAFE_SHARE_OF_BASELINE } from "./risk-rules.js";

/** What NAT instances carry in a month, in the units of flows. */
export interface InstanceLimits {
  /** With headroom for peaks; `null`: any amount, since the stated peak fits. */
  readonly safeUnits: bigint | null;
  /** If traffic were even all month; `null`: any amount. */
  readonly mostUnits: bigint | null;
}

/**
 * Without a stated peak an average may take 30 % of the baseline. A stated peak is that of all that leaves the VPC: its
 * parts peak in proportion to their data.
 * @param allUnits what leaves the VPC in a month; `null`: nobody knows
 */
export function instanceLimits(
  { size, count }: SizedInstances,
  workload: Workload,
  allUnits: bigint | null,
): InstanceLimits {
  const { peakMbitPerSecond } = workload;
  const baseline = whole(size.baselineMbitPerSecond * count);
  const evenUnits = floor(times(baseline, unitsPerMbit(workload)));
  if (peakMbitPerSecond === null) {
    const { numerator, denominator } = SAFE_SHARE_OF_BASELINE;
    return { safeUnits: (evenUnits * numerator) / denominator, mostUnits: evenUnits };
  }
  const peak = exactAmount(peakMbitPerSecond);
  if (allUnits === null || allUnits === 0n) {
    const units = compare(peak, baseline) <= 0 ? null : 0n;
    return { safeUnits: units, mostUnits: units };
  }
  const atPeak = floor(dividedBy(times(baseline, whole(allUnits)), peak));
  const units = atPeak < evenUnits ? atPeak : evenUnits;
  return { safeUnits: units, mostUnits: units };
}

/**
 * How much of the baseline is taken, in whole per cent: by the peak where it is stated, else by the average.
 * @param units what goes over the instances in a month
 */
export function sharePercentOf(
  { size, count }: SizedInstances,
  workload: Workload,
  allUnits: bigint | null,
  units: bigint,
): number | null {
  const { peakMbitPerSecond } = workload;
  const baseline = whole(size.baselineMbitPerSecond * count);
  const average = averageMbitPerSecond(units, workload);
  if (peakMbitPerSecond === null) return allUnits === null ? null : percent(average, baseline);
  const share = allUnits === null || allUnits === 0n ? whole(1) : fraction(units, allUnits);
  const peak = times(exactAmount(peakMbitPerSecond), share);
  return percent(compare(peak, average) < 0 ? average : peak, baseline);
}

/** What so many units a month are, spread evenly over the time that compute runs. */
export const averageMbitPerSecond = (units: bigint, workload: Workload): Exact =>
  dividedBy(whole(units), unitsPerMbit(workload));

const percent = (part: Exact, all: Exact): number => {
  const { numerator, denominator } = times(dividedBy(part, all), whole(100));
  return Number((2n * numerator + denominator) / (2n * denominator));
};

/** Each byte comes in once and goes out once, so either direction carries them all. */
const unitsPerMbit = (workload: Workload): Exact =>
  times(times(fraction(3600n * UNITS_PER_GB, 8000n), HOURS_PER_MONTH), shareOfDay(workload));

const floor = ({ numerator, denominator }: Exact): bigint => numerator / denominator;
