import { DEFAULT_HOSTS, DEFAULT_SERVICES } from "@egress6/core/doctor/default-targets";
import { hostTarget, serviceTarget } from "@egress6/core/doctor/make-targets";
import { metadataSettings } from "@egress6/core/doctor/metadata-settings";
import { proxyVariables } from "@egress6/core/doctor/proxy-variables";
import type { Target } from "@egress6/core/doctor/target";
import type { VerdictState } from "@egress6/core/doctor/verdict";
import { Egress6Error } from "@egress6/core/errors";
import { runDoctor } from "../../app/run-doctor.js";
import { loadCatalog } from "../../catalog/load-catalog.js";
import { observeNames } from "../../dns/observe-names.js";
import { parseResolvers, systemResolvers } from "../../dns/resolver-address.js";
import type { ResolverAddress } from "../../ports.js";
import { hostProbe } from "../../probe/host-probe.js";
import { diagnosisJson } from "../../report/diagnosis-json.js";
import { diagnosisText } from "../../report/diagnosis-text.js";
import type { DoctorOptions } from "../commands/doctor.js";
import type { CliContext, ExitCode } from "../context.js";
import { createProgressLine } from "../progress.js";
import { chooseServices, parseHost } from "./choose-targets.js";

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
  const { targets, region, notes } = chooseTargets(options, env);
  const resolvers = options.resolver
    ? await parseResolvers(options.resolver)
    : await resolversOfSystem();
  for (const note of notes) stderr.write(`egress6: ${note}\n`);

  const progress = createProgressLine(context);
  const diagnosis = await runDoctor({
    targets,
    region,
    resolvers,
    metadataSettings: metadataSettings(env, { mode: null, endpoint: null }),
    proxies: proxyVariables(env),
    settingNotes: [],
    observe: observeNames,
    probe: hostProbe,
    now,
    timeoutMs: options.timeout * 1000,
    signal: interrupt,
    onProgress: ({ doing, done, total }) =>
      progress.show(() => `doctor: ${doing}, ${done} of ${total}`),
  });
  progress.end();
  stdout.write(options.json ? diagnosisJson(diagnosis) : diagnosisText(diagnosis));
  if (interrupt.aborted) stderr.write("egress6: stopped; what was not seen yet is unknown.\n");
  return EXIT_CODES[diagnosis.verdict.state];
}

interface Chosen {
  readonly targets: readonly Target[];
  readonly region: string | null;
  /** What was settled without being told. */
  readonly notes: readonly string[];
}

const FALLBACK_REGION = "us-east-1";

function chooseTargets(options: DoctorOptions, env: CliContext["env"]): Chosen {
  const hosts = (options.host ?? []).map(parseHost);
  const typed = options.service ?? [];
  const isDefault = typed.length === 0 && hosts.length === 0;
  if (typed.length === 0 && !isDefault) return { targets: hosts, region: null, notes: [] };
  const catalog = loadCatalog();
  const services = chooseServices(catalog, isDefault ? DEFAULT_SERVICES : typed);
  const region =
    options.region || env["AWS_REGION"] || env["AWS_DEFAULT_REGION"] || FALLBACK_REGION;
  const used = { variant: "default", url: null } as const;
  return {
    targets: [
      ...services.map((service) => serviceTarget(catalog, service, region, used)),
      ...(isDefault ? DEFAULT_HOSTS.map((host) => hostTarget(host, HTTPS_PORT, false)) : hosts),
    ],
    region,
    notes: [],
  };
}

const HTTPS_PORT = 443;

/** None when the system names none: that is a finding, not a fault. */
async function resolversOfSystem(): Promise<readonly ResolverAddress[]> {
  try {
    return await systemResolvers();
  } catch (error) {
    if (error instanceof Egress6Error && error.code === "RESOLVER_INVALID") return [];
    throw error;
  }
}
