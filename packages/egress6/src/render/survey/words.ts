import { decimal, dividedBy, roundedText, whole } from "@egress6/core/price/exact";
import type { PriceBook } from "@egress6/core/price/price-book";
import { publicIpv4Usd } from "@egress6/core/survey/survey-findings";
import type { SurveyReport } from "@egress6/core/survey/survey-report";
import { vpcsThatSendIpv6 } from "./document.js";

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** The first line of every report for people. */
export function surveyVerdict(report: SurveyReport, prices: PriceBook): string {
  const { topology, regions, findings, accounts } = report;
  const failing = findings.filter(({ kind }) => kind === "fail").length;
  const reviews = findings.length - failing;
  const sending = vpcsThatSendIpv6(report).size;
  const where = `${count(regions.length, "region")}${accounts.length > 1 ? ` of ${accounts.length} accounts` : ""}`;
  const usd = monthlyCost(report, prices);
  const addresses = count(
    topology.publicIpv4.length,
    "public IPv4 address",
    "public IPv4 addresses",
  );
  const parts = [
    `${sending} can send IPv6`,
    `${addresses}${usd === null || topology.publicIpv4.length === 0 ? "" : ` ($${usd} a month)`}`,
    `${count(failing, "finding")}${reviews > 0 ? `, ${reviews} to review` : ""}`,
  ];
  return `${count(topology.vpcs.length, "VPC")} in ${where}: ${parts.join(", ")}.`;
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
    ...(reading.isCutOff ? ["The survey was interrupted: there may be more."] : []),
  ];
}

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
