import type { PlacedValue } from "@egress6/core/settings/read/aws-config";
import { parseEnvFile } from "@egress6/core/settings/read/parse-env-file";
import { requireText } from "./read-aws-config.js";

/**
 * Reads a file of variables; those that have nothing to do with endpoints are passed over.
 * @throws Egress6Error as `requireText`, and ENV_FILE_INVALID
 */
export function readEnvFile(path: string): ReadonlyMap<string, PlacedValue> {
  return parseEnvFile(requireText(path), path);
}
