import type { Catalog } from "@egress6/core/endpoint/catalog";
import { type EndpointFilter, filterScope } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { Egress6Error } from "@egress6/core/errors";
import type { NameObservation } from "@egress6/core/observation/outcome";
import { resolverText } from "@egress6/core/observation/resolver-text";
import type { NameSupport } from "@egress6/core/verdict/support";
import type {
  Clock,
  ObserveNames,
  ObserveProgress,
  ResolverAddress,
  StoreWriter,
} from "../ports.js";
import { startOfScan } from "./scan-clock.js";
import { ScanRecorder } from "./scan-recorder.js";
import { type ScanSummary, summarize } from "./scan-summary.js";

export interface ScanRequest {
  readonly catalog: Catalog;
  readonly thirdPartyHosts: readonly string[];
  readonly filter: EndpointFilter;
  readonly observe: ObserveNames;
  readonly store: StoreWriter;
  readonly now: Clock;
  readonly resolvers: readonly ResolverAddress[];
  /** Queries per second. */
  readonly rate: number;
  /** Re-dates what the store holds from the future, instead of stopping with CLOCK_BEHIND. */
  readonly trustClock?: boolean;
  readonly signal?: AbortSignal;
  /** Whether the scan goes on with an earlier one, before anything is asked. */
  readonly onBegin?: (scan: { isResumed: boolean; names: number; resumedNames: number }) => void;
  /** `done` counts only what the store holds. */
  readonly onProgress?: (progress: ObserveProgress) => void;
}

/**
 * Observes the names of the catalog that pass the filter, and stores what was found.
 * Goes on with an earlier scan of the same scope that did not end. At the end, names that seem to have
 * lost IPv4 or IPv6 are asked again through other resolvers, if there are any.
 * Resolvers that cannot be reached make a summary with the state `failed`, not an error.
 * @throws Egress6Error CLOCK_BEHIND (incomplete), and what the store throws
 */
export async function runScan(request: ScanRequest): Promise<ScanSummary> {
  const { store, filter } = request;
  const beganAt = startOfScan(store, request.now, request.trustClock ?? false);
  const now = () => Math.max(request.now(), beganAt);
  const names = scanNames(request.catalog, request.thirdPartyHosts, filter);
  const { isResumed, ...scan } = store.beginScan(filterScope(filter), names.length, beganAt);
  const done = store.namesDone(scan);
  const missing = names.filter((name) => !done.has(name));
  const resumedNames = names.length - missing.length;
  request.onBegin?.({ isResumed, names: names.length, resumedNames });

  const recorder = new ScanRecorder(store, now);
  const first = await observePass(request, recorder, missing, resumedNames);
  if (first.state === "done") await confirmLosses(request, recorder, new Set(names));

  const { state, reason } = first;
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
    durationMs: now() - beganAt,
  };
}

interface PassResult {
  readonly state: ScanSummary["state"];
  readonly reason: string | null;
  readonly observed: number;
}

async function observePass(
  request: ScanRequest,
  recorder: ScanRecorder,
  names: readonly string[],
  resumedNames: number,
): Promise<PassResult> {
  let observed = 0;
  try {
    await observeInto(request, recorder, names, {
      onResult: () => {
        observed += 1;
      },
      onProgress: (progress) =>
        request.onProgress?.({
          ...progress,
          total: progress.total + resumedNames,
          done: progress.done + resumedNames,
        }),
    });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    recorder.flush();
    return { state: "failed", reason: error.message, observed };
  }
  recorder.flush();
  const state = observed < names.length ? "interrupted" : "done";
  return { state, reason: null, observed };
}

/** Observes names and records each; stops when the store fails, with the store's error. */
async function observeInto(
  {
    observe,
    rate,
    resolvers,
    signal,
  }: Pick<ScanRequest, "observe" | "rate" | "resolvers" | "signal">,
  recorder: ScanRecorder,
  names: readonly string[],
  on: {
    onResult?: (observation: NameObservation) => void;
    onProgress?: (progress: ObserveProgress) => void;
  },
): Promise<void> {
  const storeFailed = new AbortController();
  let fault: { readonly error: unknown } | null = null;
  const orStop = (action: () => void) => {
    if (fault !== null) return;
    try {
      action();
    } catch (error) {
      fault = { error };
      storeFailed.abort();
    }
  };
  const signals = signal === undefined ? [storeFailed.signal] : [storeFailed.signal, signal];
  await observe(
    names,
    {
      resolvers,
      rate,
      signal: AbortSignal.any(signals),
      onProgress: (progress) =>
        orStop(() => {
          recorder.flush();
          on.onProgress?.(progress);
        }),
    },
    (observation) =>
      orStop(() => {
        recorder.add(observation);
        on.onResult?.(observation);
      }),
  ).finally(() => {
    if (fault !== null) throw fault.error;
  });
}

/** Asks again, through the resolvers that have not said no, for names whose first no is unconfirmed. */
async function confirmLosses(
  request: ScanRequest,
  recorder: ScanRecorder,
  names: ReadonlySet<string>,
): Promise<void> {
  recorder.beginLaterPass();
  for (const [doubting, doubted] of namesByDoubtingResolvers(request.store.readSupport(), names)) {
    const others = request.resolvers.filter((resolver) => !doubting.has(resolverText(resolver)));
    if (others.length === 0 || request.signal?.aborted) continue;
    try {
      await observeInto({ ...request, resolvers: others }, recorder, doubted, {});
    } catch (error) {
      // Nobody else to ask: the doubt stays.
      if (!isUnreachable(error)) throw error;
    }
    recorder.flush();
  }
}

function namesByDoubtingResolvers(
  support: ReadonlyMap<string, NameSupport>,
  names: ReadonlySet<string>,
): readonly (readonly [doubting: ReadonlySet<string>, names: readonly string[]])[] {
  const groups = new Map<string, [Set<string>, string[]]>();
  for (const [name, { ipv4, ipv6 }] of support) {
    const doubts = [ipv4.unconfirmedNo, ipv6.unconfirmedNo].filter((doubt) => doubt !== null);
    if (doubts.length === 0 || !names.has(name)) continue;
    const doubting = new Set(doubts.map(({ resolver }) => resolver));
    const key = [...doubting].sort().join(" ");
    const group = groups.get(key) ?? [doubting, []];
    group[1].push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function isUnreachable(error: unknown): error is Egress6Error {
  return error instanceof Egress6Error && error.code === "RESOLVER_UNREACHABLE";
}
