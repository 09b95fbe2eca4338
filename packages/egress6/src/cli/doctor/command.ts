import type { VerdictState } from "@egress6/core/doctor/conclude/diagnosis-verdict";
import { metadataSettings } from "@egress6/core/doctor/metadata-settings";
import { proxyVariables } from "@egress6/core/doctor/proxy-variables";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { credentialsEndpoint, tokenFiles } from "@egress6/core/settings/read/credentials-endpoint";
import { readAwsConfigFile } from "../../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { observeNames } from "../../adapter/dns/observe-names.js";
import { resolversOrNone } from "../../adapter/dns/resolver-address.js";
import { loadIdentifyNames } from "../../adapter/fact-files/identify-names.js";
import { loadSdkFacts } from "../../adapter/fact-files/sdk-facts.js";
import { hostProbe } from "../../adapter/host/host-probe.js";
import { chooseTargets, type TypedTargets } from "../../app/choose-targets.js";
import { knownRegion } from "../../app/known-region.js";
import { runDoctor } from "../../app/run-doctor.js";
import { diagnosisJson } from "../../render/diagnosis/json.js";
import { diagnosisText } from "../../render/diagnosis/text.js";
import type { CliContext, ExitCode } from "../context.js";
import { noteOldRules } from "../note-old-rules.js";
import { createProgressLine } from "../progress.js";
import { destinationsOfFiles, noteLeftOut } from "../workload-option.js";
import type { DoctorOptions } from "./doctor-options.js";

const EXIT_CODES: Readonly<Record<VerdictState, ExitCode>> = {
  works: 0,
  "needs-setting": 0,
  broken: 1,
  unknown: 3,
};

/** `egress6 doctor`: see the command for what it does. */
export async function doctorCommand(
  options: DoctorOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { env, now, interrupt, stdout, stderr } = context;
  const { files, warnings: ofFiles } = readAwsConfigFile(env);
  const catalog = loadCatalog();
  const { sdks } = loadSdkFacts();
  const typed = targetsTyped(options, catalog, context);
  const { notes, imdsInConfig, services, ...chosen } = chooseTargets(typed, {
    catalog,
    env,
    files,
    sdks,
    loadNames: loadIdentifyNames,
  });
  const resolvers = await resolversOrNone(options.resolver);
  const warnings = [...ofFiles, ...notes];
  for (const note of warnings) stderr.write(`egress6: ${note}\n`);
  if (chosen.region !== null) {
    knownRegion(catalog, chosen.region, (warning) => {
      warnings.push(warning);
      stderr.write(`warning: ${warning}\n`);
    });
  }
  noteOldRules(
    catalog,
    services.map(({ cliName }) => cliName),
    context,
  );

  const progress = createProgressLine(context);
  const diagnosis = await runDoctor({
    ...chosen,
    resolvers,
    trustResolver: options.trustResolver === true,
    metadataSettings: metadataSettings(env, imdsInConfig),
    credentialsEndpoint: credentialsEndpoint(env),
    tokenFiles: tokenFiles(env),
    proxies: proxyVariables(env),
    observe: observeNames,
    probe: hostProbe,
    now,
    timeoutMs: options.timeout * 1000,
    signal: interrupt,
    onProgress: ({ doing, done, total }) =>
      progress.show(() => `doctor: ${doing}, ${done} of ${total}`),
  });
  progress.end();
  stdout.write(options.json ? diagnosisJson(diagnosis, warnings) : diagnosisText(diagnosis));
  if (interrupt.aborted) stderr.write("egress6: stopped; what was not seen yet is unknown.\n");
  return EXIT_CODES[diagnosis.verdict.state];
}

/** What was typed, and what the files of `--workload` call. */
function targetsTyped(options: DoctorOptions, catalog: Catalog, context: CliContext): TypedTargets {
  const { workload, service, host, region } = options;
  if (workload === undefined) return options;
  const called = destinationsOfFiles(workload, catalog);
  noteLeftOut(called, [], "", context);
  const services = [...(service ?? []), ...called.services];
  const hosts = [...(host ?? []), ...called.awsHosts, ...called.otherHosts];
  return {
    ...options,
    region: region ?? called.region ?? undefined,
    ...(services.length === 0 ? {} : { service: services }),
    ...(hosts.length === 0 ? {} : { host: hosts }),
  };
}
