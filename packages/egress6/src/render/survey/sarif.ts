import type { SurveyResult } from "@egress6/core/survey/survey-report";
import { type SarifRun, sarifText } from "../finding/sarif.js";

const MOST_RESULTS = 25_000;
const MOST_RELATED = 950;

/** The place of a result is the ARN of its resource; what was not read is a notification. */
export function surveySarif(
  { report, rules }: SurveyResult,
  about: Pick<SarifRun, "version" | "folder">,
): string {
  return sarifText({
    ...about,
    input: null,
    rules: rules.map(({ why, ...rule }) => ({ ...rule, description: `${why}.` })),
    notifications: [
      ...report.denied.map(({ action, region, reason }) => ({
        level: "warning" as const,
        text: `Missing: ${action}${region === null ? "" : ` in ${region}`}: ${reason}`,
        file: null,
      })),
      ...report.reading.skipped.map(({ file, reason }) => ({
        level: "note" as const,
        text: `Not read: ${reason}`,
        file,
      })),
    ],
    results: report.findings.slice(0, MOST_RESULTS).map(({ text, fixText, ...finding }) => ({
      finding: { ...finding, related: finding.related.slice(0, MOST_RELATED) },
      text: [text, fixText ?? ""].join("\n").trim(),
    })),
  });
}
