import type { Catalog } from "@egress6/core/endpoint/catalog";
import { type EndpointFilter, filterScope } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { Egress6Error } from "@egress6/core/errors";
import type { EvidenceBase } from "@egress6/core/evidence/evidence";
import type { NameObservation } from "@egress6/core/observation/outcome";
import { resolverText } from "@egress6/core/observation/resolver-text";
import { isAnotherVoice, voiceOf } from "@egress6/core/observation/voice";
import type { Witness } from "@egress6/core/observation/witness";
import type {
  Clock,
  ObserveNames,
  ObserveProgress,
  ObserveResult,
  ResolverAddress,
  ScanSummary,
  StoreWriter,
} from "../ports.js";
import { startOfScan } from "./scan-clock.js";
import { endOfLies, endOfWholeScan, mergeWitnesses, type ScanEnd, standingOf } from "./scan-end.js";
import { ScanRecorder } from "./scan-recorder.js";
import { summarize } from "./scan-summary.js";

export interface ScanRequest {
  readonly catalog: Catalog;
  readonly thirdPartyHosts: readonly string[];
  readonly filter: EndpointFilter;
  /** Orders the names, and does nothing else. */
  readonly evidence?: EvidenceBase;
  /** CLI names of the services that are used most; likewise. */
  readonly popular?: readonly string[];
  readonly observe: ObserveNames;
  readonly store: StoreWriter;
  readonly now: Clock;
  readonly resolvers: readonly ResolverAddress[];
  /** Queries per second. */
  readonly rate: number;
  /** Re-dates what the store holds from the future, instead of stopping with CLOCK_BEHIND. */
  readonly trustClock?: boolean;
  /** Whether to take the word of resolvers that cannot be vetted. */
  readonly trustResolver?: boolean;
  readonly signal?: AbortSignal;
  /** Whether the scan goes on with an earlier one, before anything is asked. */
  readonly onBegin?: (scan: { isResumed: boolean; names: number; resumedNames: number }) => void;
  /** `done` counts only what the store holds. */
  readonly onProgress?: (progress: ObserveProgress) => void;
}

/**
 * Observes the names of the catalog that pass the filter, and stores what was found.
 * Goes on with an earlier scan of the same scope that did not end. At the end, names that seem to have
 * lost IPv4 or IPv6 are asked again through other resolvers, if there are any. What turns is stored when all
 * names were asked, and held when it is improbable.
 * Resolvers that cannot be reached, lie or cannot be vetted make a summary with the state `failed`, not an error.
 * @throws Egress6Error CLOCK_BEHIND (incomplete), and what the store throws
 */
export async function runScan(request: ScanRequest): Promise<ScanSummary> {
  const { store, filter } = request;
  const beganAt = startOfScan(store, request.now, request.trustClock ?? false);
  const now = () => Math.max(request.now(), beganAt);
  const { catalog, thirdPartyHosts, evidence, popular } = request;
  const names = scanNames(catalog, thirdPartyHosts, filter, evidence, popular);
  const { isResumed, ...scan } = store.beginScan(filterScope(filter), names.length, beganAt);
  const done = store.namesDone(scan);
  const missing = names.filter((name) => !done.has(name));
  const resumedNames = names.length - missing.length;
  request.onBegin?.({ isResumed, names: names.length, resumedNames });

  const recorder = new ScanRecorder(store, now, {
    names,
    trustsResolvers: request.trustResolver ?? false,
  });
  const first = await observePass(request, recorder, missing, resumedNames);
  const { end, witnesses, held } =
    first.end === null
      ? await endWholeScan(request, recorder, names, first.witnesses)
      : { end: first.end, witnesses: first.witnesses, held: [] };

  const { state, reason } = end;
  store.endScan(scan.id, state, now(), reason ?? undefined);
  return {
    scan: { ...scan, state, reason, endedAt: now() },
    state,
    reason,
    isResumed,
    names: names.length,
    resumedNames,
    observedNames: first.observed,
    ...summarize(store, scan, names),
    resolvers: witnesses,
    voices: new Set(request.resolvers.map(voiceOfAddress)).size,
    held,
    durationMs: now() - beganAt,
  };
}

interface PassResult {
  /** Null: every name was asked. */
  readonly end: ScanEnd | null;
  readonly witnesses: readonly Witness[];
  readonly observed: number;
}

async function observePass(
  request: ScanRequest,
  recorder: ScanRecorder,
  names: readonly string[],
  resumedNames: number,
): Promise<PassResult> {
  if (names.length === 0) return { end: null, witnesses: [], observed: 0 };
  let observed = 0;
  let witnesses: readonly Witness[] = [];
  try {
    ({ witnesses } = await observeInto(request, recorder, names, {
      onResult: () => {
        observed += 1;
      },
      onProgress: (progress) =>
        request.onProgress?.({
          ...progress,
          total: progress.total + resumedNames,
          done: progress.done + resumedNames - recorder.withheld,
        }),
    }));
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    recorder.flush();
    return { end: { state: "failed", reason: error.message }, witnesses, observed };
  }
  recorder.flush();
  if (observed === names.length) return { end: null, witnesses, observed };
  const isStopped = request.signal?.aborted ?? false;
  const end = (isStopped ? null : endOfLies(witnesses)) ?? INTERRUPTED;
  return { end, witnesses, observed };
}

const INTERRUPTED: ScanEnd = { state: "interrupted", reason: null };

async function endWholeScan(
  request: ScanRequest,
  recorder: ScanRecorder,
  names: readonly string[],
  first: readonly Witness[],
): Promise<Pick<ScanSummary, "held"> & { end: ScanEnd; witnesses: readonly Witness[] }> {
  const witnesses = mergeWitnesses(first, await confirmLosses(request, recorder, names, first));
  const lied = standingOf(witnesses) === "lies" ? endOfLies(witnesses) : null;
  if (lied !== null) return { end: lied, witnesses, held: [] };
  const braked = recorder.settle();
  return { end: endOfWholeScan(witnesses, braked), witnesses, held: braked.held };
}

/** Observes names and records each; stops when the store fails, with the store's error. */
async function observeInto(
  {
    observe,
    rate,
    resolvers,
    trustResolver,
    signal,
  }: Pick<ScanRequest, "observe" | "rate" | "resolvers" | "trustResolver" | "signal">,
  recorder: ScanRecorder,
  names: readonly string[],
  on: {
    onResult?: (observation: NameObservation) => void;
    onProgress?: (progress: ObserveProgress) => void;
  },
): Promise<ObserveResult> {
  const storeFailed = new AbortController();
  let fault: { readonly error: unknown } | null = null;
  const stopOnFault = (action: () => void) => {
    if (fault !== null) return;
    try {
      action();
    } catch (error) {
      fault = { error };
      storeFailed.abort();
    }
  };
  const signals = signal === undefined ? [storeFailed.signal] : [storeFailed.signal, signal];
  return observe(
    names,
    {
      resolvers,
      rate,
      trustResolver: trustResolver ?? false,
      stopWhenAllLie: true,
      signal: AbortSignal.any(signals),
      onProgress: (progress) =>
        stopOnFault(() => {
          recorder.flush();
          on.onProgress?.(progress);
        }),
    },
    (observation) =>
      stopOnFault(() => {
        recorder.add(observation);
        on.onResult?.(observation);
      }),
  ).finally(() => {
    if (fault !== null) throw fault.error;
  });
}

/**
 * Asks again for names whose first no is unconfirmed, through resolvers with another voice than who said it.
 * @returns what those resolvers proved to be
 */
async function confirmLosses(
  request: ScanRequest,
  recorder: ScanRecorder,
  names: readonly string[],
  witnesses: readonly Witness[],
): Promise<readonly Witness[]> {
  recorder.beginLaterPass();
  const liars = new Set(
    witnesses.filter(({ state }) => state === "lies").map(({ address }) => address),
  );
  const seen: Witness[] = [];
  for (const [doubting, doubted] of namesByDoubtingResolvers(recorder, names)) {
    const others = request.resolvers.filter((address) => {
      const said = { resolver: resolverText(address), voice: voiceOfAddress(address) };
      return !liars.has(said.resolver) && doubting.every((by) => isAnotherVoice(by, said));
    });
    if (others.length === 0 || request.signal?.aborted) continue;
    try {
      const asked = { ...request, resolvers: others };
      seen.push(...(await observeInto(asked, recorder, doubted, {})).witnesses);
    } catch (error) {
      // Nobody else to ask: the doubt stays.
      if (!isUnreachable(error)) throw error;
    }
    recorder.flush();
  }
  return seen;
}

function namesByDoubtingResolvers(
  recorder: ScanRecorder,
  names: readonly string[],
): readonly (readonly [doubting: readonly string[], names: readonly string[]])[] {
  const groups = new Map<string, [readonly string[], string[]]>();
  for (const name of names) {
    const { ipv4, ipv6 } = recorder.supportOf(name);
    const doubts = [ipv4.unconfirmedNo, ipv6.unconfirmedNo].filter((doubt) => doubt !== null);
    if (doubts.length === 0) continue;
    const doubting = [...new Set(doubts.map(({ resolver }) => resolver))].sort();
    const key = doubting.join(" ");
    const group = groups.get(key) ?? [doubting, []];
    group[1].push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function voiceOfAddress({ host, origin }: ResolverAddress): string {
  return voiceOf(host, origin ?? "named");
}

function isUnreachable(error: unknown): error is Egress6Error {
  return error instanceof Egress6Error && error.code === "RESOLVER_UNREACHABLE";
}
