import { JsonValue } from "../facts/json-value.js";
import { PHASE_TITLES, type Phase } from "../plan/way/planned-step.js";
import type { SavedUsd } from "../plan/way/way.js";
import { plus, ZERO } from "../price/exact.js";
import {
  type Checklist,
  type ChecklistStep,
  checklistFingerprint,
  invalidChecklist,
} from "./checklist.js";
import type { Gate } from "./gates.js";

export const STEP_MARKS = ["done", "left-out"] as const;
/** `left-out`: it turned out not to be needed here. */
export type StepMark = (typeof STEP_MARKS)[number];

interface Marked {
  /** An instant in ISO 8601. */
  readonly at: string;
}

/** What somebody has ticked off. */
export interface ChecklistMarks {
  readonly steps: ReadonlyMap<string, Marked & { readonly mark: StepMark }>;
  /** Gates that were passed, by the phase before them. */
  readonly gates: ReadonlyMap<Phase, Marked>;
}

export const NO_MARKS: ChecklistMarks = { steps: new Map(), gates: new Map() };

export interface ChecklistStepState {
  readonly step: ChecklistStep;
  readonly mark: StepMark | null;
  readonly at: string | null;
  /** Why it cannot be done yet; null: it can, or is done. */
  readonly lock: string | null;
}

export interface ChecklistGateState {
  readonly gate: Gate;
  readonly isPassed: boolean;
  readonly at: string | null;
  readonly lock: string | null;
}

export interface ChecklistPhaseState {
  readonly phase: Phase;
  readonly title: string;
  readonly steps: readonly ChecklistStepState[];
  readonly gate: ChecklistGateState | null;
}

export interface ChecklistState {
  readonly phases: readonly ChecklistPhaseState[];
  /** Steps that are done or left out, of all. */
  readonly settled: number;
  readonly total: number;
  /** What the steps that are done save a month. */
  readonly saved: SavedUsd;
  /** The step that comes next; null: none is open, or a gate comes first. */
  readonly next: ChecklistStep | null;
}

/** Gates lock what comes after them, and a step waits for those that it rests on. */
export function checklistState({ steps, gates }: Checklist, marks: ChecklistMarks): ChecklistState {
  const titles = new Map(steps.map(({ id, title }) => [id, title]));
  const phases = [...new Set(steps.map(({ phase }) => phase))].sort((a, b) => a - b);
  let closed: string | null = null;
  const states = phases.map((phase): ChecklistPhaseState => {
    const before = closed;
    const own = steps
      .filter((step) => step.phase === phase)
      .map((step) => stepState(step, marks, before, titles));
    const gate = gates.find(({ after }) => after === phase);
    const openSteps = own.filter(({ mark }) => mark === null).length;
    const gateState = gate === undefined ? null : gateOf(gate, marks, before, openSteps);
    if (closed === null && gateState !== null && !gateState.isPassed) {
      closed = `Locked: the gate after “${PHASE_TITLES[phase]}” is not passed.`;
    }
    return { phase, title: PHASE_TITLES[phase], steps: own, gate: gateState };
  });
  const all = states.flatMap((each) => each.steps);
  const done = all.filter(({ mark }) => mark === "done").map(({ step }) => step);
  return {
    phases: states,
    settled: all.filter(({ mark }) => mark !== null).length,
    total: all.length,
    saved: { low: savedBy(done, "low"), high: savedBy(done, "high") },
    next: all.find(({ mark, lock }) => mark === null && lock === null)?.step ?? null,
  };
}

function savedBy(steps: readonly ChecklistStep[], end: "low" | "high"): SavedUsd["low"] {
  return steps.reduce<SavedUsd["low"]>((total, { saves }) => {
    const saved = saves[end];
    return total === null || saved === null ? null : plus(total, saved);
  }, ZERO);
}

function stepState(
  step: ChecklistStep,
  { steps }: ChecklistMarks,
  closed: string | null,
  titles: ReadonlyMap<string, string>,
): ChecklistStepState {
  const own = steps.get(step.id);
  if (own !== undefined) return { step, mark: own.mark, at: own.at, lock: null };
  const waits = step.requires.find((id) => titles.has(id) && !steps.has(id));
  const lock =
    closed ?? (waits === undefined ? null : `Locked: first “${titles.get(waits) ?? waits}”.`);
  return { step, mark: null, at: null, lock };
}

function gateOf(
  gate: Gate,
  { gates }: ChecklistMarks,
  closed: string | null,
  openSteps: number,
): ChecklistGateState {
  const own = gates.get(gate.after);
  // A step that was opened again opens its gate, too.
  const isPassed = own !== undefined && openSteps === 0 && closed === null;
  const lock =
    openSteps > 0
      ? `Locked: ${openSteps === 1 ? "one step" : `${openSteps} steps`} above ${openSteps === 1 ? "is" : "are"} open.`
      : closed;
  return { gate, isPassed, at: isPassed ? own.at : null, lock: isPassed ? null : lock };
}

/** @param mark null: it is open again, and so are the gates behind it */
export function withStepMarked(
  marks: ChecklistMarks,
  { id, phase }: ChecklistStep,
  mark: StepMark | null,
  at: string,
): ChecklistMarks {
  const steps = new Map(marks.steps);
  if (mark === null) steps.delete(id);
  else steps.set(id, { mark, at });
  const gates =
    mark === null ? new Map([...marks.gates].filter(([after]) => after < phase)) : marks.gates;
  return { steps, gates };
}

/** @param isPassed false: those behind it are closed again, too */
export function withGatePassed(
  marks: ChecklistMarks,
  after: Phase,
  isPassed: boolean,
  at: string,
): ChecklistMarks {
  const gates = new Map([...marks.gates].filter(([phase]) => isPassed || phase < after));
  if (isPassed) gates.set(after, { at });
  return { steps: marks.steps, gates };
}

const FORMAT = "egress6-checklist";
const VERSION = 1;

/** To be kept, or given to somebody else: what is ticked off, and of which plan. */
export function checklistMarksJson(checklist: Checklist, marks: ChecklistMarks) {
  const { name, region, design, steps } = checklist;
  return {
    format: FORMAT,
    version: VERSION,
    fingerprint: checklistFingerprint(checklist),
    plan: { name, region, design },
    steps: steps.map(({ id, title, phase }) => {
      const own = marks.steps.get(id);
      return { id, title, phase, state: own?.mark ?? "open", at: own?.at ?? null };
    }),
    gates: [...marks.gates].map(([after, { at }]) => ({ after, at })),
  };
}

/** Whether a document is what `checklistMarksJson` wrote. */
export const isChecklistMarks = (document: unknown): boolean =>
  typeof document === "object" &&
  document !== null &&
  "format" in document &&
  document.format === FORMAT;

/**
 * @param file for messages
 * @throws Egress6Error CHECKLIST_INVALID, also where it belongs to another plan
 */
export function readChecklistMarks(
  document: unknown,
  checklist: Checklist,
  file: string,
): ChecklistMarks {
  const root = new JsonValue(document, "", (place, expected) =>
    invalidChecklist(`${file} is broken at ${place || "its top"}: expected ${expected}.`),
  );
  if (root.field("version").raw() !== VERSION) {
    throw invalidChecklist(
      `${file} was written by another version of this page, which reads version ${VERSION}.`,
    );
  }
  if (root.field("fingerprint").text() !== checklistFingerprint(checklist)) {
    const plan = root.field("plan");
    throw invalidChecklist(
      `${file} belongs to other steps: those of ${plan.field("name").text()} in ${plan.field("region").text()} to “${plan.field("design").text()}”. Open that plan first.`,
    );
  }
  const steps = root
    .field("steps")
    .items()
    .flatMap((value): readonly [string, Marked & { readonly mark: StepMark }][] => {
      const state = value.field("state").oneOf(["open", ...STEP_MARKS]);
      if (state === "open") return [];
      return [[value.field("id").text(), { mark: state, at: value.field("at").text() }]];
    });
  const gates = root
    .field("gates")
    .items()
    .flatMap((value): readonly [Phase, Marked][] => {
      const after = checklist.gates.find(
        (gate) => gate.after === value.field("after").raw(),
      )?.after;
      return after === undefined ? [] : [[after, { at: value.field("at").text() }]];
    });
  return { steps: new Map(steps), gates: new Map(gates) };
}
