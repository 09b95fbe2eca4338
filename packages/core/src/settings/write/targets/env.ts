import { environmentOf } from "../shared-settings.js";
import { type ConfigTarget, commentLines, SHARED_SETTINGS } from "../target.js";

export const env: ConfigTarget = {
  id: "env",
  title: "Environment (shell)",
  group: "settings",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "sh",
      title: "Shell",
      fileName: "egress6.sh",
      language: "sh",
      comment: "#",
      body: (context) =>
        environmentOf(context)
          .map(
            ({ name, value, reasons }) => `${commentLines("#", reasons)}export ${name}=${value}\n`,
          )
          .join(""),
    },
  ],
};
