import { asNumber, asObject, asOneOf, asTextOrNull, asTimeOrNull } from "./json-reader.js";
import { SCAN_PHASES, type ScanProgress, type ScanStatus } from "./scan-status.js";

export function parseScanStatus(json: unknown): ScanStatus {
  const scan = asObject(json, "scan");
  return {
    phase: asOneOf(scan["phase"], SCAN_PHASES, "scan.phase"),
    reason: asTextOrNull(scan["reason"], "scan.reason"),
    startedAt: asTimeOrNull(scan["startedAt"], "scan.startedAt"),
    endedAt: asTimeOrNull(scan["endedAt"], "scan.endedAt"),
    progress: scan["progress"] === null ? null : parseProgress(scan["progress"]),
  };
}

function parseProgress(json: unknown): ScanProgress {
  const progress = asObject(json, "scan.progress");
  const number = (key: string) => asNumber(progress[key], `scan.progress.${key}`);
  return {
    total: number("total"),
    done: number("done"),
    unknown: number("unknown"),
    namesPerSecond: number("namesPerSecond"),
    secondsLeft: progress["secondsLeft"] === null ? null : number("secondsLeft"),
  };
}
