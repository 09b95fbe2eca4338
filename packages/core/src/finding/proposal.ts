import type { SharedSettingFacts } from "../facts/shared-setting-facts.js";
import { isMet, type SettingsChoice } from "../settings/choose/settings-choice.js";
import { type ConfigTarget, SHARED_SETTINGS } from "../settings/write/target.js";
import type { FormerHost } from "./former-host.js";

/** Settings that are about to be written: what traps are foreseen in. */
export interface Proposal {
  readonly choice: SettingsChoice;
  readonly target: ConfigTarget;
  /** `botocore 1.43.62`. */
  readonly rules: string;
  /** What older SDKs call in place of the names that these settings lead to. */
  readonly formerHosts: readonly FormerHost[];
  /** The settings that SDKs share. */
  readonly settings: readonly SharedSettingFacts[];
}

/** Not the tools that read the environment, but the environment itself. */
export function isReadByAnyClient({ target }: Proposal): boolean {
  return target.group !== "code" && target.powers === SHARED_SETTINGS;
}

/** CLI names of the services asked for. */
export function servicesIn({ choice }: Proposal): readonly string[] {
  return choice.services.map(({ service }) => service.cliName);
}

/** CLI names of the services that the settings lead elsewhere. */
export function movedIn({ choice }: Proposal): readonly string[] {
  return choice.services.flatMap(({ means, service }) =>
    means === "switch" || means === "url" ? [service.cliName] : [],
  );
}

/** The name by which the service is reached with them; empty: by none. */
export function hostIn({ choice }: Proposal, cliName: string): string {
  const found = choice.services.filter(isMet).find(({ service }) => service.cliName === cliName);
  return found?.name.hostname ?? "";
}
