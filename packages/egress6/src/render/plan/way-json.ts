import type { Plan } from "@egress6/core/plan/plan-workload";
import type { Instruction } from "@egress6/core/plan/way/planned-step";
import { type Bytes, type SavedUsd, wayTo } from "@egress6/core/plan/way/way";
import type { Gate } from "@egress6/core/playbook/gates";
import type { PlaybookStep } from "@egress6/core/playbook/playbook";
import { decimalText, type Exact } from "@egress6/core/price/exact";

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

/** `steps[]` of `plan --steps --json`. */
export function stepsJson(steps: readonly PlaybookStep[]) {
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
export const gatesJson = (gates: readonly Gate[]) =>
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
