import { type Catalog, endpointOf } from "@egress6/core/endpoint/catalog";
import { rulesInSdk, rulesSentence } from "@egress6/core/endpoint/rules-of";
import { VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import type { EndpointExplanation } from "@egress6/core/settings/resolve/explain-endpoint";
import type { EndpointQuestion } from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import { readAwsConfig } from "../../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { runEndpoint } from "../../app/run-endpoint.js";
import { endpointDocument } from "../../render/endpoint/document.js";
import type { CliContext, ExitCode } from "../context.js";
import { noteOldRules } from "../note-old-rules.js";
import { supportFinder } from "../support-finder.js";
import type { EndpointOptions } from "./endpoint-options.js";
import { codeAndParameters } from "./typed-parameters.js";

/** `egress6 endpoint SERVICE`: see the command for what it does. */
export async function endpointCommand(
  service: string,
  options: EndpointOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { env, stdout, stderr } = context;
  const { files, warnings } = readAwsConfig(env);
  const { code, parameters } = codeAndParameters(options);
  const catalog = loadCatalog();
  const {
    explanation,
    catalog: ofSdk,
    witnesses,
  } = await runEndpoint({
    catalog,
    service,
    configured: { code, env, files },
    sdk: options.sdk,
    parameters,
    evaluate: options.rules === undefined ? null : await fullRules(options.rules),
    warnings,
    loadNames,
    loadSdks,
    loadVersions,
    loadTools,
    findSupport: supportFinder(options, context),
    discovered: options.discovered,
  });
  noteOldRules(catalog, [explanation.service], context);
  for (const warning of explanation.warnings) stderr.write(`warning: ${warning}\n`);
  if (options.json) {
    const rules = rulesInSdk(ofSdk, explanation.service);
    stdout.write(`${JSON.stringify(endpointDocument(explanation, witnesses, rules), null, 2)}\n`);
  } else {
    const { explanationText } = await import("../../render/endpoint/text.js");
    const detail = options.explain ? "explain" : options.verbose ? "verbose" : "short";
    const evidenceOf = await evidenceOn(catalog, explanation, options);
    stdout.write(
      explanationText(explanation, {
        rules: rulesSentence(ofSdk, explanation.service),
        detail,
        now: context.now(),
        evidenceOf,
      }),
    );
  }
  if (explanation.url !== null) return 0;
  if (explanation.sdk?.namesKnown === false && explanation.source === "rules") return 3;
  stderr.write(
    `egress6: AWS's rules build no ${explanation.variant} name for ${explanation.service} in ${explanation.region}.\n`,
  );
  return 1;
}

/** Loaded only where a name was never asked about; of names that other rules or versions build it says nothing. */
async function evidenceOn(
  catalog: Catalog,
  { service, region, variants }: EndpointExplanation,
  { rules }: EndpointOptions,
): Promise<(variant: Variant) => StatedEvidence | null> {
  const isUnasked = VARIANTS.some((variant) => variants[variant]?.outcomes.aaaa === null);
  if (!isUnasked || rules !== undefined) return () => null;
  const [{ loadEvidence }, { evidenceFor }] = await Promise.all([
    import("../../adapter/fact-files/evidence.js"),
    import("@egress6/core/evidence/evidence"),
  ]);
  const evidence = loadEvidence();
  const about = catalog.services.find(({ cliName }) => cliName === service);
  return (variant) => {
    const todays = about && endpointOf(catalog, about, region, variant)?.hostname;
    return todays === undefined || variants[variant]?.hostname !== todays
      ? null
      : evidenceFor(evidence, service, region, variant);
  };
}

/** AWS's full rules in place of the catalog: they take every parameter. */
async function fullRules(folder: string): Promise<EndpointQuestion["evaluate"]> {
  const [{ openBotocoreFolder }, { ruleEvaluator }] = await Promise.all([
    import("../../adapter/botocore/botocore-folder.js"),
    import("../../adapter/botocore/evaluate-rules.js"),
  ]);
  return ruleEvaluator(openBotocoreFolder(folder));
}

/** Loaded late: most people give the name of a service. */
async function loadNames() {
  const { loadIdentifyNames } = await import("../../adapter/fact-files/identify-names.js");
  return loadIdentifyNames();
}

/** Loaded late, as `loadSdks`. */
async function loadVersions() {
  const { loadVersionFacts } = await import("../../adapter/fact-files/rules-history.js");
  return loadVersionFacts();
}

/** Loaded late, as `loadSdks`. */
async function loadTools() {
  const { loadToolFacts } = await import("../../adapter/fact-files/tool-facts.js");
  return loadToolFacts();
}

/** Loaded late: for most calls they change nothing. */
async function loadSdks() {
  const { loadSdkFacts } = await import("../../adapter/fact-files/sdk-facts.js");
  return loadSdkFacts().sdks;
}
