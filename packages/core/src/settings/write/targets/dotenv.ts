import { environmentOf } from "../shared-settings.js";
import { type ConfigTarget, commentLines, SHARED_SETTINGS } from "../target.js";

export const dotenv: ConfigTarget = {
  id: "dotenv",
  title: ".env file",
  group: "settings",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "dotenv",
      title: ".env",
      fileName: ".env",
      language: "sh",
      comment: "#",
      body: (context) =>
        environmentOf(context)
          .map(({ name, value, reasons }) => `${commentLines("#", reasons)}${name}=${value}\n`)
          .join(""),
    },
  ],
};
