import { setTimeout as wait } from "node:timers/promises";
import { Egress6Error } from "@egress6/core/errors";
import { NO_SCAN, type ScanProgress, type ScanStatus } from "@egress6/core/map/scan-status";
import { scanDueAt } from "../../pages/scan-due.js";
import { statusOfRecord } from "../../pages/scan-record-status.js";
import type { Clock, StoreReader } from "../../ports.js";

/** After a scan that failed: the network may be back by then. */
const RETRY_MS = 300_000;
/** Timers cannot wait for longer than 2^31 ms, and a laptop sleeps: look at the clock now and then. */
const LONGEST_WAIT_MS = 3_600_000;

/** How a scan ended; `reason` when it failed. */
interface ScanEnd {
  readonly state: "done" | "interrupted" | "failed";
  readonly reason: string | null;
}

export interface LiveScans {
  readonly scope: string;
  readonly store: StoreReader;
  readonly now: Clock;
  readonly signal: AbortSignal;
  /** Runs one scan, or goes on with one. */
  readonly scan: (onProgress: (progress: ScanProgress) => void) => Promise<ScanEnd>;
  readonly onStatus: (status: ScanStatus) => void;
  readonly onFailed: (reason: string, retryMs: number) => void;
}

/** Scans whenever that is due, until it is told to stop. */
export async function keepScanning(scans: LiveScans): Promise<void> {
  let notBefore = 0;
  while (!scans.signal.aborted) {
    const dueAt = Math.max(nextScanAt(scans), notBefore);
    const waitMs = dueAt - scans.now();
    if (waitMs > 0) {
      await wait(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal: scans.signal }).catch(
        () => {},
      );
      continue;
    }
    const reason = await scanOnce(scans);
    // One that did not get to its end is due again at once; the next is not to follow on its heels.
    notBefore = scans.now() + RETRY_MS;
    if (reason !== null) scans.onFailed(reason, RETRY_MS);
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

/** @returns why it failed; null when it did not */
async function scanOnce({ scan, store, now, onStatus }: LiveScans): Promise<string | null> {
  const running: ScanStatus = { ...NO_SCAN, phase: "running", startedAt: now() };
  onStatus(running);
  try {
    const { state, reason } = await scan((progress) => onStatus({ ...running, progress }));
    onStatus(statusOfRecord(store.readScans(1)[0]));
    return state === "failed" ? (reason ?? "The scan failed.") : null;
  } catch (error) {
    if (!(error instanceof Egress6Error)) throw error;
    onStatus({ ...running, phase: "failed", reason: error.message, endedAt: now() });
    return error.message;
  }
}
