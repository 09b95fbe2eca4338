import { Egress6Error } from "@egress6/core/errors";
import { variablesOfKind } from "@egress6/core/settings/read/setting-table";
import type { Configuration } from "@egress6/core/settings/resolve/check-configuration";
import { readAwsIniFile } from "../../adapter/aws-config/read-aws-config.js";
import { readEnvFile } from "../../adapter/aws-config/read-env-file.js";
import { usageFault } from "../usage-fault.js";
import type { CheckOptions } from "./check-options.js";

const NO_VARIABLES: Configuration["variables"] = new Map();

/** The configuration to look through; null when none is named. The real environment has no part in it. */
export function readConfiguration(
  { awsConfig, envFile, profile }: CheckOptions,
  { sdk, sdks }: Pick<Configuration, "sdk" | "sdks">,
): Configuration | null {
  if (awsConfig === undefined && envFile === undefined) return null;
  if (awsConfig === "" || envFile === "") {
    throw usageFault("--aws-config and --env-file take the path of a file.");
  }
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
