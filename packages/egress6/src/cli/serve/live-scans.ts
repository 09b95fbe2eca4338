import { setTimeout as wait } from "node:timers/promises";
import { Egress6Error } from "@egress6/core/errors";
import { NO_SCAN, type ScanProgress, type ScanStatus } from "@egress6/core/map/scan-status";
import type { Clock, ScanState, StoreReader } from "../../ports.js";
import { scanDueAt } from "../../site/scan-due.js";
import { statusOfRecord } from "../../site/scan-record-status.js";

/** After a scan that failed: the network may be back by then. */
const RETRY_MS = 300_000;
/** Timers cannot wait for longer than 2^31 ms, and a laptop sleeps: look at the clock now and then. */
const LONGEST_WAIT_MS = 3_600_000;

/** After a scan that asked for every name and could not use what it was told: that takes more than patience. */
const RETRY_WHOLE_MS = 3_600_000;

/** How a scan ended; `reason` when it failed or is held. */
interface ScanEnd {
  readonly state: Exclude<ScanState, "running">;
  readonly reason: string | null;
  /** Every name was asked. */
  readonly isWhole?: boolean;
}

interface Failure {
  readonly reason: string;
  readonly retryMs: number;
}

export interface LiveScans {
  readonly scope: string;
  readonly store: StoreReader;
  readonly now: Clock;
  readonly signal: AbortSignal;
  /** Runs one scan, or goes on with one. */
  readonly scan: (onProgress: (progress: ScanProgress) => void) => Promise<ScanEnd>;
  readonly onStatus: (status: ScanStatus) => void;
  /** Is handed what makes the next scan begin at once, whatever was waited for. */
  readonly onWaiting?: (scanNow: () => void) => void;
  readonly onFailed: (reason: string, retryMs: number) => void;
}

/** Scans whenever that is due, until it is told to stop. */
export async function keepScanning(scans: LiveScans): Promise<void> {
  let notBefore = 0;
  let isWanted = false;
  let woken = new AbortController();
  scans.onWaiting?.(() => {
    isWanted = true;
    woken.abort();
  });
  while (!scans.signal.aborted) {
    if (woken.signal.aborted) woken = new AbortController();
    const dueAt = isWanted ? 0 : Math.max(nextScanAt(scans), notBefore);
    const waitMs = dueAt - scans.now();
    if (waitMs > 0) {
      const signal = AbortSignal.any([scans.signal, woken.signal]);
      await wait(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal }).catch(() => {});
      continue;
    }
    isWanted = false;
    const failure = await scanOnce(scans);
    // One that did not get to its end is due again at once; the next is not to follow on its heels.
    notBefore = scans.now() + (failure?.retryMs ?? RETRY_MS);
    if (failure !== null) scans.onFailed(failure.reason, failure.retryMs);
  }
}

/** A store that cannot be read is for the scan to complain of. */
function nextScanAt({ store, scope }: LiveScans): number {
  try {
    return scanDueAt(store.readScans(), scope);
  } catch (error) {
    if (error instanceof Egress6Error) return 0;
    throw error;
  }
}

/** @returns why it failed or is held, and when to try again; null when it is done */
async function scanOnce({ scan, store, now, onStatus }: LiveScans): Promise<Failure | null> {
  const running: ScanStatus = { ...NO_SCAN, phase: "running", startedAt: now() };
  onStatus(running);
  try {
    const {
      state,
      reason,
      isWhole = false,
    } = await scan((progress) => onStatus({ ...running, progress }));
    onStatus(statusOfRecord(store.readScans(1)[0]));
    if (state === "done" || state === "interrupted") return null;
    return { reason: reason ?? "The scan failed.", retryMs: isWhole ? RETRY_WHOLE_MS : RETRY_MS };
  } catch (error) {
    if (!(error instanceof Egress6Error)) throw error;
    onStatus({ ...running, phase: "failed", reason: error.message, endedAt: now() });
    return { reason: error.message, retryMs: RETRY_MS };
  }
}
