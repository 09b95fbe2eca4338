import type { Service } from "@egress6/core/endpoint/types";
import type { SdkFacts } from "@egress6/core/facts/sdk-facts";
import type { AwsConfigFiles } from "@egress6/core/settings/read/aws-config";
import type { SdkChoice } from "@egress6/core/settings/read/find-sdk";
import type { ConfigEntry } from "@egress6/core/settings/read/parse-aws-ini";
import { isSettingVariable } from "@egress6/core/settings/read/setting-table";
import type { CodeSettings, Environment } from "@egress6/core/settings/settings-input";

interface FactsAtHand {
  readonly choice: SdkChoice | null;
  readonly sdks: readonly SdkFacts[];
}

export interface Configured {
  readonly code: CodeSettings;
  readonly env: Environment;
  readonly files: AwsConfigFiles;
}

/**
 * The facts about SDKs, when an SDK is named or anything is set that SDKs treat differently.
 * @param service null: there is no such one
 */
export async function sdkFactsFor(
  sdk: string | undefined,
  configured: Configured,
  service: Service | null,
  loadSdks: () => Promise<readonly SdkFacts[]>,
): Promise<FactsAtHand> {
  if (sdk === undefined && !isAnythingSet(configured) && !isQueueSwitched(configured, service))
    return { choice: null, sdks: [] };
  const sdks = await loadSdks();
  if (sdk === undefined) return { choice: null, sdks };
  const { findSdk } = await import("@egress6/core/settings/read/find-sdk");
  return { choice: findSdk(sdks, sdk), sdks };
}

/** Variables that all SDKs take alike, as far as one of them says something. */
const TAKEN_ALIKE = ["AWS_REGION", "AWS_PROFILE"];

// Loading the facts takes as long as all else together, and for most calls they change nothing.
function isAnythingSet({ code, env, files }: Configured): boolean {
  const isInEnvironment = Object.keys(env).some(
    (name) => isSettingVariable(name) && !TAKEN_ALIKE.includes(name),
  );
  const isInFiles = [files.config, files.credentials].some(
    (file) =>
      file !== null &&
      (file.repeated !== null ||
        file.sections.some(({ entries }) => entries.some((entry) => !isPlain(entry)))),
  );
  const isTwofold = (files.config?.profiles.get("default") ?? []).length > 1;
  return code.endpointUrl !== undefined || isInEnvironment || isInFiles || isTwofold;
}

// A region as all SDKs read it.
function isPlain({ key, value, separator, hasMoreLines }: ConfigEntry): boolean {
  return key === "region" && separator === "=" && !hasMoreLines && /^[\w-]*$/.test(value);
}

// What the switch does for SQS in code depends on the SDK.
function isQueueSwitched({ code }: Configured, service: Service | null): boolean {
  return code.dualstack === true && service?.cliName === "sqs";
}
