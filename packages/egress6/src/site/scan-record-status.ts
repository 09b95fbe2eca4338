import { NO_SCAN, type ScanStatus } from "@egress6/core/map/scan-status";
import type { ScanRecord } from "../ports.js";

/**
 * How a scan stands that nobody in this process is running:
 * one that never ended was killed, and the next one resumes it.
 */
export function statusOfRecord(record: ScanRecord | undefined): ScanStatus {
  if (record === undefined) return NO_SCAN;
  return {
    phase: record.state === "running" ? "interrupted" : record.state,
    reason: record.reason,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    progress: null,
  };
}
