import { credentialsEndpoint } from "@egress6/core/doctor/credentials-endpoint";
import { metadataSettings } from "@egress6/core/doctor/metadata-settings";
import { proxyVariables } from "@egress6/core/doctor/proxy-variables";
import type { Environment } from "@egress6/core/settings/settings-input";
import { readAwsConfigFile } from "../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { observeNames } from "../adapter/dns/observe-names.js";
import { resolversOrNone } from "../adapter/dns/resolver-address.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadSdkFacts } from "../adapter/fact-files/sdk-facts.js";
import { hostProbe } from "../adapter/host/host-probe.js";
import { chooseTargets, type TypedTargets } from "../app/choose-targets.js";
import type { DoctorProgress } from "../app/doctor-request.js";
import { knownRegion } from "../app/known-region.js";
import { runDoctor } from "../app/run-doctor.js";
import type { Clock } from "../ports.js";
import { type DiagnosisDocument, diagnosisDocument } from "../render/diagnosis/json.js";
import type { ResolverArguments } from "./resolver-arguments.js";

export interface DoctorArguments extends TypedTargets, Omit<ResolverArguments, "rate"> {
  /** Seconds, for each answer, connection and handshake; left out: 5. */
  readonly timeout?: number | undefined;
  /** Left out: of this process. */
  readonly env?: Environment | undefined;
  readonly now?: Clock | undefined;
  readonly onProgress?: ((progress: DoctorProgress) => void) | undefined;
}

const DEFAULT_TIMEOUT_S = 5;

/**
 * Looks at this host and tries the way to each endpoint over IPv6 and IPv4: DNS, TCP, TLS.
 * @returns what `egress6 doctor --json` prints; what was not seen when the signal came is unknown
 * @throws Egress6Error HOST_INVALID, SERVICE_UNKNOWN, SERVICES_MISSING, REGION_MISSING, REGION_UNKNOWN, RESOLVER_INVALID
 */
export async function examineHost(options: DoctorArguments = {}): Promise<DiagnosisDocument> {
  const { env = process.env, now = Date.now, timeout = DEFAULT_TIMEOUT_S } = options;
  const { signal, onProgress } = options;
  const { files, warnings: ofFiles } = readAwsConfigFile(env);
  const catalog = loadCatalog();
  const { sdks } = loadSdkFacts();
  const { targets, region, findNotes, notes, imdsMode } = chooseTargets(options, {
    catalog,
    env,
    files,
    sdks,
    loadNames: loadIdentifyNames,
  });
  const warnings = [...ofFiles, ...notes];
  if (region !== null) knownRegion(catalog, region, (warning) => warnings.push(warning));
  const diagnosis = await runDoctor({
    targets,
    region,
    findNotes,
    resolvers: await resolversOrNone(options.resolver),
    trustResolver: options.trustResolver ?? false,
    metadataSettings: metadataSettings(env, imdsMode),
    credentialsEndpoint: credentialsEndpoint(env),
    proxies: proxyVariables(env),
    observe: observeNames,
    probe: hostProbe,
    now,
    timeoutMs: timeout * 1000,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return diagnosisDocument(diagnosis, warnings);
}
