import { environmentOf } from "../shared-settings.js";
import { type ConfigTarget, commentLines, SHARED_SETTINGS } from "../target.js";

export const systemd: ConfigTarget = {
  id: "systemd",
  title: "systemd drop-in",
  group: "settings",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "drop-in",
      title: "Drop-in of a unit",
      fileName: "/etc/systemd/system/NAME.service.d/egress6.conf",
      language: "ini",
      comment: "#",
      body: (context) => {
        const lines = environmentOf(context).map(
          ({ name, value, reasons }) =>
            `${commentLines("#", reasons)}Environment=${name}=${value}\n`,
        );
        return lines.length === 0 ? "" : `[Service]\n${lines.join("")}`;
      },
    },
  ],
};
