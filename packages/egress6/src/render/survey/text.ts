import type { PriceBook } from "@egress6/core/price/price-book";
import type { SurveyFinding } from "@egress6/core/survey/survey-findings";
import {
  subnetsThatSendIpv6,
  vpcsBlockedByAcls,
  vpcsThatSendIpv6,
} from "@egress6/core/survey/survey-places";
import type { SurveyResult } from "@egress6/core/survey/survey-report";
import type { SurveyVpc } from "@egress6/core/survey/topology";
import { wrapText } from "../wrap-text.js";
import {
  count,
  countOf,
  measuredLines,
  notSeen,
  placeLines,
  surveyVerdict,
  vpcCounter,
  vpcsWithUnknownRoutes,
} from "./words.js";

const COLUMNS = 80;
const MOST_RELATED = 5;
const MOST_NOTES = 20;
/** Of flow logs: others have a finding. */
const EXACT: ReadonlySet<string> = new Set(["next-hop", "nat-interface"]);

/** For a terminal: the verdict, then each VPC with what blocks it, then what was not seen. */
export function surveyText({ report, rules }: SurveyResult, prices: PriceBook): string {
  const { topology, findings, accounts } = report;
  const unknown = vpcsWithUnknownRoutes(report);
  const number = vpcCounter(report);
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const sending = vpcsThatSendIpv6(report);
  const blocked = vpcsBlockedByAcls(report);
  const vpcOf = vpcFinder(report);
  const sendingSubnets = subnetsThatSendIpv6(report);
  const sendsFrom = ({ id }: SurveyVpc): string => {
    const all = topology.subnets.filter(({ vpc }) => vpc === id).length;
    const own = sendingSubnets.filter(({ vpc }) => vpc === id).length;
    return own === all
      ? `sends IPv6, ${count(all, "subnet")}`
      : `sends IPv6 from ${own} of ${count(all, "subnet")}`;
  };
  const logsOf = ({ id }: SurveyVpc): readonly string[] =>
    report.flowLogs
      .filter(({ resource, mode }) => resource === id && EXACT.has(mode))
      .map((each) => `flow log ${each.id} (exact, ${each.mode})`);
  const blocks = topology.vpcs.map((vpc) => {
    const place = accounts.length > 1 ? `${vpc.account ?? ""} ${vpc.region}` : vpc.region;
    const name = vpc.name === null ? vpc.id : `${vpc.name} (${vpc.id})`;
    const parts = [
      vpc.ipv6Cidrs.length === 0
        ? "no IPv6"
        : sending.has(vpc.id)
          ? sendsFrom(vpc)
          : unknown.has(vpc.id)
            ? "IPv6, routes not read"
            : blocked.has(vpc.id)
              ? "IPv6, network ACLs let none out"
              : "IPv6, no route out",
      ...(sending.has(vpc.id) ? [] : [countOf(number(vpc, "subnets"), "subnet")]),
      countOf(number(vpc, "natGateways"), "NAT gateway"),
      countOf(number(vpc, "endpoints"), "endpoint"),
      countOf(number(vpc, "enis"), "interface"),
      countOf(number(vpc, "publicIpv4"), "public IPv4 address", "public IPv4 addresses"),
      ...logsOf(vpc),
    ];
    const found = findings.filter((each) => vpcOf(each) === vpc.id);
    return [
      wrapText(`${place}  ${name}: ${parts.join(", ")}`, "  ", COLUMNS),
      ...found.map((each) => findingText(each, titles)),
    ].join("\n");
  });
  const places = placeLines(report, prices);
  const others = findings.filter((each) => vpcOf(each) === null);
  const measured = measuredLines(report);
  const unseen = notSeen(report).slice(0, MOST_NOTES);
  return `${[
    wrapText(surveyVerdict(report, prices), "", COLUMNS),
    ...(places.length === 0
      ? []
      : [places.map((each) => wrapText(each, "  ", COLUMNS)).join("\n")]),
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
