import { BRAKE } from "@egress6/core/verdict/brake";
import type { ScanRecord } from "../ports.js";

const DAY_MS = 86_400_000;

/**
 * When the names should be observed again: at once when they never were, or when the last scan did not
 * get to its end; as soon as what is held can be confirmed; else a day after it.
 * @param scans newest first
 * @param scope of a scan of everything: one of less leaves the rest as old as it was
 */
export function scanDueAt(scans: readonly ScanRecord[], scope: string): number {
  const last = scans.find((scan) => scan.scope === scope);
  if (last === undefined || last.endedAt === null) return 0;
  if (last.state === "held") return last.endedAt + BRAKE.holdMs;
  return last.state === "done" ? last.endedAt + DAY_MS : 0;
}
