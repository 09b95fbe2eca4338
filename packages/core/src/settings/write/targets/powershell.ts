import { environmentOf } from "../shared-settings.js";
import { type ConfigTarget, commentLines, SHARED_SETTINGS } from "../target.js";

// Its cmdlets have no dual-stack parameter: the environment of the session tells them.
export const powershell: ConfigTarget = {
  id: "powershell",
  title: "PowerShell",
  group: "code",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "ps1",
      title: "PowerShell",
      fileName: "egress6.ps1",
      language: "powershell",
      comment: "#",
      body: (context) =>
        environmentOf(context)
          .map(
            ({ name, value, reasons }) =>
              `${commentLines("#", reasons)}$env:${name} = "${value}"\n`,
          )
          .join(""),
    },
  ],
};
