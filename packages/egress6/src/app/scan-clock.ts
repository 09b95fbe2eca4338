import { Egress6Error } from "@egress6/core/errors";
import { isoTime } from "@egress6/core/observation/iso-time";
import { ORDINARY_CORRECTION_MS } from "@egress6/core/verdict/dates-of-support";
import type { Clock, StoreWriter } from "../ports.js";

/**
 * When a scan that begins now begins, never before what the store already knows.
 * @param trustClock dates what the store holds from the future to now
 * @throws Egress6Error CLOCK_BEHIND (incomplete): one clock was wrong, then or now, and nobody has said which
 */
export function startOfScan(
  store: Pick<StoreWriter, "newestTime" | "redateAfter">,
  now: Clock,
  trustClock: boolean,
): number {
  const at = now();
  const newest = store.newestTime();
  if (newest === null || newest <= at) return at;
  if (trustClock) {
    // Before the scan, so that nothing of it looks like what the scan has found.
    store.redateAfter(at - 1);
    return at;
  }
  if (newest - at <= ORDINARY_CORRECTION_MS) return newest;
  throw new Egress6Error(
    "CLOCK_BEHIND",
    "incomplete",
    `The clock of this machine says ${isoTime(at)}, but the store has an observation of ${isoTime(newest)}, ` +
      "which is not yet. Nothing was asked or changed. Set the clock if it is slow; if it is right, " +
      "`egress6 scan --trust-clock` dates what comes from the future to now, and scans.",
  );
}
