import { type Diagnosis, diagnose } from "@egress6/core/doctor/conclude/diagnose";
import type { ConnectionAttempt } from "@egress6/core/doctor/connection";
import type {
  HostObservations,
  ResolverObservation,
  StepId,
} from "@egress6/core/doctor/host-observations";
import { literalObservation } from "@egress6/core/doctor/literal-observation";
import { prefixesOf } from "@egress6/core/doctor/steps/dns64";
import { NOT_PROBED, targetResult } from "@egress6/core/doctor/target";
import { observableName } from "@egress6/core/endpoint/placeholder";
import type { NameObservation } from "@egress6/core/observation/outcome";
import type { Witness } from "@egress6/core/observation/witness";
import { type NameSupport, observeHere } from "@egress6/core/verdict/support";
import type { DoctorRequest } from "./doctor-request.js";
import { isAnswered, observeResolver } from "./observe-resolver.js";
import { nameKey, observeTargets, tryNames, type Way } from "./probe-names.js";

const METADATA = { ipv6: "fd00:ec2::254", ipv4: "169.254.169.254" };
/** What is on the host's own link answers at once or not at all. */
const LINK_TIMEOUT_MS = 1500;

/**
 * Looks at this host and tries the way to every target: DNS, TCP, TLS, over both families.
 * An abort ends it early; what was seen until then is in the diagnosis, the rest is unknown.
 */
export async function runDoctor(request: DoctorRequest): Promise<Diagnosis> {
  const { probe, targets, signal } = request;
  const durations: Partial<Record<StepId, number>> = {};
  const names = targets.flatMap((target) => target.names);
  const askedNames = new Set(
    names
      .filter(({ hostname }) => literalObservation(hostname) === null)
      .map(({ hostname }) => observableName(hostname)),
  );
  const hostsEntries = (probe.readHostsFile?.() ?? []).filter(({ name }) => askedNames.has(name));
  const host: Mutable<HostObservations> = {
    addresses: probe.readAddresses(),
    ipv6Routes: probe.readRoutes("ipv6"),
    ipv4Routes: probe.readRoutes("ipv4"),
    hostsEntries,
    resolvers: null,
    metadata: null,
    metadataSettings: request.metadataSettings,
    ...(request.credentialsEndpoint
      ? { credentials: { endpoint: request.credentialsEndpoint, tcp: null } }
      : {}),
    unreadableTokens: (request.tokenFiles ?? [])
      .filter(({ path }) => probe.isReadable?.(path) === false)
      .map(({ place }) => place),
    proxies: request.proxies,
    settingNotes: [],
    durations,
  };
  const isStopped = () => signal?.aborted ?? false;
  const timed = async <T>(step: StepId, work: Promise<T>): Promise<T> => {
    const startedAt = request.now();
    const done = await work;
    if (!isStopped()) durations[step] = request.now() - startedAt;
    return done;
  };
  const observed = new Map<string, NameObservation>();
  const attempts = new Map<string, NameAttempts>();
  const reachNames = async () => {
    const [resolvers, witnesses] = await Promise.all([
      timed("resolvers", observeResolvers(request)),
      observeTargets(names, hostsEntries, request, (observation) =>
        observed.set(observation.name, observation),
      ),
    ]);
    if (isStopped()) return;
    host.resolvers = resolvers.map((resolver) => withTargets(resolver, witnesses, observed));
    const prefixes = prefixesOf(host.resolvers);
    await tryNames(names, observed, prefixes, request, (name, way, attempt) => {
      attempts.set(nameKey(name), { ...attempts.get(nameKey(name)), [way]: attempt });
    });
  };
  const askMetadata = async () => {
    const answers = await timed("metadata", readMetadata(request));
    if (!isStopped()) host.metadata = answers;
  };
  const tryCredentials = async () => {
    const { credentialsEndpoint: endpoint } = request;
    if (endpoint?.kind !== "address") return;
    const target = { address: endpoint.host, port: endpoint.port, hostname: null };
    const { tcp } = await timed("credentials", probe.connect(target, linkOptions(request)));
    if (!isStopped()) host.credentials = { endpoint, tcp };
  };
  const work = Promise.all([askMetadata(), tryCredentials(), timed("endpoints", reachNames())]);
  await Promise.race([work, aborted(signal)]);

  const results = targets.map((target) =>
    targetResult(target, (name) => ({
      ...NOT_PROBED,
      dns: observed.get(observableName(name.hostname)) ?? null,
      ...attempts.get(nameKey(name)),
    })),
  );
  host.settingNotes = request.findNotes(supportByName(observed, request.now()));
  const isFinished = !isStopped();
  return diagnose({ host, targets: results, isFinished, region: request.region });
}

type NameAttempts = Partial<Record<Way, ConnectionAttempt>>;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function supportByName(
  observed: ReadonlyMap<string, NameObservation>,
  at: number,
): ReadonlyMap<string, NameSupport> {
  const support = new Map<string, NameSupport>();
  for (const [name, { a, aaaa }] of observed) {
    // What DNS was not asked for says nothing of the name elsewhere.
    if (a.attempts + aaaa.attempts === 0) continue;
    support.set(name, observeHere(undefined, { a, aaaa }, at));
  }
  return support;
}

function observeResolvers(request: DoctorRequest): Promise<readonly ResolverObservation[]> {
  return Promise.all(request.resolvers.map((resolver) => observeResolver(resolver, request)));
}

/** What was asked about the targets tells more: how far a resolver's word goes where AWS's names lie. */
function withTargets(
  observation: ResolverObservation,
  witnesses: readonly Witness[],
  observed: ReadonlyMap<string, NameObservation>,
): ResolverObservation {
  const { resolver, state, witness } = observation;
  const isHeard = [...observed.values()].some(({ a, aaaa }) =>
    [a, aaaa].some((outcome) => outcome.resolver === resolver && isAnswered(outcome)),
  );
  if (state !== "answers" && !isHeard) return observation;
  const later = witnesses.find(({ address }) => address === resolver) ?? witness;
  return { ...observation, state: "answers", witness: witness?.state === "lies" ? witness : later };
}

function linkOptions({ timeoutMs, signal }: DoctorRequest) {
  return {
    timeoutMs: Math.min(timeoutMs, LINK_TIMEOUT_MS),
    ...(signal === undefined ? {} : { signal }),
  };
}

async function readMetadata(request: DoctorRequest) {
  const { probe } = request;
  const options = linkOptions(request);
  const [ipv6, ipv4] = await Promise.all([
    probe.askMetadata(METADATA.ipv6, options),
    probe.askMetadata(METADATA.ipv4, options),
  ]);
  return { ipv6, ipv4 };
}

/** Never resolves without a signal. */
function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
