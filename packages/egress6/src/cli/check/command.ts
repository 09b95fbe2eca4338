import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import { checkServices } from "@egress6/core/settings/choose/check-services";
import { choiceNames } from "@egress6/core/settings/choose/choose-settings";
import { findSdk } from "@egress6/core/settings/read/find-sdk";
import {
  type Configuration,
  judgeConfiguration,
  resolveConfiguration,
  servicesNamedIn,
} from "@egress6/core/settings/resolve/check-configuration";
import { GLOBAL_REGION, homeRegion } from "@egress6/core/settings/resolve/global-sts";
import {
  namesToObserve,
  type ResolvedEndpoint,
} from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import { resolveRegion } from "@egress6/core/settings/resolve/resolve-settings";
import { readAwsConfig } from "../../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadSdkFacts } from "../../adapter/fact-files/sdk-facts.js";
import { type CheckReport, checkDocument, isFault, worksOf } from "../../render/check/document.js";
import { checkMarkdown } from "../../render/check/markdown.js";
import { checkText } from "../../render/check/text.js";
import type { CliContext, ExitCode } from "../context.js";
import { knownRegion } from "../known-region.js";
import { observedSupport } from "../observed-support.js";
import { usageFault } from "../usage-fault.js";
import type { CheckOptions } from "./check-options.js";
import { readConfiguration } from "./read-configuration.js";
import { readServices } from "./read-services.js";

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
  const services = await readServices(catalog, typed, options, context);
  if (services.length === 0 && configuration === null) {
    throw usageFault(
      "Name the services, such as `egress6 check --service s3,sqs --region eu-west-1`.",
    );
  }
  const resolved =
    configuration === null
      ? []
      : resolveConfiguration(
          catalog,
          configuration,
          configuredServices(catalog, configuration, services),
          options.region ?? null,
        );
  // Not those that a profile signs in by, which have a region of their own.
  const ofTyped = resolved.filter(({ service }) => services.includes(service));
  const regions = services.length === 0 ? [] : chosenRegions(catalog, options, ofTyped, context);
  const names = [
    ...regions.flatMap((region) => choiceNames(catalog, services, region)),
    ...resolved.flatMap(namesToObserve),
  ];
  const { support: observed, witnesses } = await observedSupport(
    [...new Set(names)],
    options,
    context,
  );
  const report: CheckReport = {
    witnesses,
    regions: checkServices({ catalog, services, regions, observed, sdk }),
    configuration:
      configuration === null ? null : judgeConfiguration(resolved, configuration, observed),
  };
  context.stdout.write(format(report, options));
  return exitCode(report);
}

function theOneEnvFile({ envFile, dotenv }: CheckOptions): string | undefined {
  if (envFile === undefined || dotenv === undefined) return envFile ?? dotenv;
  throw usageFault("--env-file and --dotenv are two names of one option: give one.");
}

function checkUsage({ json, markdown, profile, awsConfig, envFile, sdk }: CheckOptions): void {
  if (json && markdown)
    throw usageFault("--json and --markdown are two forms of one report: give one.");
  if (profile !== undefined && awsConfig === undefined) {
    throw usageFault("--profile goes with --aws-config, which has the profiles.");
  }
  if (sdk !== undefined && awsConfig === undefined && envFile === undefined) {
    throw usageFault("--sdk goes with --aws-config or --env-file: it says how these are read.");
  }
}

/** Every client with credentials calls STS, whatever else the configuration is for. */
const CALLED_BY_ALL = "sts";

function configuredServices(
  catalog: Catalog,
  configuration: Configuration,
  typed: readonly Service[],
): readonly Service[] {
  if (typed.length > 0) return typed;
  const named = servicesNamedIn(configuration, catalog.services);
  return named.length > 0
    ? named
    : catalog.services.filter(({ cliName }) => cliName === CALLED_BY_ALL);
}

/** As typed; else those of the configuration; else that of the real environment and files. */
function chosenRegions(
  catalog: Catalog,
  { region: typed }: CheckOptions,
  resolved: readonly ResolvedEndpoint[],
  context: CliContext,
): readonly string[] {
  const { env } = context;
  const real = () =>
    resolveRegion({ code: {}, env, files: readAwsConfig(env).files, sdk: null }).value;
  // STS alone may be given "no region"; the table of services has none.
  const configured = resolved.map(({ settings: { region } }) =>
    region.value === GLOBAL_REGION ? homeRegion(catalog) : region.value,
  );
  const regions =
    typed?.map((region) => region.toLowerCase()) ?? (configured.length > 0 ? configured : [real()]);
  return [...new Set(regions)].map((region) => knownRegion(catalog, region, context));
}

function format(report: CheckReport, { json, markdown }: CheckOptions): string {
  if (json) return `${JSON.stringify(checkDocument(report), null, 2)}\n`;
  return markdown ? checkMarkdown(report) : checkText(report);
}

function exitCode(report: CheckReport): ExitCode {
  const works = worksOf(report);
  if (works === "no" || report.configuration?.findings.some(isFault)) return 1;
  return works === "unknown" ? 3 : 0;
}
