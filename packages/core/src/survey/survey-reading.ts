import type { RawObject } from "./raw.js";

/** What one call answered, or as much of it as a file holds. */
export interface SurveyAnswer {
  readonly action: string;
  /** Null: asked once for all regions. */
  readonly region: string | null;
  /** Null: not known. */
  readonly account: string | null;
  /** What stands in the list of the answer. */
  readonly items: readonly RawObject[];
  /** Whether these are all that there are: a state or a snapshot shows what it has. */
  readonly isWhole: boolean;
}

/** A call that AWS did not answer. */
export interface DeniedCall {
  readonly action: string;
  readonly region: string | null;
  /** Null, or not there: not known. */
  readonly account?: string | null;
  readonly reason: string;
}

/** All that was read. */
export interface SurveyReading {
  readonly answers: readonly SurveyAnswer[];
  readonly denied: readonly DeniedCall[];
  /** ISO; of several, the latest. */
  readonly takenAt: string;
  /** Whether it was cut off before it was done. */
  readonly isCutOff: boolean;
  /** Files that were read, sorted; none: the account was asked. */
  readonly files: readonly string[];
  /** Files that hold nothing of use, with the reason. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** Whether something that was to be read could not be: it is among those skipped. */
  readonly isDamaged?: boolean;
}
