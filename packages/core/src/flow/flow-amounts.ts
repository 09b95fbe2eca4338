import { usdText } from "../plan/plan-words.js";
import { compare } from "../price/exact.js";
import type { ByteClass } from "./flow-class.js";
import { addUsd, type FlowUsd } from "./flow-money.js";

const UNITS = ["bytes", "KB", "MB", "GB", "TB", "PB"];

const grouped = (count: number): string => count.toLocaleString("en-US");

/** In units of 1,024, as AWS bills. */
export function sizeText(bytes: bigint): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? grouped(value) : value.toFixed(value < 10 ? 2 : 1)} ${UNITS[unit]}`;
}

/** `67.8 %` */
export function shareText(part: bigint, total: bigint): string {
  if (total === 0n) return "0 %";
  const tenths = Number((2000n * part + total) / (2n * total));
  if (part > 0n && tenths === 0) return "under 0.1 %";
  return `${(tenths / 10).toFixed(1)} %`;
}

/** `$12.00 to $13.50` */
export function flowUsdText({ low, high }: FlowUsd): string {
  if (low === null) return "price not known";
  if (high === null) return `${usdText(low)} or more`;
  return compare(low, high) === 0 ? usdText(low) : `${usdText(low)} to ${usdText(high)}`;
}

/** What a verdict on the bytes of gateways rests on. */
interface CountedBytes {
  readonly bytes: bigint;
  readonly classes: ReadonlyMap<
    ByteClass,
    { readonly bytes: bigint; readonly usdPerMonth: FlowUsd }
  >;
  readonly usdPerMonth: FlowUsd;
  /** Whether names of destinations are known. */
  readonly hasNames: boolean;
}

const MOVABLE = ["free-fix", "v6-now", "v6-config"] as const;

/** The first line of every form: what can move, what it saves, and how much cannot be told. */
export function flowsVerdict(
  { bytes, classes, usdPerMonth, hasNames }: CountedBytes,
  isComplete: boolean,
): string {
  if (bytes === 0n) {
    return isComplete
      ? "No bytes of a NAT gateway are in these logs."
      : "Stopped before any bytes of a NAT gateway were counted.";
  }
  const bytesOf = (each: ByteClass) => classes.get(each)?.bytes ?? 0n;
  const open = bytesOf("unknown") + bytesOf("ambiguous");
  const movable = MOVABLE.reduce((total, each) => total + bytesOf(each), 0n);
  const money = MOVABLE.map(
    (each) => classes.get(each)?.usdPerMonth ?? { low: null, high: null },
  ).reduce(addUsd);
  const saving = money.low === null ? "" : `, ${flowUsdText(money)} a month`;
  const total = usdPerMonth.low === null ? "" : ` (${flowUsdText(usdPerMonth)} a month)`;
  const half = hasNames ? "" : " No resolver query logs were given.";
  return `${shareText(movable, bytes)} of the NAT bytes can move${saving}; ${shareText(open, bytes)} cannot be told. NAT carried ${sizeText(bytes)}${total}.${half}`;
}
