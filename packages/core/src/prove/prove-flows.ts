import { type ByteClass, FLOW_CLASS_WORDS, isMovableClass } from "../flow/flow-class.js";
import { monthlyGb } from "../flow/flow-money.js";
import { gigabytesText } from "../plan/plan-words.js";
import { compare, type Exact, minus, times, whole, ZERO } from "../price/exact.js";
import {
  type DestinationBytes,
  type Findings,
  type Leak,
  type MovedBytes,
  NO_FINDINGS,
  type ProvedChange,
  type UsdRange,
} from "./proof.js";

export interface FlowDestination {
  readonly service: string | null;
  readonly region: string | null;
  readonly host: string | null;
  readonly class: ByteClass;
  readonly bytes: bigint;
}

/** What flow logs of one window say. */
export interface FlowsSnapshot {
  readonly region: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly coveredSeconds: number;
  readonly isComplete: boolean;
  /** The share of what was billed that the logs hold; null: not known. */
  readonly coverage: number | null;
  /** False: logs alone name the gateways, so one that is not there may not be logged. */
  readonly hasAllGateways: boolean;
  readonly bytes: bigint;
  readonly usd: UsdRange;
  readonly nats: readonly {
    readonly id: string;
    readonly bytes: bigint;
    /** False: its own interface has no records, or only such as say that records are lost. */
    readonly isLogged: boolean;
  }[];
  readonly destinations: readonly FlowDestination[];
}

/** Why the two cannot be compared; null: they can. */
export function whyFlowsDiffer(before: FlowsSnapshot, after: FlowsSnapshot): string | null {
  if (before.region !== null && after.region !== null && before.region !== after.region) {
    return `the first is of ${before.region}, the second of ${after.region}`;
  }
  for (const [which, { coveredSeconds, coverage, from, to }] of [
    ["first", before],
    ["second", after],
  ] as const) {
    if (coveredSeconds <= 0) return `the ${which} has no records`;
    const whole = from === null || to === null ? 0 : (Date.parse(to) - Date.parse(from)) / 1000;
    if (whole > 0 && coveredSeconds < whole / 2) {
      return `the logs of the ${which} cover less than half of its window`;
    }
    if (coverage !== null && coverage < LEAST_COVERAGE) {
      return `the logs of the ${which} hold less than half of the bytes that were billed`;
    }
  }
  if (isBefore(after.to, before.from)) {
    return `the second window ends on ${after.to?.slice(0, 10)}, before the first begins on ${before.from?.slice(0, 10)}: give the earlier one first`;
  }
  return null;
}

const LEAST_COVERAGE = 0.5;

/** False where one of them is not said. */
const isBefore = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && Date.parse(one) <= Date.parse(other);

/** Whether the two know a gateway in common, whatever it carries; true where one of them has no bytes. */
function haveCommonGateway(before: FlowsSnapshot, after: FlowsSnapshot): boolean {
  const isIdle = ({ nats }: FlowsSnapshot) => nats.every(({ bytes }) => bytes === 0n);
  if (isIdle(before) || isIdle(after)) return true;
  return before.nats.some(({ id }) => after.nats.some((nat) => nat.id === id));
}

/** Without records of a gateway whose interface says in the other window what it carried, they do not hold all. */
function withWhatIsSeen(one: FlowsSnapshot, other: FlowsSnapshot): FlowsSnapshot {
  const carried = new Set(
    other.nats.flatMap(({ id, bytes, isLogged }) => (bytes > 0n && isLogged ? [id] : [])),
  );
  const isMissing =
    one.nats.some(({ id, bytes, isLogged }) => bytes === 0n && !isLogged && carried.has(id)) ||
    (!one.hasAllGateways && [...carried].some((id) => one.nats.every((nat) => nat.id !== id)));
  return isMissing ? { ...one, isComplete: false } : one;
}

/** More than days differ by anyway. */
const GROWTH = { percent: 10, ofTotalPercent: 1 };

export function proveFlows(first: FlowsSnapshot, second: FlowsSnapshot): Findings {
  const [before, after] = [withWhatIsSeen(first, second), withWhatIsSeen(second, first)];
  const month = (bytes: bigint, { coveredSeconds }: FlowsSnapshot) =>
    monthlyGb(bytes, coveredSeconds);
  const totals = {
    bytes: { before: before.bytes, after: after.bytes },
    gbPerMonth: { before: month(before.bytes, before), after: month(after.bytes, after) },
    usdPerMonth: { before: before.usd, after: after.usd },
  };
  const rows = joinedRows(before, after);
  const better: ProvedChange[] = [];
  const worse: ProvedChange[] = [];
  const other: ProvedChange[] = [];
  const unknown: ProvedChange[] = [];
  const moved: MovedBytes[] = [];
  const limit = times(totals.gbPerMonth.before, whole(GROWTH.ofTotalPercent));
  const rise = minus(totals.gbPerMonth.after, totals.gbPerMonth.before);
  if (compare(times(rise, whole(100)), limit) > 0) {
    worse.push(change("all NAT gateways", "carry more", totals.gbPerMonth));
  }
  for (const row of rows) {
    const { gbPerMonth, was } = row;
    const [gbBefore, gbAfter] = [gbPerMonth.before ?? ZERO, gbPerMonth.after ?? ZERO];
    const isLess = compare(gbAfter, gbBefore) < 0;
    if (isLess && was !== null && isMovableClass(was)) {
      const left = (row.after * BigInt(before.coveredSeconds)) / BigInt(after.coveredSeconds);
      moved.push({ ...row, bytes: row.before > left ? row.before - left : 0n });
      better.push(change(row.name, row.after === 0n ? "left" : "sends less", gbPerMonth));
    } else if (row.after === 0n && row.before > 0n) {
      // IPv6 cannot have taken it, so perhaps nobody calls it any more.
      unknown.push(change(row.name, `gone, and not known why (${wordsOf(was)})`, gbPerMonth));
    } else if (row.before === 0n && row.after > 0n) {
      other.push(change(row.name, "new", gbPerMonth));
    } else if (!isLess) {
      const more = minus(gbAfter, gbBefore);
      const isMuch =
        compare(times(more, whole(100)), times(gbBefore, whole(GROWTH.percent))) > 0 &&
        compare(times(more, whole(100)), limit) > 0;
      if (isMuch) worse.push(change(row.name, "sends more", gbPerMonth));
    }
  }
  for (const { id, bytes } of after.nats) {
    if (bytes > 0n && !before.nats.some((nat) => nat.id === id)) {
      other.push({
        resource: id,
        what: "a NAT gateway that was not there",
        before: null,
        after: "in use",
      });
    }
  }
  for (const { id } of before.nats) {
    const left = after.nats.find((nat) => nat.id === id);
    if (left === undefined || left.bytes === 0n) {
      better.push({
        resource: id,
        what: "carries nothing any more",
        before: "in use",
        after: null,
      });
    }
  }
  const isSame = haveCommonGateway(before, after);
  if (!isSame) {
    const ids = ({ nats }: FlowsSnapshot) => nats.map(({ id }) => id).join(", ");
    unknown.push({
      resource: "NAT gateways",
      what: "no gateway is in both: they may be of different networks",
      before: ids(before),
      after: ids(after),
    });
  }
  // What the second does not hold, or what another network does not do, has not moved.
  const isShown = isSame && after.isComplete;
  const why = isSame ? "not seen, and the second is not complete" : "perhaps of another network";
  const rises = worse.filter(() => !isSame || !before.isComplete);
  return {
    ...NO_FINDINGS,
    better: isShown ? better : [],
    worse: worse.filter((each) => !rises.includes(each)),
    other,
    unknown: [
      ...unknown,
      ...(isShown ? [] : better.map((each) => ({ ...each, what: `${each.what}: ${why}` }))),
      ...rises.map((each) => ({
        ...each,
        what: `${each.what}: ${isSame ? "the first is not complete" : why}`,
      })),
    ],
    moved: isShown ? bySize(moved, ({ bytes }) => bytes) : [],
    leaks: bySize(
      rows.filter(({ after: bytes }) => bytes > 0n).map(leakOf),
      ({ traffic }) => traffic?.after ?? 0n,
    ),
    totals,
    saved: savedOf(before, after, isSame),
    savedOn: "data processing of NAT gateways",
    cautions: cautionsOf(before, after),
    isPartial: !isSame || !before.isComplete || !after.isComplete,
  };
}

/** An end that what is missing could move is open. */
function savedOf(before: FlowsSnapshot, after: FlowsSnapshot, isSame: boolean): UsdRange {
  const { low, high } = difference(before.usd, after.usd);
  return {
    low: isSame && after.isComplete ? low : null,
    high: isSame && before.isComplete ? high : null,
  };
}

type Row = DestinationBytes & {
  readonly was: ByteClass | null;
  readonly is: ByteClass | null;
};

function joinedRows(before: FlowsSnapshot, after: FlowsSnapshot): readonly Row[] {
  const [was, is] = [byName(before), byName(after)];
  return [...new Set([...was.keys(), ...is.keys()])].map((name) => {
    const [one, two] = [was.get(name), is.get(name)];
    const known = two ?? one;
    return {
      name,
      service: known?.service ?? null,
      host: known?.service == null ? (known?.host ?? name) : known.host,
      before: one?.bytes ?? 0n,
      after: two?.bytes ?? 0n,
      gbPerMonth: {
        before: monthlyGb(one?.bytes ?? 0n, before.coveredSeconds),
        after: monthlyGb(two?.bytes ?? 0n, after.coveredSeconds),
      },
      was: one?.class ?? null,
      is: two?.class ?? null,
    };
  });
}

/** A service by its name and, where that is another one, its region; else the host. */
function byName({ destinations, region }: FlowsSnapshot): ReadonlyMap<string, FlowDestination> {
  const found = new Map<string, FlowDestination>();
  for (const each of destinations) {
    const elsewhere = each.region === null || each.region === region ? "" : ` in ${each.region}`;
    const name =
      each.service === null ? (each.host ?? "unattributed") : `${each.service}${elsewhere}`;
    const known = found.get(name);
    const bytes = (known?.bytes ?? 0n) + each.bytes;
    // That of the most bytes says what could become of them.
    const larger = known === undefined || each.bytes > known.bytes ? each : known;
    const host = known === undefined || known.host === each.host ? each.host : null;
    found.set(name, { ...larger, host, bytes });
  }
  return found;
}

const wordsOf = (flowClass: ByteClass | null): string =>
  flowClass === null ? "cannot tell" : FLOW_CLASS_WORDS[flowClass];

function leakOf(row: Row): Leak {
  const flowClass = row.is ?? "unknown";
  return { name: row.name, why: WHY[flowClass], traffic: row };
}

const WHY: Readonly<Record<ByteClass, string>> = {
  "free-fix": "a gateway endpoint would carry it without charge; none does yet",
  "v6-now": "it has IPv6, and these clients or their subnets do not use it",
  "v6-config": "it has IPv6 by a dual-stack hostname, which these clients are not set to",
  "v4-only": "none of its hostnames has an IPv6 address",
  ambiguous: "its addresses have several names, which differ",
  unknown: "not known whether it has IPv6",
};

const change = (
  resource: string,
  what: string,
  { before, after }: { readonly before: Exact | null; readonly after: Exact | null },
): ProvedChange => ({ resource, what, before: gbText(before), after: gbText(after) });

const gbText = (gb: Exact | null): string | null =>
  gb === null ? null : `${gigabytesText(gb)} a month`;

function bySize<T>(items: readonly T[], sizeOf: (item: T) => bigint): readonly T[] {
  return [...items].sort((a, b) => {
    const [one, two] = [sizeOf(a), sizeOf(b)];
    return one < two ? 1 : one > two ? -1 : 0;
  });
}

/** What is no longer spent. What makes the one uncertain makes the other, so that like is taken from like. */
export function difference(before: UsdRange, after: UsdRange): UsdRange {
  const between = (a: Exact | null, b: Exact | null) =>
    a === null || b === null ? null : minus(a, b);
  const [low, high] = [between(before.low, after.low), between(before.high, after.high)];
  if (low === null || high === null || compare(low, high) <= 0) return { low, high };
  return { low: high, high: low };
}

const WEEK = 7 * 86_400;

const MOST_DIFFERENCE = 0.05;

const differInCoverage = (before: FlowsSnapshot, after: FlowsSnapshot): boolean =>
  before.coverage !== null &&
  after.coverage !== null &&
  Math.abs(before.coverage - after.coverage) > MOST_DIFFERENCE;

const isAlike = (one: FlowsSnapshot, other: FlowsSnapshot): boolean =>
  one.from === other.from && one.to === other.to;

function cautionsOf(before: FlowsSnapshot, after: FlowsSnapshot): readonly string[] {
  const [short, long] = [before.coveredSeconds, after.coveredSeconds].sort((a, b) => a - b);
  return [
    ...((short ?? 0) < WEEK
      ? ["A window is shorter than a week: days differ, so months may, too."]
      : []),
    ...((long ?? 0) > 4 * (short ?? 0)
      ? ["One window is more than four times as long as the other."]
      : []),
    ...(isBefore(after.from, before.to) &&
    !isBefore(before.to, after.from) &&
    !isAlike(before, after)
      ? ["The two windows overlap: what they share is in both."]
      : []),
    ...(differInCoverage(before, after)
      ? ["The two hold different shares of what was billed: part of the difference may be that."]
      : []),
    ...(before.isComplete ? [] : ["The first is not complete: there was at least so much."]),
    ...(after.isComplete
      ? []
      : ["The second is not complete: what it does not show may still be there."]),
  ];
}
