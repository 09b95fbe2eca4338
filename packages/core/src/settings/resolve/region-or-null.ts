import { Egress6Error } from "../../errors.js";
import type { AwsConfigFiles } from "../read/aws-config.js";
import type { Environment } from "../settings-input.js";
import { resolveRegion } from "./resolve-settings.js";

/** As given, else that of the environment and the profile; null: nothing names one. */
export function regionOrNull(
  region: string | undefined,
  env: Environment,
  files: AwsConfigFiles,
): string | null {
  try {
    return resolveRegion({ code: { region }, env, files, sdk: null }).value;
  } catch (error) {
    if (error instanceof Egress6Error && error.code === "REGION_MISSING") return null;
    throw error;
  }
}
