import type { PriceBook } from "@egress6/core/price/price-book";
import type { SurveyFinding } from "@egress6/core/survey/survey-findings";
import type { SurveyResult } from "@egress6/core/survey/survey-report";
import { wrapText } from "../wrap-text.js";
import { vpcsThatSendIpv6 } from "./document.js";
import { count, measuredLines, notSeen, surveyVerdict } from "./words.js";

const COLUMNS = 80;
const MOST_RELATED = 5;
const MOST_NOTES = 20;

/** For a terminal: the verdict, then each VPC with what blocks it, then what was not seen. */
export function surveyText({ report, rules }: SurveyResult, prices: PriceBook): string {
  const { topology, findings } = report;
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const sending = vpcsThatSendIpv6(report);
  const vpcOf = vpcFinder(report);
  const blocks = topology.vpcs.map((vpc) => {
    const own = <T extends { readonly vpc: string | null }>(items: readonly T[]) =>
      items.filter((each) => each.vpc === vpc.id);
    const name = vpc.name === null ? vpc.id : `${vpc.name} (${vpc.id})`;
    const parts = [
      vpc.ipv6Cidrs.length === 0
        ? "no IPv6"
        : sending.has(vpc.id)
          ? "sends IPv6"
          : "IPv6, no route out",
      count(own(topology.subnets).length, "subnet"),
      count(own(topology.natGateways).length, "NAT gateway"),
      count(own(topology.endpoints).length, "endpoint"),
      count(own(topology.enis).length, "interface"),
      count(own(topology.publicIpv4).length, "public IPv4 address", "public IPv4 addresses"),
    ];
    const found = findings.filter((each) => vpcOf(each) === vpc.id);
    return [
      wrapText(`${vpc.region}  ${name}: ${parts.join(", ")}`, "  ", COLUMNS),
      ...found.map((each) => findingText(each, titles)),
    ].join("\n");
  });
  const others = findings.filter((each) => vpcOf(each) === null);
  const measured = measuredLines(report);
  const unseen = notSeen(report).slice(0, MOST_NOTES);
  return `${[
    wrapText(surveyVerdict(report, prices), "", COLUMNS),
    ...blocks,
    ...(others.length === 0 ? [] : [others.map((each) => findingText(each, titles)).join("\n")]),
    ...(measured.length === 0
      ? []
      : [measured.map((each) => wrapText(each, "  ", COLUMNS)).join("\n")]),
    ...(unseen.length === 0
      ? []
      : [unseen.map((each) => wrapText(each, "  ", COLUMNS)).join("\n")]),
  ].join("\n\n")}\n`;
}

function findingText(finding: SurveyFinding, titles: ReadonlyMap<string, string>): string {
  const { kind, level, ruleId, text, related, fixText } = finding;
  const shown = related.slice(0, MOST_RELATED).flatMap(({ resource }) => resource ?? []);
  const more = related.length - shown.length;
  const [head = ""] = (fixText ?? "").split("\n");
  return [
    `  ${kind === "review" ? "review" : level} ${ruleId}  ${titles.get(ruleId) ?? ""}`,
    wrapText(`    ${text}`, "    ", COLUMNS),
    ...(shown.length === 0
      ? []
      : [
          wrapText(
            `    also ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
            "    ",
            COLUMNS,
          ),
        ]),
    ...(head === "" ? [] : [wrapText(`    Fix: ${head}`, "    ", COLUMNS)]),
  ].join("\n");
}

/** The VPC that a finding belongs to: its resource, else one of those beside it. */
function vpcFinder({
  topology,
}: SurveyResult["report"]): (finding: SurveyFinding) => string | null {
  const vpcs = new Set(topology.vpcs.map(({ id }) => id));
  const owners = new Map(
    [
      topology.subnets,
      topology.routeTables,
      topology.natGateways,
      topology.endpoints,
      topology.securityGroups,
      topology.networkAcls,
      topology.compute,
    ]
      .flat()
      .map(({ id, vpc }) => [id, vpc]),
  );
  return ({ place, related }) => {
    const ids = [place, ...related].flatMap((each) => each?.resource ?? []);
    for (const id of ids) {
      if (vpcs.has(id)) return id;
      const vpc = owners.get(id);
      if (vpc != null && vpcs.has(vpc)) return vpc;
    }
    return null;
  };
}
