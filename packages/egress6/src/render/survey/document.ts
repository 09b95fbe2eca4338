import type { SurveyFinding } from "@egress6/core/survey/survey-findings";
import { surveyPlaces } from "@egress6/core/survey/survey-places";
import type { SurveyResult } from "@egress6/core/survey/survey-report";
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
    places: surveyPlaces(report),
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
