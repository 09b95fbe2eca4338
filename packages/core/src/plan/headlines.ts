import {
  compare,
  decimal,
  dividedBy,
  type Exact,
  minus,
  roundedText,
  times,
  whole,
  ZERO,
} from "../price/exact.js";
import type { ExistingNetwork, Workload } from "../workload/workload.js";
import { countWord } from "./count-words.js";
import { carriesAll, type DesignPlan } from "./design-plan.js";
import type { DesignId } from "./designs.js";
import type { ExistingCost } from "./existing-cost.js";
import { costText, pricesCommand, usdText } from "./plan-words.js";
import { gatewayCount, riskColumn } from "./risk.js";
import type { Solution } from "./solve-design.js";

/** USD a month; `null`: not known. */
export interface MonthlyUsd {
  readonly low: Exact | null;
  readonly high: Exact | null;
}

/** One of the three figures that a reader looks for first. */
export interface Headline {
  /** `null`: what exists, or there is none. */
  readonly design: DesignId | null;
  readonly usdPerMonth: MonthlyUsd;
  /** Above zero: dearer than today. `null`: there is nothing to compare. */
  readonly differenceToToday: MonthlyUsd | null;
  /** One to three sentences that say it all. */
  readonly words: string;
}

export interface Headlines {
  readonly today: Headline;
  readonly cheapest: Headline;
  readonly cheapestManaged: Headline;
}

const NOTHING: MonthlyUsd = { low: null, high: null };

/**
 * @param inOneZone the designs if one exit served all zones; asked for only where the cheapest costs more than today
 */
export function headlinesOf(
  workload: Workload,
  designs: readonly DesignPlan[],
  existingCost: ExistingCost | null,
  inOneZone: () => readonly DesignPlan[],
): Headlines {
  const ranked = designs.filter(({ rank }) => rank !== null);
  const [cheapest] = ranked;
  const managed = ranked.find(({ isManaged }) => isManaged);
  const today = existingCost ?? NOTHING;
  const ofDesign = (plan: DesignPlan, words: string): Headline => ({
    design: plan.design.id,
    usdPerMonth: { low: plan.low, high: plan.high },
    differenceToToday: differenceTo(today, plan),
    words,
  });
  return {
    today: {
      design: null,
      usdPerMonth: { low: today.low, high: today.high },
      differenceToToday: null,
      words: todayWords(workload, existingCost),
    },
    cheapest:
      cheapest === undefined
        ? noHeadline(noneWords(workload, designs))
        : ofDesign(
            cheapest,
            [
              designWords(cheapest, today, workload, coverageWords(designs)),
              ...oneZoneWords(cheapest, today, workload, inOneZone),
            ].join(" "),
          ),
    cheapestManaged:
      managed === undefined
        ? noHeadline(
            cheapest === undefined
              ? noneWords(workload, designs)
              : "No design that AWS runs alone works here with a price.",
          )
        : ofDesign(
            managed,
            managed === cheapest
              ? `The same: AWS runs all of \`${managed.design.id}\`.`
              : designWords(managed, today, workload),
          ),
  };
}

const noHeadline = (words: string): Headline => ({
  design: null,
  usdPerMonth: NOTHING,
  differenceToToday: null,
  words,
});

function todayWords({ region }: Workload, existingCost: ExistingCost | null): string {
  if (existingCost === null) {
    return "Not known: add `existing` to the workload to compare with what you have.";
  }
  const { low, high, missingPrices } = existingCost;
  if (low === null) {
    return `What exists has no price here (${missingPrices.join(", ")}): \`${pricesCommand(region)}\`.`;
  }
  return `${rangeText({ low, high })} a month.`;
}

/** `2 of 13 designs have a price here.` */
function coverageWords(designs: readonly DesignPlan[]): readonly string[] {
  const working = designs.filter(carriesAll);
  const priced = working.filter(({ status }) => status === "works");
  if (priced.length === working.length) return [];
  return [
    `${priced.length} of ${working.length} designs ${priced.length === 1 ? "has" : "have"} a price here: others may cost less.`,
  ];
}

function noneWords({ region }: Workload, designs: readonly DesignPlan[]): string {
  if (designs.some(carriesAll)) {
    const working = designs.filter(carriesAll).length;
    return `0 of ${working} designs have a price here: \`${pricesCommand(region)}\`.`;
  }
  if (designs.some(({ status }) => status === "unsure")) {
    return "No design is certain to work yet: check the destinations first.";
  }
  return "No design works: below is what is in the way.";
}

function designWords(
  plan: DesignPlan,
  today: MonthlyUsd,
  workload: Workload,
  coverage: readonly string[] = [],
): string {
  const { design, network, isOverBudget, risks } = plan;
  const difference = differenceTo(toCents(today), toCents(plan));
  const risk = riskColumn(risks);
  const budget = isOverBudget ? " Over the budget." : "";
  const money = `${costText(plan)} a month, ${withSmallInitial(design.title)} (\`${design.id}\`)`;
  const compared = difference === null ? null : differenceText(difference);
  const why = network === null || workload.existing === null ? "" : changeText(workload, network);
  const reason = why === "" || compared === null || compared === AS_TODAY ? "" : `: ${why}`;
  return [
    `${money}${risk === "" ? "" : `; ${risk}`}.`,
    ...coverage,
    ...(compared === null ? [] : [`${withCapital(compared)}${reason}.`]),
    ...payBackWords(difference, workload),
  ]
    .join(" ")
    .concat(budget);
}

/** As shown: differences of what a reader sees add up. */
const toCents = ({ low, high }: MonthlyUsd): MonthlyUsd => ({
  low: low === null ? null : decimal(roundedText(low, 2)),
  high: high === null ? null : decimal(roundedText(high, 2)),
});

/** The low case against the low one, the high against the high one. */
function differenceTo(today: MonthlyUsd, { low, high }: MonthlyUsd): MonthlyUsd | null {
  if (today.low === null) return null;
  const atLow = low === null ? null : minus(low, today.low);
  if (high !== null && today.high !== null) {
    const atHigh = minus(high, today.high);
    if (atLow === null) return { low: atHigh, high: atHigh };
    return compare(atLow, atHigh) <= 0
      ? { low: atLow, high: atHigh }
      : { low: atHigh, high: atLow };
  }
  // An open end of either: one side of the difference has no bound; of both, nothing is known.
  if (high === null && today.high === null) return null;
  if (high === null) return atLow === null ? null : { low: atLow, high: null };
  return { low: null, high: minus(high, today.low) };
}

const AS_TODAY = "as today";

/** `$35.27 to $36.19 more than today` */
export function differenceText({ low, high }: MonthlyUsd): string {
  if (low === null) return high === null ? "not known" : `${leastText(high)} than today`;
  if (high === null)
    return compare(low, ZERO) < 0
      ? `at most ${usdText(minus(ZERO, low))} less than today`
      : `at least ${usdText(low)} more than today`;
  if (isCentless(low) && isCentless(high)) return AS_TODAY;
  if (isCentless(low)) return `${AS_TODAY}, or up to ${usdText(high)} more`;
  if (isCentless(high)) return `${AS_TODAY}, or up to ${usdText(minus(ZERO, low))} less`;
  if (compare(low, ZERO) >= 0) return `${betweenText(low, high)} more than today`;
  if (compare(high, ZERO) <= 0) {
    return `${betweenText(minus(ZERO, high), minus(ZERO, low))} less than today`;
  }
  return `from ${usdText(minus(ZERO, low))} less to ${usdText(high)} more than today`;
}

const leastText = (high: Exact): string =>
  compare(high, ZERO) < 0
    ? `at least ${usdText(minus(ZERO, high))} less`
    : `at most ${usdText(high)} more`;

const isCentless = (usd: Exact): boolean => Number(roundedText(usd, 2)) === 0;

const betweenText = (low: Exact, high: Exact): string =>
  usdText(low) === usdText(high) ? usdText(low) : `${usdText(low)} to ${usdText(high)}`;

/** `$36.50`, `from $36.50`, `$36.50 to $41.00` */
export function rangeText({ low, high }: MonthlyUsd): string {
  if (low === null) return "–";
  return high === null ? `from ${usdText(low)}` : betweenText(low, high);
}

/** `two NAT gateways instead of one` */
function changeText({ existing, zones }: Workload, network: Solution): string {
  if (existing === null) return "";
  const gateways = [
    ...natWords(existing, network, zones),
    ...addressWords(existing, network),
    ...endpointWords(existing, network),
  ];
  return gateways.join(", ");
}

function natWords(existing: ExistingNetwork, network: Solution, zones: number): readonly string[] {
  const now = existing.natGateways;
  const before = `${countWord(now)} NAT ${now === 1 ? "gateway" : "gateways"}`;
  const [gateway] = network.ipv4Gateways;
  if (gateway === undefined)
    return now === 0 ? [] : [`no NAT gateway instead of ${countWord(now)}`];
  if (gateway === "transit-gateway") {
    return existing.hasCentralEgress ? [] : [`a central egress instead of ${before}`];
  }
  const count = gatewayCount(gateway, zones);
  if (gateway.startsWith("nat-gateway-zonal")) {
    if (count === now) return [];
    return [
      `${countWord(count)} NAT ${count === 1 ? "gateway" : "gateways"} instead of ${now === 0 ? "none" : countWord(now)}`,
    ];
  }
  const what =
    gateway === "nat-gateway-regional"
      ? "a regional NAT gateway"
      : `${countWord(count)} NAT ${count === 1 ? "instance" : "instances"}`;
  return [now === 0 ? what : `${what} instead of ${before}`];
}

function addressWords(existing: ExistingNetwork, { publicIpv4 }: Solution): readonly string[] {
  if (publicIpv4.length === 0) return existing.publicIpv4 > 0 ? ["no public IPv4 addresses"] : [];
  return existing.publicIpv4 > 0 ? [] : ["public IPv4 addresses on the compute"];
}

function endpointWords(existing: ExistingNetwork, { endpoints }: Solution): readonly string[] {
  const more = endpoints.filter((name) => !existing.interfaceEndpoints.includes(name)).length;
  const fewer = existing.interfaceEndpoints.filter((name) => !endpoints.includes(name)).length;
  const text = (count: number, word: string): string =>
    `${countWord(count)} ${word} interface ${count === 1 ? "endpoint" : "endpoints"}`;
  return [...(more > 0 ? [text(more, "more")] : []), ...(fewer > 0 ? [text(fewer, "fewer")] : [])];
}

/** Where the cheapest costs more than today: whether it does so for a gateway in each zone. */
function oneZoneWords(
  cheapest: DesignPlan,
  today: MonthlyUsd,
  { constraints, zones }: Workload,
  inOneZone: () => readonly DesignPlan[],
): readonly string[] {
  const difference = differenceTo(today, cheapest);
  const isDearer = difference?.high != null && compare(difference.high, ZERO) > 0;
  if (!isDearer || zones === 1 || constraints.redundancy === "single-az") return [];
  const other = inOneZone().find(({ rank }) => rank === 1);
  const otherDifference = other === undefined ? null : differenceTo(toCents(today), toCents(other));
  if (other === undefined || otherDifference === null) return [];
  if (compareHighs(other, cheapest) >= 0) return [];
  return [
    `With \`redundancy: single-az\`: ${costText(other)} (\`${other.design.id}\`), ${differenceText(otherDifference)}.`,
  ];
}

function compareHighs(a: MonthlyUsd, b: MonthlyUsd): number {
  if (a.high === null || b.high === null) return Number(a.high === null) - Number(b.high === null);
  return compare(a.high, b.high);
}

/** After how many months what is saved has paid what the change costs once. */
function payBackWords(difference: MonthlyUsd | null, { oneTimeUsd }: Workload): readonly string[] {
  if (oneTimeUsd === null || difference === null) return [];
  const months = payBackMonths(oneTimeUsd, difference);
  if (months === null) return ["It saves nothing that would pay the cost of the change."];
  const least = months.low === null ? "at least " : "";
  const text =
    months.low === null || months.low === months.high
      ? `${months.high} ${months.high === 1 ? "month" : "months"}`
      : `${months.low} to ${months.high} months`;
  return [`The ${usdText(oneTimeUsd)} of the change are paid back in ${least}${text}.`];
}

/** Whole months; `null`: never, in one case at least. */
export function payBackMonths(
  oneTimeUsd: Exact,
  { low, high }: MonthlyUsd,
): { readonly low: number | null; readonly high: number } | null {
  const monthsAt = (difference: Exact): number | null => {
    const saved = times(difference, whole(-1));
    if (compare(saved, ZERO) <= 0) return null;
    const { numerator, denominator } = dividedBy(oneTimeUsd, saved);
    return Number((numerator + denominator - 1n) / denominator);
  };
  const most = high === null ? null : monthsAt(high);
  if (most === null) return null;
  return { low: low === null ? null : monthsAt(low), high: most };
}

const withCapital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A title within a sentence; names such as IPv6 and NAT keep their capitals. */
const withSmallInitial = (title: string): string =>
  /^[A-Z][a-z]+ /.test(title) && !title.startsWith("IPv") && !title.startsWith("PrivateLink")
    ? title.charAt(0).toLowerCase() + title.slice(1)
    : title;
