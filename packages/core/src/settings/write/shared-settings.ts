import type { SettingNames } from "../../facts/sdk-facts.js";
import { settingOf } from "../../facts/shared-setting-facts.js";
import { choiceReason } from "../choose/explain-choice.js";
import { isMet, type SettingsChoice } from "../choose/settings-choice.js";
import { serviceIdentifiers } from "../read/service-identifiers.js";
import type { TargetContext } from "./target.js";

/** A setting for all clients of a process, and what it rests on. */
export interface SharedSetting {
  readonly names: SettingNames;
  readonly value: string;
  readonly reasons: readonly string[];
}

/** The URL of one service, and what it rests on. */
export interface SharedUrl {
  readonly serviceId: string;
  readonly url: string;
  readonly reasons: readonly string[];
}

/** A variable of the environment, and what it rests on. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly reasons: readonly string[];
}

/** The settings that count for all services. */
export function sharedSettings({ choice, settings }: TargetContext): readonly SharedSetting[] {
  const found: SharedSetting[] = [];
  if (choice.isSwitchOn) {
    const names = settingOf(settings, "dualstack");
    found.push({ names, value: "true", reasons: [...switchReasons(choice), documented(names)] });
  }
  if (choice.accountNameToAvoid !== null) {
    const names = settingOf(settings, "account-id-mode");
    found.push({
      names,
      value: "disabled",
      reasons: [accountReason(choice.accountNameToAvoid), documented(names)],
    });
  }
  return found;
}

/** The URLs of the services that get one. */
export function sharedUrls({ choice, settings }: TargetContext): readonly SharedUrl[] {
  return choice.services.flatMap((each) =>
    each.means === "url" && each.part === "api"
      ? [
          {
            serviceId: each.service.serviceId,
            url: each.url,
            reasons: [choiceReason(each), documented(settingOf(settings, "endpoint-url"))],
          },
        ]
      : [],
  );
}

/** Both, as variables of the environment. */
export function environmentOf(context: TargetContext): readonly Variable[] {
  return [
    ...sharedSettings(context).map(({ names, value, reasons }) => ({
      name: names.env,
      value,
      reasons,
    })),
    ...sharedUrls(context).map(({ serviceId, url, reasons }) => ({
      name: serviceIdentifiers(serviceId).env,
      value: url,
      reasons,
    })),
  ];
}

export function switchReasons({ services }: SettingsChoice): readonly string[] {
  return services.flatMap((each) =>
    isMet(each) && each.means === "switch" ? [choiceReason(each)] : [],
  );
}

export function accountReason(name: string): string {
  return `dynamodb: SDKs that know the account id would call ${name}, which was not observed to have AAAA`;
}

function documented({ source }: SettingNames): string {
  return `documented: ${source}`;
}
