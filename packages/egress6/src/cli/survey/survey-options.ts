export const SURVEY_OUTPUTS = ["text", "json", "sarif", "markdown"] as const;

export interface SurveyOptions {
  readonly from?: readonly string[];
  readonly region?: string;
  readonly vpc?: string;
  readonly printIamPolicy?: true;
  readonly format: (typeof SURVEY_OUTPUTS)[number];
  readonly emit?: "workload";
}
