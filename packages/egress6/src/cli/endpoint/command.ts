import { findService } from "@egress6/core/identify/find-service";
import { witnessJson, witnessLines } from "@egress6/core/observation/witness-words";
import { explainEndpoint } from "@egress6/core/settings/resolve/explain-endpoint";
import {
  type EndpointQuestion,
  namesToObserve,
  resolveEndpointSettings,
} from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import type { SettingsInput } from "@egress6/core/settings/settings-input";
import { readAwsConfig } from "../../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import type { CliContext, ExitCode } from "../context.js";
import { observedSupport } from "../observed-support.js";
import type { EndpointOptions } from "./endpoint-options.js";
import { sdkFactsFor } from "./sdk-facts-for.js";
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
  const match = findService(catalog, service);
  const configured = { code, env, files };
  const facts = await sdkFactsFor(options.sdk, configured, "found" in match ? match.found : null);
  const input: SettingsInput = { ...configured, sdk: facts.choice, sdks: facts.sdks };
  const question: EndpointQuestion = {
    catalog,
    service,
    input,
    parameters,
    evaluate: options.rules === undefined ? null : await fullRules(options.rules),
  };
  const resolved = resolveEndpointSettings(question);
  const { support, witnesses } = await observedSupport(namesToObserve(resolved), options, context);
  const explained = explainEndpoint(resolved, support, facts.sdks);
  const explanation = {
    ...explained,
    warnings: [...witnessLines(witnesses), ...warnings, ...explained.warnings],
  };
  for (const warning of explanation.warnings) stderr.write(`warning: ${warning}\n`);
  if (options.json) {
    const document = { ...explanation, resolvers: witnesses.map(witnessJson) };
    stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const { explanationText } = await import("../../render/endpoint/text.js");
    const rules = `${catalog.rules.source} ${catalog.rules.version}`;
    const detail = options.explain ? "explain" : "short";
    stdout.write(explanationText(explanation, { rules, detail, now: context.now() }));
  }
  if (explanation.url !== null) return 0;
  stderr.write(
    `egress6: AWS's rules build no ${explanation.variant} name for ${explanation.service} in ${explanation.region}.\n`,
  );
  return 1;
}

/** AWS's full rules in place of the catalog: they take every parameter. */
async function fullRules(folder: string): Promise<EndpointQuestion["evaluate"]> {
  const [{ openBotocoreFolder }, { ruleEvaluator }] = await Promise.all([
    import("../../adapter/botocore/botocore-folder.js"),
    import("../../adapter/botocore/evaluate-rules.js"),
  ]);
  return ruleEvaluator(openBotocoreFolder(folder));
}
