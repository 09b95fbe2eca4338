import { findSdk } from "@egress6/core/settings/read/find-sdk";
import { regionOrNull } from "@egress6/core/settings/resolve/region-or-null";
import type { Environment } from "@egress6/core/settings/settings-input";
import { readAwsConfig } from "../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadVersionFacts } from "../adapter/fact-files/rules-history.js";
import { loadSdkFacts } from "../adapter/fact-files/sdk-facts.js";
import { loadToolFacts } from "../adapter/fact-files/tool-facts.js";
import { runFind } from "../app/run-find.js";
import { type FindDocument, findDocument } from "../render/find/document.js";
import { type KnownNamesArguments, knownNames } from "./known-names.js";

export interface FindArguments extends KnownNamesArguments {
  /** Of what names none; left out: that of `env` and the files that it names, if there is one. */
  readonly region?: string | undefined;
  /** Advice for this SDK, such as `js-v3@3.700.0`; left out: as the known SDKs agree. */
  readonly sdk?: string | undefined;
  /** Left out: of this process. */
  readonly env?: Environment | undefined;
}

/**
 * Says of whatever people hold what it is, whether IPv6 reaches it, and what to set: host names, URLs, ARNs, errors,
 * names of services, resources, packages and tools.
 * @param texts one or more, each of any number of lines
 * @returns what `egress6 find --json` prints: an entry for each line, without matches where nothing is known
 * @throws Egress6Error REGION_UNKNOWN, SDK_UNKNOWN, and those of the AWS config files
 */
export async function find(
  texts: string | readonly string[],
  options: FindArguments = {},
): Promise<readonly FindDocument[]> {
  const { env = process.env, region, sdk } = options;
  const { sdks } = loadSdkFacts();
  const found = await runFind({
    catalog: loadCatalog(),
    names: loadIdentifyNames(),
    tools: loadToolFacts(),
    texts: typeof texts === "string" ? [texts] : texts,
    region: regionOrNull(region, env, readAwsConfig(env).files),
    sdk: sdk === undefined ? null : findSdk(sdks, sdk),
    sdks,
    loadVersions: loadVersionFacts,
    findSupport: knownNames(options),
  });
  return findDocument(found);
}
