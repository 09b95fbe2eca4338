import { Egress6Error } from "../errors.js";
import { JsonValue } from "../facts/json-value.js";
import {
  type Instruction,
  PHASES,
  type Phase,
  STEP_RISKS,
  type StepRisk,
} from "../plan/way/planned-step.js";
import type { Bytes, SavedUsd } from "../plan/way/way.js";
import { decimal } from "../price/exact.js";
import { documentKind } from "../prove/document-kind.js";
import type { Gate } from "./gates.js";
import type { Unblocked } from "./playbook.js";

/** A step of `plan --steps --json`, to be done and ticked off. */
export interface ChecklistStep {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  readonly precondition: Instruction;
  readonly change: Instruction;
  readonly check: Instruction;
  readonly rollback: Instruction;
  readonly saves: SavedUsd;
  readonly freed: Bytes;
  readonly requires: readonly string[];
  readonly risk: StepRisk;
  readonly place: string | null;
  readonly evidence: readonly string[];
  /** Whether it is done only if destinations turn out to have IPv6, or not to have it. */
  readonly condition: string | null;
  /** Of repairs: what they make possible, which other steps count. */
  readonly unblocks: Unblocked | null;
}

export interface Checklist {
  readonly name: string;
  readonly region: string;
  /** Title of the design that the steps lead to. */
  readonly design: string;
  readonly steps: readonly ChecklistStep[];
  readonly gates: readonly Gate[];
}

const SCHEMA_VERSION = 1;

/**
 * The steps of a document of `egress6 plan --steps --json`.
 * @param file for messages
 * @throws Egress6Error CHECKLIST_INVALID
 */
export function readChecklist(document: unknown, file: string): Checklist {
  refuseOthers(document, file);
  const root = new JsonValue(document, "", (place, expected) =>
    invalidChecklist(
      `${file} is broken at ${place || "its top"}: expected ${expected}. Write it again with \`egress6 plan FILES --steps --json\`.`,
    ),
  );
  const workload = root.field("workload");
  const stepsTo = root.field("stepsTo").text();
  const designs = root.optional("designs")?.items() ?? [];
  const design = designs.find((each) => each.field("id").text() === stepsTo);
  const steps = withOwnIds(root.field("steps").items().map(readStep));
  return {
    name: workload.field("name").text(),
    region: workload.field("region").text(),
    design: design?.field("title").text() ?? stepsTo,
    steps,
    gates: root.field("gates").items().map(readGate),
  };
}

function refuseOthers(document: unknown, file: string): void {
  const kind = documentKind(document);
  if (typeof document !== "object" || document === null) {
    throw invalidChecklist(
      `${file} is no plan. Choose what \`egress6 plan FILES --steps --json\` printed.`,
    );
  }
  const version = "schemaVersion" in document ? document.schemaVersion : SCHEMA_VERSION;
  if (version !== SCHEMA_VERSION && "steps" in document) {
    throw invalidChecklist(
      `${file} has schema version ${String(version).slice(0, 20)}; this page reads version ${SCHEMA_VERSION}. Use the egress6 that wrote it, or write it again.`,
    );
  }
  if (kind === "flows") {
    throw invalidChecklist(`${file} is a report of flows: open it on the Traffic page.`);
  }
  if (kind !== null && kind !== "plan") {
    throw invalidChecklist(
      `${file} is what \`egress6 ${kind}\` printed, not steps. Make them from it: \`egress6 plan ${file} --steps --json > steps.json\`.`,
    );
  }
  if (!("steps" in document)) {
    throw invalidChecklist(
      `${file} has no steps. Write it again with --steps: \`egress6 plan FILES --steps --json > steps.json\`.`,
    );
  }
}

function readStep(value: JsonValue): ChecklistStep {
  const place = value.optional("place");
  return {
    id: value.field("id").text(),
    title: value.field("title").text(),
    phase: readPhase(value.field("phase")),
    precondition: readInstruction(value.field("precondition")),
    change: readInstruction(value.field("change")),
    check: readInstruction(value.field("check")),
    rollback: readInstruction(value.field("rollback")),
    saves: readSaves(value.field("usdPerMonth")),
    freed: readBytes(value.field("frees").field("bytesPerMonth")),
    requires: value.field("requires").texts(),
    risk: value.field("risk").oneOf(STEP_RISKS),
    place:
      place === undefined || place.isNull()
        ? null
        : `${place.field("file").text()}:${place.field("line").count()}`,
    evidence: value.optional("evidence")?.texts() ?? [],
    condition: value.optional("condition")?.textOrNull() ?? null,
    unblocks: readUnblocks(value.optional("unblocks")),
  };
}

function readUnblocks(value: JsonValue | undefined): Unblocked | null {
  if (value === undefined || value.isNull()) return null;
  return {
    steps: value.field("steps").texts(),
    bytes: readBytes(value.field("bytesPerMonth")),
    saves: readSaves(value.field("usdPerMonth")),
  };
}

const readSaves = (value: JsonValue): SavedUsd => ({
  low: readUsd(value.field("low")),
  high: readUsd(value.field("high")),
});

function readPhase(value: JsonValue): Phase {
  const phase = PHASES.find((each) => each === value.raw());
  if (phase === undefined) throw value.expected(`a phase from ${PHASES[0]} to ${PHASES.at(-1)}`);
  return phase;
}

const readGate = (value: JsonValue): Gate => ({
  after: readPhase(value.field("after")),
  ...readInstruction(value.field("text")),
});

/** A sentence, then commands, one a line. */
function readInstruction(value: JsonValue): Instruction {
  const [text = "", ...commands] = value.text().split("\n");
  return { text, commands };
}

function readUsd(value: JsonValue): SavedUsd["low"] {
  const text = value.textOrNull();
  if (text === null) return null;
  if (!/^-?\d{1,30}(\.\d{1,60})?$/.test(text))
    throw value.expected('a decimal in quotes, as "0.045"');
  return decimal(text);
}

/** A number, or text where it is too large to be exact as one; null: not known. */
function readBytes(value: JsonValue): Bytes {
  const raw = value.raw();
  if (raw === null) return null;
  if (typeof raw === "string" && /^\d{1,30}$/.test(raw)) return BigInt(raw);
  return BigInt(value.count());
}

/** Two steps of one id would be ticked off together. */
function withOwnIds(steps: readonly ChecklistStep[]): readonly ChecklistStep[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const count = (seen.get(step.id) ?? 0) + 1;
    seen.set(step.id, count);
    return count === 1 ? step : { ...step, id: `${step.id}~${count}` };
  });
}

/**
 * The same for the same steps, whatever they cost today: what is ticked off is kept by it. FNV-1a of 64 bits, to tell
 * plans apart, not to protect them.
 */
export function checklistFingerprint({ name, region, design, steps }: Checklist): string {
  const text = [
    ...[name, region, design],
    ...steps.flatMap(({ id, title, change }) => [id, title, ...change.commands]),
  ].join("\n");
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, "0");
}

export const invalidChecklist = (message: string): Egress6Error =>
  new Egress6Error("CHECKLIST_INVALID", "input", message);
