import type { SurveyFinding } from "@egress6/core/survey/survey-findings";
import type { SurveyReport, SurveyResult } from "@egress6/core/survey/survey-report";
import { findingJson } from "../finding/json.js";

function findingEntry({ text, fixText, ...finding }: SurveyFinding) {
  return { message: text, ...findingJson(finding, fixText) };
}

/** The document that `survey --format json` prints. */
export function surveyDocument({ report, rules }: SurveyResult) {
  const { accounts, regions, reading, denied, notRead, isComplete } = report;
  return {
    meta: {
      account: accounts.length === 1 ? (accounts[0] ?? null) : null,
      accounts,
      regions,
      takenAt: reading.takenAt,
      denied,
      complete: isComplete,
      notRead,
      files: reading.files,
      skipped: reading.skipped,
      rules: rules.map(({ id, title, level, helpUri }) => ({ id, title, level, helpUri })),
    },
    topology: report.topology,
    flowLogs: report.flowLogs,
    queryLogs: report.queryLogs,
    metrics: report.metrics,
    costs: report.costs,
    findings: report.findings.map(findingEntry),
    workload: report.workload,
    workloads: report.workloads,
  };
}

export type SurveyDocument = ReturnType<typeof surveyDocument>;

/** VPCs whose private or public subnets have a default route over IPv6. */
export function vpcsThatSendIpv6({ topology }: SurveyReport): ReadonlySet<string> {
  const tables = new Map(topology.routeTables.map((each) => [each.id, each]));
  return new Set(
    topology.subnets.flatMap(({ vpc, ipv6Cidr, routeTable }) => {
      const routes = tables.get(routeTable ?? "")?.routes ?? [];
      const leads = routes.some(({ destination }) => destination === "::/0");
      return vpc !== null && ipv6Cidr !== null && leads ? [vpc] : [];
    }),
  );
}
