import { Egress6Error } from "@egress6/core/errors";
import { variablesOfKind } from "@egress6/core/settings/read/setting-table";
import type { Configuration } from "@egress6/core/settings/resolve/check-configuration";
import { readAwsIniFile } from "./read-aws-config.js";
import { readEnvFile } from "./read-env-file.js";

const NO_VARIABLES: Configuration["variables"] = new Map();

/** Where it is; both left out: there is none. */
export interface ConfigurationPaths {
  readonly awsConfig?: string | undefined;
  readonly envFile?: string | undefined;
  /** Left out: every profile of the file. */
  readonly profile?: string | undefined;
}

/** The configuration to look through; null when none is named. The real environment has no part in it. */
export function readConfiguration(
  { awsConfig, envFile, profile }: ConfigurationPaths,
  { sdk, sdks }: Pick<Configuration, "sdk" | "sdks">,
): Configuration | null {
  if (awsConfig === undefined && envFile === undefined) return null;
  const variables = envFile === undefined ? NO_VARIABLES : readEnvFile(envFile);
  if (awsConfig === undefined) refuseNamedProfile(variables);
  return {
    files: {
      config: awsConfig === undefined ? null : readAwsIniFile(awsConfig),
      credentials: null,
    },
    variables,
    profile: profile ?? null,
    sdk,
    sdks,
  };
}

/** Variables that name a profile are half of a configuration. */
function refuseNamedProfile(variables: Configuration["variables"]): void {
  for (const name of variablesOfKind("profile")) {
    const { value = "", place } = variables.get(name) ?? {};
    if (value === "") continue;
    throw new Egress6Error(
      "PROFILE_UNKNOWN",
      "input",
      `${place}: ${name} names the profile "${value}", whose settings count, too. Give the file that has it with --aws-config FILE.`,
    );
  }
}
