import type { Phase } from "@egress6/core/plan/way/planned-step";
import {
  type Checklist,
  type ChecklistStep,
  checklistFingerprint,
  readChecklist,
} from "@egress6/core/playbook/checklist";
import {
  type ChecklistMarks,
  checklistMarksJson,
  checklistState,
  isChecklistMarks,
  NO_MARKS,
  readChecklistMarks,
  type StepMark,
  withGatePassed,
  withStepMarked,
} from "@egress6/core/playbook/checklist-marks";
import { computed, signal } from "@preact/signals";
import { exampleFile } from "../example/example-files.js";
import { fileText, parsedJson } from "../files/file-text.js";
import { keepChecklist, readKeptChecklist } from "./kept-checklist.js";
import { readSaved, save } from "./saved.js";

/** The steps that are shown; null: none were chosen. */
export const checklist = signal<Checklist | null>(null);
/** Whether they are those of the invented shop. */
export const isExampleChecklist = signal(false);
const marks = signal<ChecklistMarks>(NO_MARKS);
/** Why a file was not taken. */
export const checklistFault = signal<string | null>(null);
/** Whether a reload finds the steps again; what is ticked off is kept longer. */
export const isChecklistKept = signal(true);

export const progress = computed(() =>
  checklist.value === null ? null : checklistState(checklist.value, marks.value),
);

/** Those that this tab had before a reload, or that the planner handed over. */
export function restoreChecklist(): void {
  const kept = readKeptChecklist();
  if (kept === null) return;
  try {
    show(readChecklist(kept, "The kept plan"), isExampleDocument(kept));
  } catch {
    // An earlier version of this page wrote it.
    keepChecklist(null);
  }
}

const isExampleDocument = (document: unknown): boolean =>
  typeof document === "object" && document !== null && "isExample" in document;

export async function takeChecklistFile(file: File, isExample = false): Promise<void> {
  checklistFault.value = null;
  try {
    const document = parsedJson(file.name, await fileText(file));
    if (isChecklistMarks(document)) takeMarks(document, file.name);
    else {
      const read = readChecklist(document, file.name);
      isChecklistKept.value = keepChecklist(
        isExample ? { ...stepsOf(document), isExample } : stepsOf(document),
      );
      show(read, isExample);
    }
  } catch (error) {
    checklistFault.value = error instanceof Error ? error.message : String(error);
  }
}

/** What the page needs of a plan, which is large. */
function stepsOf(document: unknown): object {
  const { schemaVersion, workload, stepsTo, steps, gates, designs } = document as Readonly<
    Record<string, unknown>
  >;
  const { name, region } = workload as Readonly<Record<string, unknown>>;
  const titles = Array.isArray(designs)
    ? designs.map(({ id, title }: Readonly<Record<string, unknown>>) => ({ id, title }))
    : [];
  return { schemaVersion, workload: { name, region }, stepsTo, steps, gates, designs: titles };
}

function takeMarks(document: unknown, name: string): void {
  const shown = checklist.peek();
  if (shown === null) {
    throw new Error(`${name} holds ticks alone. Open the plan that they belong to first.`);
  }
  setMarks(readChecklistMarks(document, shown, name));
}

export async function takeExampleChecklist(): Promise<void> {
  try {
    await takeChecklistFile(await exampleFile("steps.json"), true);
  } catch (error) {
    checklistFault.value = error instanceof Error ? error.message : String(error);
  }
}

function show(read: Checklist, isExample: boolean): void {
  checklist.value = read;
  isExampleChecklist.value = isExample;
  marks.value = savedMarks(read);
}

export function closeChecklist(): void {
  checklist.value = null;
  keepChecklist(null);
}

const keyOf = (of: Checklist): string => `egress6.checklist.${checklistFingerprint(of)}`;

/** What was ticked off of the same steps, perhaps months ago. */
function savedMarks(of: Checklist): ChecklistMarks {
  const text = readSaved(keyOf(of));
  if (text === null) return NO_MARKS;
  try {
    return readChecklistMarks(JSON.parse(text), of, "What this browser keeps");
  } catch {
    return NO_MARKS;
  }
}

function setMarks(next: ChecklistMarks): void {
  marks.value = next;
  const shown = checklist.peek();
  if (shown === null) return;
  const isEmpty = next.steps.size + next.gates.size === 0;
  save(keyOf(shown), isEmpty ? null : JSON.stringify(checklistMarksJson(shown, next)));
}

const now = (): string => new Date().toISOString();

export const markStep = (step: ChecklistStep, mark: StepMark | null): void =>
  setMarks(withStepMarked(marks.peek(), step, mark, now()));

export const passGate = (after: Phase, isPassed: boolean): void =>
  setMarks(withGatePassed(marks.peek(), after, isPassed, now()));

/** What is ticked off, as a file to give to somebody else. */
export function marksText(): string {
  const shown = checklist.peek();
  return shown === null
    ? ""
    : `${JSON.stringify(checklistMarksJson(shown, marks.peek()), null, 2)}\n`;
}
