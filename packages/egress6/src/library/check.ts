import { findSdk } from "@egress6/core/settings/read/find-sdk";
import { resolveRegion } from "@egress6/core/settings/resolve/resolve-settings";
import type { Environment } from "@egress6/core/settings/settings-input";
import { readAwsConfig } from "../adapter/aws-config/read-aws-config.js";
import {
  type ConfigurationPaths,
  readConfiguration,
} from "../adapter/aws-config/read-configuration.js";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadVersionFacts } from "../adapter/fact-files/rules-history.js";
import { loadSdkFacts } from "../adapter/fact-files/sdk-facts.js";
import { runCheck } from "../app/run-check.js";
import { type CheckDocument, checkDocument } from "../render/check/document.js";
import { type KnownNamesArguments, knownNames } from "./known-names.js";
import { servicesMeant } from "./services-meant.js";

/** The configuration to look through is that of `awsConfig` and `envFile`. */
export interface CheckArguments extends KnownNamesArguments, ConfigurationPaths {
  /** Any name of each, or a host, URL or ARN of it; left out: those that the configuration names. */
  readonly service?: readonly string[] | undefined;
  /** Left out: that of the configuration, else of `env` and the files that it names. */
  readonly region?: readonly string[] | undefined;
  /** For this SDK, such as `js-v3@3.700.0`: its hostnames, and how it reads the configuration. */
  readonly sdk?: string | undefined;
  /** Left out: of this process. */
  readonly env?: Environment | undefined;
}

/**
 * Says which services work over IPv6 and by which means, and which traps a configuration walks into.
 * @returns what `egress6 check --json` prints
 * `unknown` names what is no service; `works` is then not \`yes\`.
 * @throws Egress6Error SERVICES_MISSING, SERVICE_UNKNOWN (none is one), REGION_UNKNOWN, REGION_MISSING, SDK_UNKNOWN, and those of the files
 */
export async function check(options: CheckArguments): Promise<CheckDocument> {
  const { service, region = null, env = process.env } = options;
  const catalog = loadCatalog();
  const { sdks } = loadSdkFacts();
  const sdk = options.sdk === undefined ? null : findSdk(sdks, options.sdk);
  const configuration = readConfiguration(options, { sdk, sdks });
  const isConfigurationAlone = service === undefined && configuration !== null;
  const { known, unknown } = isConfigurationAlone
    ? { known: [], unknown: [] }
    : servicesMeant(catalog, service ?? []);
  const report = await runCheck({
    catalog,
    services: known,
    unknown,
    regions: region,
    configuration,
    sdk,
    loadVersions: loadVersionFacts,
    regionOfEnvironment: () =>
      resolveRegion({ code: {}, env, files: readAwsConfig(env).files, sdk: null }).value,
    findSupport: knownNames(options),
  });
  return checkDocument(report);
}
