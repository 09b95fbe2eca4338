import type { PriceBook } from "@egress6/core/price/price-book";
import type { SurveyResult } from "@egress6/core/survey/survey-report";
import { vpcsThatSendIpv6 } from "./document.js";
import { measuredLines, notSeen, surveyVerdict } from "./words.js";

const MOST_FINDINGS = 200;

/** Accounts and VPCs as a table, then findings, then what was not seen. */
export function surveyMarkdown({ report, rules }: SurveyResult, prices: PriceBook): string {
  const { topology, findings } = report;
  const sending = vpcsThatSendIpv6(report);
  const help = new Map(rules.map(({ id, title, helpUri }) => [id, { title, helpUri }]));
  const rows = topology.vpcs.map((vpc) => {
    const own = (items: readonly { readonly vpc: string | null }[]) =>
      items.filter((each) => each.vpc === vpc.id).length;
    const ipv6 = vpc.ipv6Cidrs.length === 0 ? "no" : sending.has(vpc.id) ? "yes" : "no route";
    return `| ${vpc.account ?? ""} | ${vpc.region} | ${cell(vpc.name ?? vpc.id)} | ${ipv6} | ${own(topology.natGateways)} | ${own(topology.publicIpv4)} | ${own(topology.endpoints)} |`;
  });
  const measured = measuredLines(report);
  const unseen = notSeen(report);
  return `${[
    "# egress6 survey",
    cell(surveyVerdict(report, prices)),
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
