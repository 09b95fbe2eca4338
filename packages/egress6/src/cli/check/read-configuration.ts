import { Egress6Error } from "@egress6/core/errors";
import type { Configuration } from "@egress6/core/settings/check-configuration";
import type { SdkChoice } from "@egress6/core/settings/find-sdk";
import { readAwsIniFile } from "../../aws-config/read-aws-config.js";
import { readEnvFile } from "../../aws-config/read-env-file.js";
import type { CheckOptions } from "../commands/check.js";

/** The configuration to look through; null when none is named. The real environment has no part in it. */
export function readConfiguration(
  { awsConfig, envFile, profile }: CheckOptions,
  sdk: SdkChoice | null,
): Configuration | null {
  if (awsConfig === undefined && envFile === undefined) return null;
  if (awsConfig === "" || envFile === "") {
    throw new Egress6Error(
      "USAGE",
      "input",
      "--aws-config and --env-file take the path of a file.",
    );
  }
  return {
    files: {
      config: awsConfig === undefined ? null : readAwsIniFile(awsConfig),
      credentials: null,
    },
    variables: envFile === undefined ? new Map() : readEnvFile(envFile),
    profile: profile ?? null,
    sdk,
  };
}
