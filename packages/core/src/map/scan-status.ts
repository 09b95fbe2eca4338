/**
 * How far observing has come, as the page shows it:
 * `none` no scan yet · `running` · `done` · `interrupted` stopped before its end · `failed` see reason ·
 * `held` finished, with changes that wait for a later scan, see reason ·
 * `off` nobody wants one (`--no-scan`) · `elsewhere` another process is the store's writer
 */
export const SCAN_PHASES = [
  "none",
  "running",
  "done",
  "interrupted",
  "failed",
  "held",
  "off",
  "elsewhere",
] as const;
export type ScanPhase = (typeof SCAN_PHASES)[number];

export interface ScanProgress {
  readonly total: number;
  readonly done: number;
  /** Of `done`: names with an inconclusive outcome so far. */
  readonly unknown: number;
  readonly namesPerSecond: number;
  readonly secondsLeft: number | null;
}

/** Times are milliseconds since the epoch. */
export interface ScanStatus {
  readonly phase: ScanPhase;
  readonly reason: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly progress: ScanProgress | null;
}

export const NO_SCAN: ScanStatus = {
  phase: "none",
  reason: null,
  startedAt: null,
  endedAt: null,
  progress: null,
};
