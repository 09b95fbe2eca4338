import { rulesOfService } from "@egress6/core/endpoint/rules-of";
import type { CodeSettings, Environment } from "@egress6/core/settings/settings-input";
import { readAwsConfig } from "../adapter/aws-config/read-aws-config.js";
import { openBotocoreFolder } from "../adapter/botocore/botocore-folder.js";
import { ruleEvaluator } from "../adapter/botocore/evaluate-rules.js";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadVersionFacts } from "../adapter/fact-files/rules-history.js";
import { loadSdkFacts } from "../adapter/fact-files/sdk-facts.js";
import { runEndpoint } from "../app/run-endpoint.js";
import { type EndpointDocument, endpointDocument } from "../render/endpoint/document.js";
import { type KnownNamesArguments, knownNames } from "./known-names.js";

/** `region`, `profile`, `dualstack`, `fips`, `endpointUrl` and `ignoreConfiguredUrls` are as in code. */
export interface EndpointArguments extends KnownNamesArguments, CodeSettings {
  /** As this SDK does, such as `js-v3@3.700.0`; left out: as the known SDKs agree. */
  readonly sdk?: string | undefined;
  /** Further parameters of AWS's rules, such as `Bucket`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** A botocore data folder, whose full rules take every parameter. */
  readonly rules?: string | undefined;
  /** Left out: of this process. */
  readonly env?: Environment | undefined;
}

/**
 * Says which endpoint an SDK uses for a service, why, and whether IPv6 reaches it.
 * @returns what `egress6 endpoint --json` prints; `url` is null when AWS's rules build no such name
 * @throws Egress6Error SERVICE_UNKNOWN, SDK_UNKNOWN, REGION_MISSING, and those of the AWS config files
 */
export async function findEndpoint(
  service: string,
  options: EndpointArguments = {},
): Promise<EndpointDocument> {
  const { env = process.env, sdk, parameters = {}, rules } = options;
  const { endpointUrl, dualstack, fips, region, profile, ignoreConfiguredUrls } = options;
  const code = { endpointUrl, dualstack, fips, region, profile, ignoreConfiguredUrls };
  const { files, warnings } = readAwsConfig(env);
  const catalog = loadCatalog();
  const { explanation, witnesses } = await runEndpoint({
    catalog,
    service,
    configured: { code, env, files },
    sdk,
    parameters,
    evaluate: rules === undefined ? null : ruleEvaluator(openBotocoreFolder(rules)),
    warnings,
    loadNames: async () => loadIdentifyNames(),
    loadVersions: loadVersionFacts,
    loadSdks: async () => loadSdkFacts().sdks,
    findSupport: knownNames(options),
  });
  return endpointDocument(explanation, witnesses, rulesOfService(catalog, explanation.service));
}
