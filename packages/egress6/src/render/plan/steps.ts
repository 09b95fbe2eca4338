import { rangeText } from "@egress6/core/plan/headlines";
import { costText } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import {
  type Instruction,
  PHASE_TITLES,
  PHASES,
  type Phase,
} from "@egress6/core/plan/way/planned-step";
import type { SavedUsd, WayStep, WayToDesign } from "@egress6/core/plan/way/way";
import { bytesText, savedText } from "@egress6/core/plan/way/way-words";
import type { FindingStep } from "@egress6/core/playbook/finding-steps";
import { type Gate, gatesBetween } from "@egress6/core/playbook/gates";
import { type Exact, plus, ZERO } from "@egress6/core/price/exact";

/** The steps to a design as a checklist in Markdown, with a heading for each phase. */
export function stepsText(
  way: WayToDesign,
  { existingCost, input, setAside }: Plan,
  repairs: readonly FindingStep[] = [],
): string {
  const { design, steps, isTodayKnown, areRoutesAssumed } = way;
  const cost = `Today ${todayText(existingCost)}, then ${costText(design)}.`;
  const lines = [
    `# ${input.workload.name}: steps`,
    "",
    ...setAside.flatMap(({ text }) => [text, ""]),
    ...wrapped(
      `To “${design.design.title}” (\`${design.design.id}\`). ${isTodayKnown ? cost : "What it costs today is not known, so no step claims a saving: add `existing` to the workload."}`,
      "",
      "",
    ),
    "",
    ...wrapped(
      `Do one step at a time: check it, and go back if the check fails. egress6 changes nothing in your account. Words in UPPER CASE are yours to fill in. ${areRoutesAssumed ? ASSUMED : READ}`,
      "",
      "",
    ),
  ];
  let freed: SavedUsd = { low: ZERO, high: ZERO };
  for (const phase of PHASES) {
    const own = steps.filter((step) => step.phase === phase);
    const found = repairs.filter((step) => step.phase === phase);
    if (own.length + found.length === 0) continue;
    for (const { saves } of own) {
      freed = { low: added(freed.low, saves.low), high: added(freed.high, saves.high) };
    }
    lines.push(
      "",
      headingText(phase, freed, isTodayKnown),
      "",
      ...found.flatMap(repairLines),
      ...own.flatMap(stepLines),
      ...gatesBetween([phase], input.workload.region).flatMap(gateLines),
    );
  }
  return `${lines.join("\n")}\n`;
}

const ASSUMED =
  "`existing` does not say all routes of today: those are taken from its numbers and the kinds of subnets. Before you run a command, compare it with your route tables.";
const READ =
  "Today's routes are those of `existing`: they must be as they are now, so make sure nobody has changed them since.";

function todayText(cost: Plan["existingCost"]): string {
  if (cost === null || cost.low === null) return "costs an unknown amount";
  return `${rangeText(cost)} a month`;
}

const added = (a: Exact | null, b: Exact | null): Exact | null =>
  a === null || b === null ? null : plus(a, b);

const headingText = (phase: Phase, freed: SavedUsd, isTodayKnown: boolean): string =>
  `## ${phase}. ${PHASE_TITLES[phase]}${isTodayKnown ? ` (so far: ${savedText(freed)})` : ""}`;

function repairLines(step: FindingStep): readonly string[] {
  const { change } = step;
  const language = change.commands.some((line) => /^[+-] /.test(line)) ? "diff" : "";
  return [
    ...wrapped(`**${step.title}** (frees nothing by itself, risk ${step.risk})`, "- [ ] ", "  "),
    ...instruction("Before", step.precondition),
    ...item(`Change: ${change.text}`),
    ...(change.commands.length === 0
      ? []
      : [`    \`\`\`${language}`, ...change.commands.map((line) => `    ${line}`), "    ```"]),
    ...instruction("Check", step.check),
    ...instruction("Back", step.rollback),
    "",
  ];
}

const gateLines = ({ text, commands }: Gate): readonly string[] => [
  ...wrapped(`**Gate.** ${text}`, "", ""),
  "",
  "```sh",
  ...commands,
  "```",
  "",
];

function stepLines(step: WayStep): readonly string[] {
  const bytes =
    step.freed === 0n
      ? ""
      : step.freed === null
        ? ", bytes unknown: run `egress6 flows` first"
        : `, ${bytesText(step.freed)}`;
  const { condition, place, evidence } = step;
  return [
    ...wrapped(
      `**${step.title}** (${savedText(step.saves)}${bytes}, risk ${step.risk})`,
      "- [ ] ",
      "  ",
    ),
    ...(condition === null ? [] : item(condition)),
    ...(place === null ? [] : item(`In the code: ${place.file}:${place.line}`)),
    ...instruction("Before", step.precondition),
    ...instruction("Change", step.change),
    ...instruction("Check", step.check),
    ...instruction("Back", step.rollback),
    ...(evidence.length === 0 ? [] : item(`Evidence: ${evidence.join("; ")}`)),
    "",
  ];
}

const item = (text: string): readonly string[] => wrapped(text, "  - ", "    ");

function instruction(label: string, { text, commands }: Instruction): readonly string[] {
  if (commands.length === 0) return item(`${label}: ${text}`);
  return [...item(`${label}: ${text}`), "    ```sh", ...commands.flatMap(commandLines), "    ```"];
}

const WIDTH = 80;

/** A long command goes on after a backslash, before its options. */
function commandLines(command: string): readonly string[] {
  if (command.length + 4 <= WIDTH || command.startsWith("#")) return [`    ${command}`];
  const [first = "", ...options] = command.split(/ (?=--)/);
  const lines: string[] = [];
  let line = `    ${first}`;
  for (const option of options) {
    if (line.length + option.length + 3 > WIDTH) {
      lines.push(`${line} \\`);
      line = `      ${option}`;
    } else line += ` ${option}`;
  }
  return [...lines, line];
}

/** Breaks between words, not within commands. */
function wrapped(text: string, first: string, next: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.match(/(?:`[^`]*`|[^\s`]|`)+/g) ?? []) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
