import { onlyVpc } from "@egress6/core/survey/only-vpc";
import { SHARED_RULES } from "@egress6/core/survey/survey-rules";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadAuditFacts } from "../adapter/fact-files/audit-facts.js";
import { loadAuditRules } from "../adapter/fact-files/audit-rules.js";
import { loadShippedPrices } from "../adapter/price-list/price-file.js";
import { readSurveyFiles } from "../adapter/survey/read-survey-files.js";
import { runSurvey } from "../app/run-survey.js";
import { type SurveyDocument, surveyDocument } from "../render/survey/document.js";

export interface SurveyArguments {
  /** Files and folders: answers of the AWS CLI, AWS Config snapshots, Terraform states. */
  readonly from: readonly string[];
  /** Of files that do not say it. */
  readonly region?: string | undefined;
  /** Only this VPC. */
  readonly vpc?: string | undefined;
}

/**
 * What an account has, who uses NAT and public IPv4, and what blocks IPv6; from files, without a connection.
 * @returns what `egress6 survey --format json` prints
 * @throws Egress6Error SURVEY_FILE_UNREADABLE, SURVEY_FILE_EMPTY, SURVEY_REGION_MISSING, SURVEY_VPC_UNKNOWN
 */
export function survey({ from, region, vpc }: SurveyArguments): SurveyDocument {
  const reading = readSurveyFiles(from, { cwd: process.cwd(), region: region ?? null });
  return surveyDocument(
    runSurvey({
      reading: vpc === undefined ? reading : onlyVpc(reading, vpc),
      facts: loadAuditFacts(loadCatalog(), loadShippedPrices()),
      rules: loadAuditRules().rules,
      helpUri: surveyHelpUri,
    }),
  );
}

/** Where the rules are described. */
export const surveyHelpUri = (id: string): string =>
  Object.hasOwn(SHARED_RULES, id)
    ? `https://github.com/egress6/egress6/blob/main/docs/audit/${id}.md`
    : "https://github.com/egress6/egress6/blob/main/docs/survey.md#what-it-finds";
