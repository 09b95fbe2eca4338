import { dayText } from "@egress6/core/map/time-words";
import { savedText } from "@egress6/core/plan/way/way-words";
import type { ChecklistStep } from "@egress6/core/playbook/checklist";
import type {
  ChecklistGateState,
  ChecklistPhaseState,
  ChecklistState,
  ChecklistStepState,
} from "@egress6/core/playbook/checklist-marks";
import { isZero } from "@egress6/core/price/exact";
import type { ComponentChildren } from "preact";
import { downloadText } from "../planner/download-text.js";
import {
  checklist,
  checklistFault,
  closeChecklist,
  isChecklistKept,
  isExampleChecklist,
  markStep,
  marksText,
  passGate,
  progress,
  takeChecklistFile,
  takeExampleChecklist,
} from "../state/checklist-state.js";
import { Commands } from "./commands.js";
import { FileDrop } from "./file-drop.js";
import { PlanPages } from "./plan-pages.js";
import { InstructionBlock, StepBody, stepFigures } from "./playbook-step.js";
import { SiteHeader } from "./site-header.js";
import { Words } from "./words.js";

export function ChecklistPage() {
  const state = progress.value;
  return (
    <>
      <SiteHeader current="planner.html" />
      <main class="page checklist">
        <PlanPages current="checklist.html" />
        <h1>Checklist</h1>
        {state === null ? <Start /> : <Steps state={state} />}
      </main>
    </>
  );
}

const COMMAND = "egress6 plan shop.yaml --steps --json > steps.json";

function Start() {
  return (
    <>
      <p class="lead">
        Tick off the steps of a plan, one after the other. Gates lock what must not come too early.
      </p>
      <FileBox>
        <p>Write the steps of your plan to a file, then open it here or drop it:</p>
        <Commands lines={[COMMAND]} name="the command" />
        <p class="fine">
          Or press “Tick them off” below the steps of the <a href="./planner.html">planner</a>. The
          file stays in this browser: nothing is uploaded. What you tick off is kept in this
          browser, too, and comes back with the same plan.
        </p>
      </FileBox>
    </>
  );
}

function FileBox({ children }: { readonly children?: ComponentChildren }) {
  return (
    <FileDrop
      words={progress.value === null ? "Open steps" : "Open a plan or ticks"}
      label="Steps of a plan"
      accept=".json"
      onFiles={([file]) => file && void takeChecklistFile(file)}
      buttons={
        progress.value === null && (
          <button type="button" onClick={() => void takeExampleChecklist()}>
            Show an example
          </button>
        )
      }
    >
      {checklistFault.value !== null && (
        <p class="notice" role="alert">
          {checklistFault.value}
        </p>
      )}
      {children}
    </FileDrop>
  );
}

function Steps({ state }: { readonly state: ChecklistState }) {
  const shown = checklist.value;
  if (shown === null) return null;
  const { settled, total, saved, next } = state;
  return (
    <>
      {isExampleChecklist.value && (
        <p class="notice" role="note">
          <b>An invented example.</b> It is the shop of docs/journey.md: tick as you like.
        </p>
      )}
      <p class="lead">
        {shown.name} in {shown.region}, to “{shown.design}”. egress6 changes nothing in your
        account. Words in UPPER CASE are yours to fill in.
      </p>
      <section class="progress-box" aria-label="Progress">
        <p role="status">
          <b>
            {settled} of {total} steps
          </b>
          {isNothing(saved) ? "" : `; what is done ${savedText(saved)} a month`}
        </p>
        <progress max={total} value={settled} aria-label="Steps that are settled" />
        <p class="fine">
          {next === null ? (
            nextWords(state)
          ) : (
            <>
              Next: <a href={`#${anchor(next)}`}>{next.title}</a>
            </>
          )}
        </p>
      </section>
      <div class="file-buttons checklist-tools">
        <button
          type="button"
          class="small"
          onClick={() => downloadText(`${shown.name}-checklist.json`, marksText())}
        >
          Save what is ticked off
        </button>
        <button type="button" class="small" onClick={() => print()}>
          Print
        </button>
        <button type="button" class="small" onClick={closeChecklist}>
          Close this plan
        </button>
      </div>
      {state.phases.map((phase) => (
        <Phase key={phase.phase} state={phase} />
      ))}
      <FileBox>
        <p class="fine">
          Nothing is uploaded. Ticks stay in this browser, for these steps.{" "}
          {isChecklistKept.value
            ? "The steps stay in this tab until you close it: then open the same file again, and the ticks come back."
            : "The steps are too large to survive a reload: open the same file again, and the ticks come back."}
        </p>
      </FileBox>
    </>
  );
}

const isNothing = ({ low, high }: ChecklistState["saved"]): boolean =>
  [low, high].every((usd) => usd === null || isZero(usd));

const nextWords = ({ settled, total }: ChecklistState): string =>
  settled === total
    ? "All steps are settled."
    : "A gate comes next: pass it once what it asks for holds.";

const anchor = ({ id }: ChecklistStep): string => `step-${id}`;

function Phase({ state: { phase, title, steps, gate } }: { readonly state: ChecklistPhaseState }) {
  const settled = steps.filter(({ mark }) => mark !== null).length;
  return (
    <section class="phase" aria-label={`${phase}. ${title}`}>
      <h2>
        {phase}. {title}{" "}
        <small>
          {settled} of {steps.length}
        </small>
      </h2>
      <ul class="step-list">
        {steps.map((step) => (
          <Step key={step.step.id} state={step} />
        ))}
      </ul>
      {gate !== null && <GateBox state={gate} title={title} />}
    </section>
  );
}

function Step({ state: { step, mark, at, lock } }: { readonly state: ChecklistStepState }) {
  const field = `tick-${step.id}`;
  return (
    <li
      id={anchor(step)}
      class="checklist-step"
      data-mark={mark ?? (lock === null ? "open" : "locked")}
    >
      <input
        id={field}
        type="checkbox"
        checked={mark === "done"}
        disabled={lock !== null || mark === "left-out"}
        aria-describedby={`${field}-state`}
        onChange={({ currentTarget }) => markStep(step, currentTarget.checked ? "done" : null)}
      />
      <div class="step-content">
        <label for={field}>{step.title}</label>
        <p id={`${field}-state`} class="fine">
          <Words text={stepFigures(step)} />
          {at !== null &&
            `; ${mark === "done" ? "done" : "left out"} on ${dayText(Date.parse(at))}`}
          {lock !== null && (
            <>
              . <b>{lock}</b>
            </>
          )}
        </p>
        <details>
          <summary>
            How<span class="visually-hidden"> to do “{step.title}”</span>
          </summary>
          <StepBody step={step} />
        </details>
        {mark === "left-out" ? (
          <button type="button" class="small" onClick={() => markStep(step, null)}>
            Not left out<span class="visually-hidden">: {step.title}</span>
          </button>
        ) : (
          mark === null &&
          lock === null && (
            <button type="button" class="small" onClick={() => markStep(step, "left-out")}>
              Not needed here<span class="visually-hidden">: {step.title}</span>
            </button>
          )
        )}
      </div>
    </li>
  );
}

interface GateBoxProps {
  readonly state: ChecklistGateState;
  readonly title: string;
}

function GateBox({ state: { gate, isPassed, at, lock }, title }: GateBoxProps) {
  const field = `gate-${gate.after}`;
  return (
    <div class="gate" data-passed={isPassed}>
      <InstructionBlock label="Gate" given={gate} title={title} />
      <p class="gate-tick">
        <input
          id={field}
          type="checkbox"
          checked={isPassed}
          disabled={lock !== null}
          aria-label={`Passed: the gate after ${title}`}
          aria-describedby={`${field}-state`}
          onChange={({ currentTarget }) => passGate(gate.after, currentTarget.checked)}
        />
        <label for={field}>Passed</label>
        <span id={`${field}-state`} class="fine">
          {at !== null && `on ${dayText(Date.parse(at))}`}
          {lock}
        </span>
      </p>
    </div>
  );
}
