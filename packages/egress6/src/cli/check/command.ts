import { meantServices, nothingKnown } from "@egress6/core/identify/meant-service";
import type { CheckReport } from "@egress6/core/settings/check-report";
import { findSdk } from "@egress6/core/settings/read/find-sdk";
import { resolveRegion } from "@egress6/core/settings/resolve/resolve-settings";
import { readAwsConfig } from "../../adapter/aws-config/read-aws-config.js";
import { readConfiguration } from "../../adapter/aws-config/read-configuration.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadIdentifyNames } from "../../adapter/fact-files/identify-names.js";
import { loadInVpcServices } from "../../adapter/fact-files/in-vpc-services.js";
import { loadVersionFacts } from "../../adapter/fact-files/rules-history.js";
import { loadSdkFacts } from "../../adapter/fact-files/sdk-facts.js";
import { runCheck } from "../../app/run-check.js";
import { checkDocument, isFault, worksOf } from "../../render/check/document.js";
import { checkMarkdown } from "../../render/check/markdown.js";
import { checkSarif } from "../../render/check/sarif.js";
import { checkText } from "../../render/check/text.js";
import type { CliContext, ExitCode } from "../context.js";
import { noteOldRules } from "../note-old-rules.js";
import { supportFinder } from "../support-finder.js";
import { usageFault } from "../usage-fault.js";
import { VERSION } from "../version.js";
import { destinationsOfFiles, noteLeftOut } from "../workload-option.js";
import type { CheckFormat, CheckOptions } from "./check-options.js";
import { readTyped } from "./read-services.js";

/** `egress6 check`: see the command for what it does. */
export async function checkCommand(
  typed: readonly string[],
  given: CheckOptions,
  context: CliContext,
): Promise<ExitCode> {
  const envFile = theOneEnvFile(given);
  const options: CheckOptions = { ...given, ...(envFile === undefined ? {} : { envFile }) };
  checkUsage(options);
  const catalog = loadCatalog();
  const { sdks } = loadSdkFacts();
  const sdk = options.sdk === undefined ? null : findSdk(sdks, options.sdk);
  const configuration = readConfiguration(options, { sdk, sdks });
  const called =
    options.workload === undefined ? null : destinationsOfFiles(options.workload, catalog);
  const named = [
    ...(await readTyped(typed, options, context)),
    ...(called === null
      ? []
      : [...called.services, ...called.awsHosts].map((text) => ({ text, place: null }))),
  ];
  if (called !== null) {
    noteLeftOut(
      called,
      called.otherHosts,
      "Look at hosts outside AWS with `egress6 find`.",
      context,
    );
  }
  const { known, unknown } = meantServices(catalog, named, loadIdentifyNames);
  if (known.length === 0 && unknown.length > 0) throw nothingKnown(unknown);
  if (named.length === 0 && configuration === null) {
    throw usageFault(
      "Name the services, for example `egress6 check --service s3,sqs --region eu-west-1`.",
    );
  }
  const { env } = context;
  const report = await runCheck({
    catalog,
    services: known,
    unknown,
    regions: options.region ?? (called?.region == null ? null : [called.region]),
    configuration,
    sdk,
    loadVersions: loadVersionFacts,
    regionOfEnvironment: () =>
      resolveRegion({ code: {}, env, files: readAwsConfig(env).files, sdk: null }).value,
    findSupport: supportFinder(options, context),
    elsewhere: called?.awsHosts,
    discovered: options.discovered,
    inVpc: loadInVpcServices(),
    isApiCalled: options.api === true || called?.isApiCalled === true,
    onWarning: (warning) => context.stderr.write(`warning: ${warning}\n`),
  });
  noteOldRules(
    catalog,
    known.map(({ service }) => service.cliName),
    context,
  );
  context.stdout.write(reportText(report, options, context));
  return exitCode(report);
}

function theOneEnvFile({ envFile, dotenv }: CheckOptions): string | undefined {
  if (envFile === undefined || dotenv === undefined) return envFile ?? dotenv;
  throw usageFault("--env-file and --dotenv are two names of one option: give one.");
}

function checkUsage(options: CheckOptions): void {
  const { profile, awsConfig, envFile } = options;
  if (formatsIn(options).length > 1) {
    throw usageFault("--format, --json and --markdown name forms of one report: give one.");
  }
  if (awsConfig === "" || envFile === "") {
    throw usageFault("--aws-config and --env-file take the path of a file.");
  }
  if (profile !== undefined && awsConfig === undefined) {
    throw usageFault("--profile goes with --aws-config, which has the profiles.");
  }
}

function formatsIn({ format, json, markdown }: CheckOptions): readonly CheckFormat[] {
  const named = [format, json && "json", markdown && "markdown"] as const;
  return [...new Set(named.flatMap((each) => each ?? []))];
}

function reportText(report: CheckReport, options: CheckOptions, { cwd }: CliContext): string {
  const [format = "text"] = formatsIn(options);
  switch (format) {
    case "json":
      return `${JSON.stringify(checkDocument(report), null, 2)}\n`;
    case "markdown":
      return checkMarkdown(report);
    case "sarif": {
      const input = options.awsConfig ?? options.envFile ?? null;
      return checkSarif(report, { version: VERSION, folder: cwd, input });
    }
    case "text":
      return checkText(report);
  }
}

function exitCode(report: CheckReport): ExitCode {
  const works = worksOf(report);
  if (report.unknown.length > 0) return 1;
  if (works === "no" || report.configuration?.findings.some(isFault)) return 1;
  return works === "unknown" ? 3 : 0;
}
