import type { Plan } from "../plan/plan-workload.js";
import type { Instruction } from "../plan/way/planned-step.js";
import { type Bytes, type SavedUsd, type WayToDesign, wayTo } from "../plan/way/way.js";
import { decimalText, type Exact } from "../price/exact.js";
import type { Gate } from "./gates.js";
import type { Playbook, PlaybookStep } from "./playbook.js";

type DesignPlan = Plan["designs"][number];

/** `changes[]` of a design: what its saving is made of, in order. */
export function designChangesJson(design: DesignPlan, plan: Plan) {
  return wayTo(design, plan).changes.map(
    ({ id, what, saves, moved, risk, requires, rollback, evidence }) => ({
      id,
      what,
      usdPerMonth: savedJson(saves),
      bytesMoved: bytesJson(moved),
      risk,
      requires,
      rollback,
      evidence,
    }),
  );
}

/** What `egress6 plan --steps --json` has beside the plan: the steps to one of its designs. */
export interface StepsDocument {
  readonly stepsTo: DesignPlan["design"]["id"];
  readonly steps: ReturnType<typeof stepsJson>;
  readonly gates: ReturnType<typeof gatesJson>;
}

/** @param playbook the steps of that way, with the repairs of findings among them */
export const stepsDocument = (
  { design }: WayToDesign,
  { steps, gates }: Playbook,
): StepsDocument => ({
  stepsTo: design.design.id,
  steps: stepsJson(steps),
  gates: gatesJson(gates),
});

/** `steps[]` of `plan --steps --json`. */
function stepsJson(steps: readonly PlaybookStep[]) {
  return steps.map((step) => ({
    id: step.id,
    title: step.title,
    phase: step.phase,
    precondition: instructionText(step.precondition),
    change: instructionText(step.change),
    check: instructionText(step.check),
    rollback: instructionText(step.rollback),
    usdPerMonth: savedJson(step.saves),
    frees: { bytesPerMonth: bytesJson(step.freed) },
    requires: step.requires,
    risk: step.risk,
    place: step.place,
    evidence: step.evidence,
    partOf: step.partOf,
    condition: step.condition,
    fixes: step.fixes,
    unblocks:
      step.unblocks === null
        ? null
        : {
            steps: step.unblocks.steps,
            bytesPerMonth: bytesJson(step.unblocks.bytes),
            usdPerMonth: savedJson(step.unblocks.saves),
          },
  }));
}

/** `gates[]`: what has to hold between the phases. */
const gatesJson = (gates: readonly Gate[]) =>
  gates.map(({ after, text, commands }) => ({ after, text: [text, ...commands].join("\n") }));

/** A sentence, then the commands, one a line. */
const instructionText = ({ text, commands }: Instruction): string => [text, ...commands].join("\n");

const savedJson = ({ low, high }: SavedUsd) => ({ low: exactOrNull(low), high: exactOrNull(high) });

const exactOrNull = (value: Exact | null): string | null =>
  value === null ? null : decimalText(value);

/** A number, as text where it is too large to be exact as one. */
function bytesJson(bytes: Bytes): number | string | null {
  if (bytes === null) return null;
  return bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : String(bytes);
}
