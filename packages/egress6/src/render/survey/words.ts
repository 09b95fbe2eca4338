import { decimal, dividedBy, roundedText, whole } from "@egress6/core/price/exact";
import type { PriceBook } from "@egress6/core/price/price-book";
import { maybeBrought } from "@egress6/core/survey/brought-addresses";
import { IndexedAnswers } from "@egress6/core/survey/indexed-answers";
import { publicIpv4Usd } from "@egress6/core/survey/survey-findings";
import {
  listReader,
  type ReadList,
  type SurveyPlace,
  surveyPlaces,
  vpcsThatSendIpv6,
} from "@egress6/core/survey/survey-places";
import type { SurveyReport } from "@egress6/core/survey/survey-report";
import type { SurveyVpc } from "@egress6/core/survey/topology";

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** What a list holds; of one that was not read, that. */
export const countOf = (number: number | null, one: string, many = `${one}s`): string =>
  number === null ? `${many} not read` : count(number, one, many);

/** The first line of every report for people. What was not read is no zero. */
export function surveyVerdict(report: SurveyReport, prices: PriceBook): string {
  const { topology, regions, findings, accounts, reading } = report;
  const failing = findings.filter(({ kind }) => kind === "fail").length;
  const reviews = findings.length - failing;
  const found = `${count(failing, "finding")}${reviews > 0 ? `, ${reviews} to review` : ""}`;
  const cutOff = reading.isCutOff ? "Interrupted before it was done. " : "";
  const places = surveyPlaces(report);
  if (topology.vpcs.length === 0 && !places.some(({ vpcs }) => vpcs === 0)) {
    return `${cutOff}No VPCs were read${reading.isCutOff ? " until then" : ""}. ${found}.`;
  }
  const where = `${count(regions.length, "region")}${accounts.length > 1 ? ` of ${accounts.length} accounts` : ""}`;
  const unknown = vpcsWithUnknownRoutes(report).size;
  const sends = `${vpcsThatSendIpv6(report).size} can send IPv6${unknown === 0 ? "" : ` (not known of ${unknown})`}`;
  const usd = monthlyCost(report, prices);
  const number = topology.publicIpv4.length;
  const isPart = places.some(({ publicIpv4 }) => publicIpv4 === null);
  const addresses = number === 0 && isPart ? null : number;
  const price =
    usd === null || number === 0 ? "" : ` (${atMost(report, () => true)}$${usd} a month)`;
  const parts = [
    sends,
    `${isPart && number > 0 ? "at least " : ""}${countOf(addresses, "public IPv4 address", "public IPv4 addresses")}${price}`,
    found,
  ];
  return `${cutOff}${count(topology.vpcs.length, "VPC")} in ${where}: ${parts.join(", ")}.`;
}

/** VPCs with IPv6 of which nobody knows whether a route leads out. */
export function vpcsWithUnknownRoutes(report: SurveyReport): ReadonlySet<string> {
  const isRead = listReader(report);
  const sending = vpcsThatSendIpv6(report);
  const { vpcs, subnets, routeTables } = report.topology;
  const hasBoth = (id: string) =>
    subnets.some(({ vpc }) => vpc === id) && routeTables.some(({ vpc }) => vpc === id);
  return new Set(
    vpcs
      .filter(
        (each) =>
          each.ipv6Cidrs.length > 0 &&
          !sending.has(each.id) &&
          !hasBoth(each.id) &&
          !(isRead("subnets", each) && isRead("routeTables", each)),
      )
      .map(({ id }) => id),
  );
}

/** How many a VPC has; null: not read. */
export function vpcCounter(report: SurveyReport) {
  const isRead = listReader(report);
  return (vpc: SurveyVpc, list: Exclude<ReadList, "vpcs">): number | null => {
    const own = report.topology[list].filter((each) => each.vpc === vpc.id).length;
    // Who shares a VPC does not see the gateways and endpoints of its owner.
    const isHidden =
      vpc.owner !== null &&
      vpc.account !== null &&
      vpc.owner !== vpc.account &&
      (list === "natGateways" || list === "endpoints");
    return own > 0 || (isRead(list, vpc) && !isHidden) ? own : null;
  };
}

/** Accounts and regions, where there are several: a line each. */
export function placeLines(report: SurveyReport, prices: PriceBook): readonly string[] {
  const places = surveyPlaces(report).filter((each) => each.vpcs !== 0 || hasFindings(each));
  return places.length < 2 ? [] : places.map((each) => placeLine(each, report, prices));
}

const hasFindings = ({ findings }: SurveyPlace) => Object.values(findings).some((each) => each > 0);

function placeLine(place: SurveyPlace, report: SurveyReport, prices: PriceBook): string {
  const { account, region, vpcs, vpcsSendingIpv6, findings } = place;
  const head = [account, region ?? "no region"].filter((each) => each !== null).join(" ");
  const { error, warning, note, review } = findings;
  const found = [
    ...(error > 0 ? [count(error, "error")] : []),
    ...(warning > 0 ? [count(warning, "warning")] : []),
    ...(note > 0 ? [count(note, "note")] : []),
    ...(review > 0 ? [`${review} to review`] : []),
  ];
  const network =
    region === null
      ? []
      : [
          `${countOf(vpcs, "VPC")}${vpcsSendingIpv6 === null ? "" : ` (${vpcsSendingIpv6} can send IPv6)`}`,
          countOf(place.natGateways, "NAT gateway"),
          `${countOf(place.publicIpv4, "public IPv4 address", "public IPv4 addresses")}${priceOfPlace(place, report, prices)}`,
          countOf(place.endpoints, "endpoint"),
        ];
  return `${head}: ${[...network, ...(found.length === 0 ? ["no findings"] : found)].join(", ")}`;
}

/** What its public IPv4 addresses cost. */
export function priceOfPlace(
  { region, account, publicIpv4 }: SurveyPlace,
  report: SurveyReport,
  prices: PriceBook,
): string {
  const usd = region === null || !publicIpv4 ? null : publicIpv4Usd(prices, region, publicIpv4);
  const isHere = (each: { readonly region: string; readonly account: string | null }) =>
    each.region === region && (account === null || (each.account ?? account) === account);
  return usd === null ? "" : ` (${atMost(report, isHere)}$${usd} a month)`;
}

/** Of addresses that a customer may have brought, nobody knows here whether AWS charges for them. */
function atMost(
  { reading, topology }: SurveyReport,
  isCounted: (each: { readonly region: string; readonly account: string | null }) => boolean,
): string {
  const brought = maybeBrought(new IndexedAnswers(reading));
  return topology.publicIpv4.some((each) => brought.has(each.address) && isCounted(each))
    ? "at most "
    : "";
}

/** Null: a region has no price. */
function monthlyCost({ topology }: SurveyReport, prices: PriceBook): string | null {
  const byRegion = new Map<string, number>();
  for (const { region } of topology.publicIpv4) {
    byRegion.set(region, (byRegion.get(region) ?? 0) + 1);
  }
  let cents = 0;
  for (const [region, number] of byRegion) {
    const usd = publicIpv4Usd(prices, region, number);
    if (usd === null) return null;
    cents += Math.round(Number(usd) * 100);
  }
  return (cents / 100).toFixed(2);
}

/** What was not seen, a sentence each. */
export function notSeen({ denied, notRead, reading, accounts }: SurveyReport): readonly string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { action, region, account, reason } of denied) {
    const where = [region, accounts.length > 1 ? account : null].filter((each) => each != null);
    const key = `${where.length === 0 ? "" : ` in ${where.join(" of ")}`}, ${reason}`;
    byReason.set(key, (byReason.get(key) ?? new Set()).add(action));
  }
  return [
    ...[...byReason].map(([where, actions]) => `Missing${where}: ${[...actions].join(", ")}`),
    ...(notRead.length === 0
      ? []
      : [
          `Not in what was read, so nothing is said of it: ${notRead
            .map(({ action }) => action)
            .join(", ")}.`,
        ]),
    ...reading.skipped.map(({ file, reason }) => `Not read: ${file}: ${reason}`),
    ...(reading.isCutOff ? ["The survey was interrupted: there is more."] : []),
  ];
}

/** Said before a report of what AWS was asked: whether it was cut off, and what `--save` kept. */
export function askedLines(
  { answers, isCutOff }: Pick<SurveyReport["reading"], "answers" | "isCutOff">,
  folder: string | undefined,
): readonly string[] {
  const hasAnswers = answers.some(({ action }) => !OF_NO_NETWORK.has(action));
  if (isCutOff && !hasAnswers) {
    return [
      "egress6: Interrupted before anything was read.",
      ...(folder === undefined
        ? []
        : [`Nothing was kept: ${folder} says only that the survey was interrupted.`]),
    ];
  }
  return [
    ...(isCutOff
      ? ["egress6: Interrupted. What was read until then is reported; the rest is missing."]
      : []),
    ...(folder === undefined
      ? []
      : [
          `The answers are in ${folder}, for you alone. They hold ids and addresses, and no secrets.`,
        ]),
  ];
}

/** Who asks, and where: no answer about a network. */
const OF_NO_NETWORK: ReadonlySet<string> = new Set([
  "sts:GetCallerIdentity",
  "ec2:DescribeRegions",
]);

const GIGA = 1_000_000_000;
const MOST_LINES = 20;

/** What `--metrics` and `--billing` brought, a paragraph each. */
export function measuredLines({ metrics, costs }: SurveyReport): readonly string[] {
  const byGateway = new Map<string, string[]>();
  for (const { id, region, metric, bytes } of metrics) {
    const words = METRIC_WORDS[metric];
    if (words === undefined) continue;
    const gb = roundedText(dividedBy(decimal(bytes), whole(GIGA)), 2);
    const key = `${region}  ${id}`;
    byGateway.set(key, [...(byGateway.get(key) ?? []), `${gb} GB ${words}`]);
  }
  const [first] = costs;
  const billed = costs.map(
    ({ region, usageType, usd, quantity }) =>
      `${region}  ${usageType}: $${roundedText(decimal(usd), 2)} for ${roundedText(decimal(quantity), 1)}`,
  );
  return [
    ...(byGateway.size === 0 ? [] : ["NAT gateways in the last 30 days (CloudWatch)"]),
    ...[...byGateway].map(([gateway, parts]) => `  ${gateway}: ${parts.join(", ")}`),
    ...(first === undefined ? [] : [`Bill from ${first.from} to ${first.to} (Cost Explorer)`]),
    ...billed.slice(0, MOST_LINES).map((each) => `  ${each}`),
    ...(billed.length > MOST_LINES
      ? [`  ${billed.length - MOST_LINES} more lines are in --format json.`]
      : []),
  ];
}

const METRIC_WORDS: Readonly<Record<string, string>> = {
  BytesInFromDestination: "came in",
  BytesOutToDestination: "went out",
};
