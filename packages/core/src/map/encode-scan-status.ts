import { isoTimeOrNull } from "../observation/iso-time.js";
import type { ScanStatus } from "./scan-status.js";

/** The JSON of a scan's status, as in the page's data, its events and `api/scan`. */
export function scanStatusJson(status: ScanStatus): object {
  return {
    phase: status.phase,
    reason: status.reason,
    startedAt: isoTimeOrNull(status.startedAt),
    endedAt: isoTimeOrNull(status.endedAt),
    progress: status.progress,
  };
}
