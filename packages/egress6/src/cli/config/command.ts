import type { Catalog } from "@egress6/core/endpoint/catalog";
import { sharedSettingFacts } from "@egress6/core/facts/shared-setting-facts";
import type { MeantServices } from "@egress6/core/identify/meant-service";
import { findSdk } from "@egress6/core/settings/read/find-sdk";
import { findTarget, type TargetChoice } from "@egress6/core/settings/write/find-target";
import { afterwords, formsAskedFor } from "@egress6/core/settings/write/write-settings";
import { readAwsConfig } from "../../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { targetFact } from "../../adapter/fact-files/config-targets.js";
import { loadVersionFacts } from "../../adapter/fact-files/rules-history.js";
import { loadSdkFacts } from "../../adapter/fact-files/sdk-facts.js";
import { loadToolFacts } from "../../adapter/fact-files/tool-facts.js";
import { type ConfigResult, runConfig } from "../../app/run-config.js";
import { servicesMeant } from "../../library/services-meant.js";
import { configDocument } from "../../render/config/document.js";
import { configText } from "../../render/config/text.js";
import { refuseOutput, writeOutput } from "../../write-file.js";
import type { CliContext, ExitCode } from "../context.js";
import { noteOldRules } from "../note-old-rules.js";
import type { ResolverOptions } from "../options.js";
import { outputRules, refuseLoneForce } from "../output-rules.js";
import { supportFinder } from "../support-finder.js";
import { usageFault } from "../usage-fault.js";
import { destinationsOfFiles, noteLeftOut } from "../workload-option.js";

export interface ConfigOptions extends ResolverOptions {
  readonly service?: readonly string[];
  readonly region?: string;
  readonly workload?: readonly string[];
  readonly for: string;
  readonly sdk?: string;
  readonly live?: true;
  readonly output?: string;
  readonly force?: true;
  readonly json?: true;
  readonly db?: string;
}

export async function configCommand(
  options: ConfigOptions,
  context: CliContext,
): Promise<ExitCode> {
  const chosen = findTarget(options.for, loadToolFacts());
  checkOutput(options, chosen);
  if (options.output !== undefined) refuseOutput(options.output, outputRules(options, context));
  const catalog = loadCatalog();
  const called =
    options.workload === undefined ? null : destinationsOfFiles(options.workload, catalog);
  const region = options.region ?? called?.region ?? undefined;
  const { known: services, unknown } = chosenServices(
    catalog,
    [...(options.service ?? []), ...(called?.services ?? [])],
    chosen,
  );
  if (called !== null) {
    noteLeftOut(
      called,
      [...called.awsHosts, ...called.otherHosts],
      `Settings are written for services in ${region ?? "the region"}.`,
      context,
    );
  }
  const { env, stderr } = context;
  const { settings, sdks } = loadSdkFacts();
  const result = await runConfig({
    catalog,
    services,
    unknown,
    sdk: options.sdk === undefined ? null : findSdk(sdks, options.sdk),
    loadVersions: loadVersionFacts,
    input: { code: { region }, env, files: readAwsConfig(env).files, sdk: null },
    target: chosen.target,
    form: chosen.form,
    fact: chosen.fact ?? targetFact(chosen.target.id),
    settings: sharedSettingFacts(settings, sdks),
    findSupport: supportFinder(options, context),
    onWarning: (warning) => stderr.write(`warning: ${warning}\n`),
  });
  noteOldRules(
    catalog,
    services.map(({ service }) => service.cliName),
    context,
  );
  print(result, chosen, options, context);
  return result.written.isComplete ? 0 : 1;
}

/** Before any work: what can be told from the words alone. */
function checkOutput(options: ConfigOptions, { target, form }: TargetChoice): void {
  const { output, json } = options;
  refuseLoneForce(output, options, "--output");
  if (output === undefined) return;
  const everybodys = target.forms.filter(({ isForSome }) => isForSome !== true);
  if (!json && form === null && everybodys.length > 1) {
    const forms = everybodys.map(({ id }) => `${target.id}:${id}`).join(" or ");
    throw usageFault(`${target.id} has several forms, and a file holds one: give --for ${forms}.`);
  }
}

function chosenServices(
  catalog: Catalog,
  services: readonly string[],
  { target }: TargetChoice,
): MeantServices {
  const typed = services.length > 0 ? services : (target.ownServices ?? []);
  if (typed.length === 0) {
    throw usageFault(
      "Name the services: --service logs,sqs. Settings are safe only for services named.",
    );
  }
  return servicesMeant(catalog, typed);
}

function print(
  result: ConfigResult,
  chosen: TargetChoice,
  options: ConfigOptions,
  context: CliContext,
): void {
  const { output, json } = options;
  const { stdout, stderr } = context;
  const { written } = result;
  const forms = formsAskedFor(written, chosen.form);
  const text = json
    ? `${JSON.stringify(configDocument(result, chosen.target.id, forms), null, 2)}\n`
    : configText(forms);
  if (!json && forms.every(({ isBare }) => isBare)) {
    const { explanation, evidence } = written;
    const words = forms.flatMap((form) => form.words);
    const lines = [...explanation, ...evidence, ...words, ...afterwords(written)];
    stderr.write(lines.map((line) => `${line}\n`).join(""));
  } else {
    stderr.write(written.undone.map((line) => `egress6: ${line}\n`).join(""));
  }
  if (!json && forms.length === 0) return;
  if (output === undefined) {
    stdout.write(text);
    return;
  }
  writeOutput(output, text, outputRules(options, context));
  stderr.write(`Wrote ${output}\n`);
}
