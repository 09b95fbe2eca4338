import { z } from "zod";
import { surveyFile } from "../../survey-document.js";

/** The published JSON Schema of `egress6 survey --format json`: `data/schema/survey.schema.json`. */
export const surveySchema = (): unknown => ({
  title: "egress6 survey",
  ...z.toJSONSchema(surveyFile),
});
