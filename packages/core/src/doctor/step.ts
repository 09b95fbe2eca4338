import type { Remedy } from "./conclude/remedies.js";
import type { StepId } from "./host-observations.js";

/** `note`: it works, and something about it is worth knowing · `unknown`: not seen, or not finished. */
export type StepState = "ok" | "note" | "failed" | "unknown";

export interface Step {
  readonly id: StepId;
  readonly title: string;
  readonly state: StepState;
  readonly summary: string;
  readonly details: readonly string[];
  /** How long it took, in milliseconds; null when it was not finished, or took no time of its own. */
  readonly ms: number | null;
  readonly remedy: Remedy | null;
}

export type StepFinding = Omit<Step, "id" | "title" | "ms">;

export const NOT_FINISHED: StepFinding = {
  state: "unknown",
  summary: "not finished",
  details: [],
  remedy: null,
};

export function finding(
  state: StepState,
  summary: string,
  { details = [], remedy = null }: Partial<Pick<Step, "details" | "remedy">> = {},
): StepFinding {
  return { state, summary, details, remedy };
}
