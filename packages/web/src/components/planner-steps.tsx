import type { Plan } from "@egress6/core/plan/plan-workload";
import { PHASE_TITLES } from "@egress6/core/plan/way/planned-step";
import type { WayToDesign } from "@egress6/core/plan/way/way";
import { type ChecklistStep, readChecklist } from "@egress6/core/playbook/checklist";
import { stepsDocument } from "@egress6/core/playbook/steps-json";
import { stepsText } from "@egress6/core/playbook/steps-markdown";
import { useState } from "preact/hooks";
import { downloadText } from "../planner/download-text.js";
import { keepChecklist } from "../state/kept-checklist.js";
import { playbookTo } from "../state/planner-state.js";
import { InstructionBlock, StepBody, stepFigures } from "./playbook-step.js";
import { Words } from "./words.js";

interface PlannerStepsProps {
  readonly way: WayToDesign;
  readonly plan: Plan;
}

/** The way to the design, as `plan --steps` has it: ordered steps with gates between them. */
export function PlannerSteps({ way, plan }: PlannerStepsProps) {
  const [isTooLarge, setTooLarge] = useState(false);
  const { name, region } = plan.input.workload;
  const { id, title } = way.design.design;
  const playbook = playbookTo(way, plan);
  const document = {
    workload: { name, region },
    designs: [{ id, title }],
    ...stepsDocument(way, playbook),
  };
  const { steps, gates } = readChecklist(document, "The plan");
  const phases = gates.map(({ after }) => after);
  const save = () => downloadText(`${id}-steps.md`, stepsText(way, plan, playbook));
  const handOver = (event: MouseEvent) => {
    if (keepChecklist(document)) return;
    event.preventDefault();
    setTooLarge(true);
  };
  return (
    <section class="plan-section" aria-label="Steps">
      <div class="section-head">
        <h3>Steps to get there</h3>
        <div class="file-buttons">
          <button type="button" class="small" onClick={save}>
            Steps as Markdown
          </button>
          <a class="button" href="./checklist.html" onClick={handOver}>
            Tick them off
          </a>
        </div>
      </div>
      {isTooLarge && (
        <p class="notice" role="alert">
          These steps are too large to hand over. Write them with{" "}
          <code>egress6 plan FILES --steps --json</code>, and open that file on the{" "}
          <a href="./checklist.html">checklist</a>.
        </p>
      )}
      <p class="fine">
        {way.areRoutesAssumed
          ? "Routes of today are taken from counts and kinds of subnets: compare each command with your route tables."
          : "One at a time: check each, and go back if its check fails."}{" "}
        egress6 changes nothing in your account. Words in UPPER CASE are yours to fill in.
      </p>
      {phases.map((phase) => (
        <section key={phase} class="phase" aria-label={`${phase}. ${PHASE_TITLES[phase]}`}>
          <h4>
            {phase}. {PHASE_TITLES[phase]}
          </h4>
          <ul class="step-list">
            {steps
              .filter((step) => step.phase === phase)
              .map((step) => (
                <Step key={step.id} step={step} />
              ))}
          </ul>
          {gates
            .filter(({ after }) => after === phase)
            .map((gate) => (
              <div key={gate.text} class="gate">
                <InstructionBlock label="Gate" given={gate} title={PHASE_TITLES[phase]} />
              </div>
            ))}
        </section>
      ))}
    </section>
  );
}

const Step = ({ step }: { readonly step: ChecklistStep }) => (
  <li>
    <details>
      <summary>
        <span class="step-title">{step.title}</span>
        <small>
          <Words text={stepFigures(step)} />
        </small>
      </summary>
      <StepBody step={step} />
    </details>
  </li>
);
