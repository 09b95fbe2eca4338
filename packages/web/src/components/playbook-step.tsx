import type { Instruction } from "@egress6/core/plan/way/planned-step";
import type { ChecklistStep } from "@egress6/core/playbook/checklist";
import { effectText } from "@egress6/core/playbook/playbook-words";
import { Commands } from "./commands.js";
import { Words } from "./words.js";

/** `saves $188.10, 6,000 GB, risk low`; a saving that is not known at all is not said at each step. */
export function stepFigures(step: ChecklistStep): string {
  const { saves, risk } = step;
  return `${effectText(step, saves.low !== null || saves.high !== null)}, risk ${risk}`;
}

/** What has to hold, the change, its check and the way back. */
export function StepBody({ step }: { readonly step: ChecklistStep }) {
  const { condition, place, evidence } = step;
  return (
    <div class="step-body">
      {condition !== null && (
        <p class="step-condition">
          <Words text={condition} />
        </p>
      )}
      {place !== null && (
        <p class="fine">
          In the code: <code>{place}</code>
        </p>
      )}
      <InstructionBlock label="Before" given={step.precondition} title={step.title} />
      <InstructionBlock label="Change" given={step.change} title={step.title} />
      <InstructionBlock label="Check" given={step.check} title={step.title} />
      <InstructionBlock label="Way back" given={step.rollback} title={step.title} />
      {evidence.length > 0 && <p class="fine">Evidence: {evidence.join("; ")}</p>}
    </div>
  );
}

interface InstructionBlockProps {
  readonly label: string;
  readonly given: Instruction;
  /** Of the step, for the name of the button. */
  readonly title: string;
}

export function InstructionBlock({ label, given, title }: InstructionBlockProps) {
  const { text, commands } = given;
  return (
    <div class="instruction">
      <p>
        <b>{label}</b> <Words text={text} />
      </p>
      {commands.length > 0 && (
        <Commands lines={commands} name={`the commands of “${label}”, ${title}`} />
      )}
    </div>
  );
}
