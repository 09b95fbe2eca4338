import type { Service } from "@egress6/core/endpoint/types";
import type { AwsConfigFiles } from "@egress6/core/settings/aws-config/aws-config";
import type { SdkChoice } from "@egress6/core/settings/find-sdk";
import type { SdkFacts } from "@egress6/core/settings/sdk-facts";
import type { CodeSettings, Environment } from "@egress6/core/settings/settle-settings";

interface FactsAtHand {
  readonly choice: SdkChoice | null;
  readonly sdks: readonly SdkFacts[];
}

interface Configured {
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
): Promise<FactsAtHand> {
  if (sdk === undefined && !isAnythingSet(configured) && !isQueueSwitched(configured, service))
    return { choice: null, sdks: [] };
  const { loadSdkFacts } = await import("../../facts/sdk-facts.js");
  const { sdks } = loadSdkFacts();
  if (sdk === undefined) return { choice: null, sdks };
  const { findSdk } = await import("@egress6/core/settings/find-sdk");
  return { choice: findSdk(sdks, sdk), sdks };
}

// Loading the facts takes as long as all else together, and for most calls they change nothing.
function isAnythingSet({ code, env, files }: Configured): boolean {
  const isInCode = code.endpointUrl !== undefined;
  const isInEnvironment = Object.keys(env).some((name) =>
    /^AWS_(ENDPOINT_URL|USE_|IGNORE_CONFIGURED|DEFAULT_REGION|EC2_METADATA)/.test(name),
  );
  const isInFiles = [files.config, files.credentials].some((file) =>
    file?.sections.some(({ entries }) =>
      [...entries.keys()].some((key) =>
        /^(endpoint_url|services|use_|ignore_|ec2_metadata)/.test(key),
      ),
    ),
  );
  return isInCode || isInEnvironment || isInFiles;
}

// What the switch does for SQS in code depends on the SDK.
function isQueueSwitched({ code }: Configured, service: Service | null): boolean {
  return code.dualstack === true && service?.cliName === "sqs";
}
