import type { HostObservations } from "./host-observations.js";
import type { TargetResult } from "./target.js";

export interface DoctorFacts {
  readonly host: HostObservations;
  readonly targets: readonly TargetResult[];
  /** Whether every name was tried; false after an interruption. */
  readonly isFinished: boolean;
  /** Null when nothing asked for is in a region. */
  readonly region: string | null;
}
