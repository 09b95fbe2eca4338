import type { Service } from "../../endpoint/types.js";
import { choiceReason } from "../choose/explain-choice.js";
import type { SettingsChoice } from "../choose/settings-choice.js";
import { accountReason } from "./shared-settings.js";

/** What one client is told in code, and what that rests on. */
export interface ClientSettings {
  readonly service: Service;
  readonly hostname: string;
  readonly isDualstack: boolean;
  readonly avoidsAccountName: boolean;
  readonly reasons: readonly string[];
}

/** The clients that need to be told something. */
export function clientSettings(choice: SettingsChoice): readonly ClientSettings[] {
  const { accountNameToAvoid } = choice;
  return choice.services.flatMap((each) => {
    if (each.part === "additional") return [];
    if (each.means !== "switch" && each.means !== "nothing") return [];
    const isDualstack = each.means === "switch";
    const avoidsAccountName = each.service.cliName === "dynamodb" && accountNameToAvoid !== null;
    if (!isDualstack && !avoidsAccountName) return [];
    return [
      {
        service: each.service,
        hostname: each.name.hostname,
        isDualstack,
        avoidsAccountName,
        reasons: [
          choiceReason(each),
          ...(avoidsAccountName ? [accountReason(accountNameToAvoid)] : []),
        ],
      },
    ];
  });
}
