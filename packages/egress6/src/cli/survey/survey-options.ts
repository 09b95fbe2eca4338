export const SURVEY_OUTPUTS = ["text", "json", "sarif", "markdown"] as const;

export interface SurveyOptions {
  readonly from?: readonly string[];
  readonly profile?: string;
  readonly region?: string;
  readonly allRegions?: true;
  readonly vpc?: string;
  readonly metrics?: true;
  readonly billing?: true;
  readonly policies?: true;
  readonly save?: string;
  readonly verbose?: true;
  readonly printIamPolicy?: true;
  readonly format: (typeof SURVEY_OUTPUTS)[number];
  readonly emit?: "workload";
}
