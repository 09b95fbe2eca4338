import { type Exact, plus, times, whole, ZERO } from "../price/exact.js";
import { findPrice, HOURS_PER_MONTH, type PriceBook, tieredUsd } from "../price/price-book.js";
import type { PriceId } from "../price/price-id.js";
import {
  type Findings,
  type Leak,
  NO_FINDINGS,
  type ProvedChange,
  type UsdRange,
} from "./proof.js";
import { type FindingSet, proveFindings } from "./prove-findings.js";
import { difference } from "./prove-flows.js";

/** Whether having more of it, or a higher value, is wanted. */
export type Wish = "more" | "less" | "neither";

/** Something of an account, as far as egress goes. */
export interface SurveyedItem {
  readonly id: string;
  readonly region: string;
  readonly account: string | null;
  /** `NAT gateway`, `public IPv4 address`. */
  readonly what: string;
  /** Whether having it is wanted. */
  readonly wish: Wish;
  readonly properties: readonly SurveyedProperty[];
  /** What it costs a month for being there. */
  readonly charges: readonly { readonly price: PriceId; readonly count: number }[];
}

export interface SurveyedProperty {
  /** `IPv6 block`, `route ::/0`, `IPv6 egress`. */
  readonly what: string;
  /** Null: it has none, or does not say. */
  readonly value: string | null;
  /** Whether having it is wanted. */
  readonly wish: Wish;
}

export interface SurveySnapshot {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly isComplete: boolean;
  readonly items: readonly SurveyedItem[];
  readonly findings: FindingSet;
}

/** Why the two cannot be compared; null: they can. */
export function whySurveysDiffer(before: SurveySnapshot, after: SurveySnapshot): string | null {
  const common = (a: readonly string[], b: readonly string[]) =>
    a.length === 0 || b.length === 0 || a.some((each) => b.includes(each));
  if (!common(before.accounts, after.accounts)) {
    return `the first is of account ${before.accounts.join(", ")}, the second of ${after.accounts.join(", ")}`;
  }
  if (!common(before.regions, after.regions)) {
    return `the first is of ${before.regions.join(", ")}, the second of ${after.regions.join(", ")}`;
  }
  return null;
}

export function proveSurveys(
  before: SurveySnapshot,
  after: SurveySnapshot,
  prices: PriceBook,
): Findings {
  const found = {
    better: [] as ProvedChange[],
    worse: [] as ProvedChange[],
    other: [] as ProvedChange[],
    unknown: [] as ProvedChange[],
  };
  const add = (wish: Wish, isMore: boolean, change: ProvedChange) => {
    if (wish === "neither") found.other.push(change);
    else found[(wish === "more") === isMore ? "better" : "worse"].push(change);
  };
  const [was, is] = [byKey(before), byKey(after)];
  for (const [key, item] of was) {
    const now = is.get(key);
    const { id: resource, what, wish } = item;
    if (now === undefined) {
      const reason = whyUnseen(item, after);
      const change = { resource, what: reason ?? `${what} removed`, before: what, after: null };
      if (reason === null) add(wish, false, change);
      else found.unknown.push(change);
      continue;
    }
    for (const property of item.properties) {
      const other = now.properties.find((each) => each.what === property.what);
      const value = other?.value ?? null;
      if (value === property.value) continue;
      const change = { resource, what: property.what, before: property.value, after: value };
      const isUnclear = value === UNKNOWN || (other === undefined && !after.isComplete);
      if (isUnclear) found.unknown.push(change);
      else {
        const more = property.value === UNKNOWN ? null : isMore(property.value, value);
        add(more === null ? "neither" : property.wish, more ?? false, change);
      }
    }
    for (const property of now.properties) {
      if (property.value === null) continue;
      if (item.properties.some((each) => each.what === property.what)) continue;
      add(property.wish, true, {
        resource,
        what: property.what,
        before: null,
        after: property.value,
      });
    }
  }
  for (const [key, item] of is) {
    if (was.has(key)) continue;
    const { id: resource, what, wish } = item;
    const change = { resource, what: `${what} added`, before: null, after: what };
    if (whyUnseen(item, before) === null) add(wish, true, change);
    else found.other.push(change);
  }
  const isAll = after.isComplete && before.regions.every((each) => after.regions.includes(each));
  const ofFindings = proveFindings(before.findings, { ...after.findings, isComplete: isAll });
  return {
    ...NO_FINDINGS,
    better: [...found.better, ...ofFindings.better],
    worse: [...found.worse, ...ofFindings.worse],
    other: [...found.other, ...ofFindings.other],
    unknown: [...found.unknown, ...ofFindings.unknown],
    leaks: after.items.flatMap(leakOf),
    saved: savedOf(before, after, prices),
    savedOn: "hours of NAT gateways, public IPv4 addresses and interface endpoints",
    cautions: after.isComplete
      ? []
      : ["The second survey is not complete: what it does not show may still be there."],
    isPartial: !before.isComplete || !after.isComplete || found.unknown.length > 0,
  };
}

const keyOf = ({ region, what, id }: SurveyedItem): string => `${region} ${what} ${id}`;

const byKey = ({ items }: SurveySnapshot): ReadonlyMap<string, SurveyedItem> =>
  new Map(items.map((item) => [keyOf(item), item]));

/** The value of a property that a survey could not see. */
const UNKNOWN = "unknown";

/** Of values with an order; something is more than nothing. */
const ORDER = ["none", "false", "ipv4", "some", "dual-stack", "true", "all", "ipv6-only"];

/** Null: neither is more than the other. */
function isMore(before: string | null, after: string | null): boolean | null {
  const rank = (value: string | null) =>
    value === null ? -1 : ORDER.includes(value) ? ORDER.indexOf(value) : ORDER.length;
  const [was, is] = [rank(before), rank(after)];
  return was === is ? null : is > was;
}

/** Why a survey that lacks it does not show that it is gone; null: it does. */
function whyUnseen(
  { region, account }: SurveyedItem,
  { isComplete, regions, accounts }: SurveySnapshot,
): string | null {
  if (regions.length > 0 && !regions.includes(region))
    return `not seen: ${region} was not surveyed`;
  if (account !== null && accounts.length > 0 && !accounts.includes(account)) {
    return `not seen: account ${account} was not surveyed`;
  }
  return isComplete ? null : "not seen, and the survey is not complete";
}

function leakOf({ id, what }: SurveyedItem): readonly Leak[] {
  if (what !== "NAT gateway" && what !== "public IPv4 address") return [];
  return [{ name: id, why: `the ${what} is still there`, traffic: null }];
}

/**
 * What both surveys looked at. What the second could not see is saved at most; what the first could not see is new cost
 * at most. Null as soon as a price is missing.
 */
function savedOf(before: SurveySnapshot, after: SurveySnapshot, prices: PriceBook): UsdRange {
  const [was, is] = [byKey(before), byKey(after)];
  const gone = before.items.filter((item) => !is.has(keyOf(item)));
  const added = after.items.filter((item) => !was.has(keyOf(item)));
  const kept = before.items.filter((item) => is.has(keyOf(item)));
  const still = after.items.filter((item) => was.has(keyOf(item)));
  const sure = (items: readonly SurveyedItem[], other: SurveySnapshot) =>
    items.filter((item) => whyUnseen(item, other) === null);
  const least = difference(
    costOf([...kept, ...sure(gone, after)], prices),
    costOf([...still, ...added], prices),
  );
  const most = difference(
    costOf([...kept, ...gone], prices),
    costOf([...still, ...sure(added, before)], prices),
  );
  return { low: least.low, high: most.high };
}

/** Null as soon as a price is missing. */
function costOf(items: readonly SurveyedItem[], prices: PriceBook): UsdRange {
  let usd: Exact | null = ZERO;
  for (const { region, charges } of items) {
    for (const { price: id, count } of charges) {
      const price = findPrice(prices, region, id);
      const amount = times(HOURS_PER_MONTH, whole(count));
      usd = usd === null || price === undefined ? null : plus(usd, tieredUsd(price, amount));
    }
  }
  return { low: usd, high: usd };
}
