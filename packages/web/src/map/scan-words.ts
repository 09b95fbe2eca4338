import type { ScanProgress, ScanStatus } from "@egress6/core/map/scan-status";
import { grouped } from "./grouped.js";

/** Why the page knows nothing, or less than it should; null when all is well. */
export function scanNotice(scan: ScanStatus, isAnythingObserved: boolean): string | null {
  const reason = scan.reason === null ? "" : `: ${scan.reason}`;
  const nothing = "Nothing has been observed yet";
  switch (scan.phase) {
    case "none":
      return isAnythingObserved
        ? null
        : `${nothing}. Run egress6 scan, or open this page with egress6 serve.`;
    case "off":
      return isAnythingObserved
        ? null
        : `${nothing}. This server does not scan (--no-scan), and no scan was run before.`;
    case "running":
      return isAnythingObserved ? null : `${nothing}. The scan has just begun.`;
    case "failed":
      return isAnythingObserved
        ? `The last scan could not be completed${reason}`
        : `We could not check anything. ${scan.reason ?? "The scan could not be completed."}`;
    case "held":
      return isAnythingObserved ? `Changes are held${reason}` : `${nothing}${reason}`;
    case "interrupted":
      return isAnythingObserved
        ? "The last scan was stopped before its end; what it had observed is shown."
        : `${nothing}. The scan was stopped before its first result.`;
    case "elsewhere":
      return isAnythingObserved
        ? `Read-only: another process does the scanning${reason}`
        : `${nothing}, and this page is read-only${reason}`;
    case "done":
      if (!isAnythingObserved) return `${nothing}. The scan ended without a result.`;
      return scan.reason === null ? null : `The last scan is done${reason}`;
  }
}

/** `12,345 of 67,132 names · 245 per second · 12 unknown so far · 3 min left` */
export function progressWords(progress: ScanProgress): string {
  const words = [`${grouped(progress.done)} of ${grouped(progress.total)} names`];
  if (progress.namesPerSecond > 0) {
    words.push(`${grouped(Math.round(progress.namesPerSecond))} per second`);
  }
  words.push(`${grouped(progress.unknown)} unknown so far`);
  if (progress.secondsLeft !== null) words.push(`${durationWords(progress.secondsLeft)} left`);
  return words.join(" · ");
}

function durationWords(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.ceil((seconds % 3600) / 60)} min`;
}
