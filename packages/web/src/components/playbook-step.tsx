import type { Instruction } from "@egress6/core/plan/way/planned-step";
import { bytesText, savedText } from "@egress6/core/plan/way/way-words";
import type { ChecklistStep } from "@egress6/core/playbook/checklist";
import { CopyButton } from "./copy-button.js";
import { Words } from "./words.js";

/** `saves $188.10, 6,000 GB, risk low` */
export function stepFigures({ saves, freed, risk, isRepair }: ChecklistStep): string {
  if (isRepair) return `frees nothing by itself, risk ${risk}`;
  const bytes =
    freed === 0n ? "" : freed === null ? ", bytes unknown" : `, ${bytesText(freed)} a month`;
  return `${savedText(saves)}${bytes}, risk ${risk}`;
}

/** What has to hold, the change, its check and the way back. */
export function StepBody({ step }: { readonly step: ChecklistStep }) {
  const { condition, place, evidence, freed } = step;
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
      {freed === null && (
        <p class="fine">
          How many bytes it frees is not known. <code>egress6 flows</code> measures them.
        </p>
      )}
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

/** To be pasted, or a diff. */
function Commands({ lines, name }: { readonly lines: readonly string[]; readonly name: string }) {
  return (
    <div class="commands">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{lines.join("\n")}</pre>
      <CopyButton text={lines.join("\n")} name={name} />
    </div>
  );
}
