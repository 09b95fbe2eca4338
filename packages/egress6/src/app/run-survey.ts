import type { CapabilityFacts } from "@egress6/core/audit/capability";
import type { RuleFacts } from "@egress6/core/audit/code-rule";
import type { SurveyReading } from "@egress6/core/survey/survey-reading";
import { type SurveyResult, surveyOf } from "@egress6/core/survey/survey-report";
import { SHARED_RULES, SURVEY_RULES } from "@egress6/core/survey/survey-rules";

export interface SurveyRequest {
  readonly reading: SurveyReading;
  readonly facts: Omit<CapabilityFacts, "observed">;
  readonly rules: ReadonlyMap<string, RuleFacts>;
  readonly helpUri: (id: string) => string;
}

/** What is there, what blocks IPv6 egress, and what plans may be made of. */
export function runSurvey({ reading, facts, rules, helpUri }: SurveyRequest): SurveyResult {
  const services = new Set(facts.catalog.services.map(({ cliName }) => cliName));
  const shared = [...rules.values()].filter(({ id }) => Object.hasOwn(SHARED_RULES, id));
  const own = Object.entries(SURVEY_RULES).map(([id, rule]) => ({ id, ...rule }));
  const declared = [...shared, ...own].map(({ id, title, level, why }) => ({
    id,
    title,
    level,
    why,
    helpUri: helpUri(id),
  }));
  return {
    report: surveyOf(reading, { capability: facts, rules, helpUri }, services),
    rules: declared.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
