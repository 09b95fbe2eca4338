import { sharedSettingFacts } from "@egress6/core/facts/shared-setting-facts";
import { findSdk } from "@egress6/core/settings/read/find-sdk";
import type { Environment } from "@egress6/core/settings/settings-input";
import { findTarget } from "@egress6/core/settings/write/targets";
import { readAwsConfig } from "../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { targetFact } from "../adapter/fact-files/config-targets.js";
import { loadVersionFacts } from "../adapter/fact-files/rules-history.js";
import { loadSdkFacts } from "../adapter/fact-files/sdk-facts.js";
import { runConfig } from "../app/run-config.js";
import { type ConfigDocument, configDocument } from "../render/config/document.js";
import { type KnownNamesArguments, knownNames } from "./known-names.js";
import { servicesMeant } from "./services-meant.js";

export interface ConfigArguments extends KnownNamesArguments {
  /** Any name of each, or a host, URL or ARN of it; left out: those that the target itself calls. */
  readonly service?: readonly string[] | undefined;
  /** Left out: that of `env` and the files that it names. */
  readonly region?: string | undefined;
  /** Such as `env`, `python` or `lambda:terraform`. */
  readonly for: string;
  /** For a version of an SDK, such as `boto3@1.37.0`, which may build other hostnames. */
  readonly sdk?: string | undefined;
  /** Left out: of this process. */
  readonly env?: Environment | undefined;
}

/**
 * Chooses the settings by which exactly these services are reached over IPv6, and writes them down.
 * @returns what `egress6 config --json` prints; `text` is ready to paste
 * @throws Egress6Error TARGET_UNKNOWN, SERVICES_MISSING, SERVICE_UNKNOWN (none is one), REGION_UNKNOWN, REGION_MISSING, SDK_UNKNOWN
 */
export async function writeConfig(options: ConfigArguments): Promise<ConfigDocument> {
  const { env = process.env, region } = options;
  const { target, form } = findTarget(options.for);
  const catalog = loadCatalog();
  const { settings, sdks } = loadSdkFacts();
  const { known, unknown } = servicesMeant(catalog, options.service ?? target.ownServices ?? []);
  const result = await runConfig({
    catalog,
    services: known,
    unknown,
    sdk: options.sdk === undefined ? null : findSdk(sdks, options.sdk),
    loadVersions: loadVersionFacts,
    input: { code: { region }, env, files: readAwsConfig(env).files, sdk: null },
    target,
    fact: targetFact(target.id),
    settings: sharedSettingFacts(settings, sdks),
    findSupport: knownNames(options),
  });
  const { written } = result;
  const forms = form === null ? written.forms : written.forms.filter(({ id }) => id === form.id);
  return configDocument(result, target.id, forms);
}
