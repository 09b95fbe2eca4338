import type { PriceBook } from "@egress6/core/price/price-book";
import {
  surveyPlaces,
  vpcsBlockedByAcls,
  vpcsThatSendIpv6,
} from "@egress6/core/survey/survey-places";
import type { SurveyResult } from "@egress6/core/survey/survey-report";
import {
  measuredLines,
  notSeen,
  priceOfPlace,
  surveyVerdict,
  vpcCounter,
  vpcsWithUnknownRoutes,
} from "./words.js";

const MOST_FINDINGS = 200;

/** Accounts and VPCs as a table, then findings, then what was not seen. */
export function surveyMarkdown({ report, rules }: SurveyResult, prices: PriceBook): string {
  const { topology, findings } = report;
  const sending = vpcsThatSendIpv6(report);
  const unknown = vpcsWithUnknownRoutes(report);
  const blocked = vpcsBlockedByAcls(report);
  const number = vpcCounter(report);
  const help = new Map(rules.map(({ id, title, helpUri }) => [id, { title, helpUri }]));
  const rows = topology.vpcs.map((vpc) => {
    const ipv6 =
      vpc.ipv6Cidrs.length === 0
        ? "no"
        : sending.has(vpc.id)
          ? "yes"
          : unknown.has(vpc.id)
            ? "unknown"
            : blocked.has(vpc.id)
              ? "blocked by network ACLs"
              : "no route";
    const own = (["natGateways", "publicIpv4", "endpoints"] as const).map((list) =>
      figure(number(vpc, list)),
    );
    return `| ${vpc.account ?? ""} | ${vpc.region} | ${cell(vpc.name ?? vpc.id)} | ${ipv6} | ${own.join(" | ")} |`;
  });
  const places = surveyPlaces(report);
  const placeRows = places.map((each) => {
    const { account, region, vpcs, vpcsSendingIpv6, natGateways, endpoints, findings } = each;
    const { error, warning, note, review } = findings;
    const figures = [vpcs, vpcsSendingIpv6, natGateways].map(figure);
    const addresses = `${figure(each.publicIpv4)}${priceOfPlace(each, report, prices)}`;
    const found = [error, warning, note, review];
    return `| ${account ?? ""} | ${region ?? "no region"} | ${[...figures, addresses, figure(endpoints), ...found].join(" | ")} |`;
  });
  const measured = measuredLines(report);
  const unseen = notSeen(report);
  return `${[
    "# egress6 survey",
    cell(surveyVerdict(report, prices)),
    ...(places.length < 2
      ? []
      : [
          [
            "| Account | Region | VPCs | Can send IPv6 | NAT gateways | Public IPv4 | Endpoints | Errors | Warnings | Notes | To review |",
            "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
            ...placeRows,
          ].join("\n"),
        ]),
    [
      "| Account | Region | VPC | Sends IPv6 | NAT gateways | Public IPv4 | Endpoints |",
      "|---|---|---|---|---:|---:|---:|",
      ...rows,
    ].join("\n"),
    ...(findings.length === 0 ? [] : ["## Findings"]),
    ...findings.slice(0, MOST_FINDINGS).map(({ ruleId, kind, level, place, text, fixText }) => {
      const { title = "", helpUri = "" } = help.get(ruleId) ?? {};
      const [head = ""] = (fixText ?? "").split("\n");
      return [
        `### ${kind === "review" ? "review" : level}: ${cell(title)} ([${ruleId}](${helpUri}))`,
        `\`${code(place?.file ?? place?.resource ?? "")}\`: ${cell(text)}`,
        ...(head === "" ? [] : [`Fix: ${fixCell(head)}`]),
      ].join("\n\n");
    }),
    ...(findings.length > MOST_FINDINGS
      ? [`${findings.length - MOST_FINDINGS} more are not shown here.`]
      : []),
    ...(measured.length === 0
      ? []
      : ["## Measured", measured.map((each) => `- ${cell(each.trim())}`).join("\n")]),
    ...(unseen.length === 0
      ? []
      : ["## Not seen", unseen.map((each) => `- ${cell(each)}`).join("\n")]),
  ].join("\n\n")}\n`;
}

/** What was not read is no zero. */
const figure = (number: number | null): string => (number === null ? "not read" : `${number}`);

/** Nothing of a name may end a cell or begin markup. */
const cell = (text: string): string =>
  text.replace(/[\\|`*_<>[\]#~]/g, "\\$&").replace(/\s+/g, " ");

/** Commands stay to be pasted. */
const fixCell = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : cell(part)))
    .join("");

const code = (text: string) => text.replace(/[`|\s]/g, " ");
