import { rangeText } from "../plan/headlines.js";
import { costText } from "../plan/plan-words.js";
import type { Plan } from "../plan/plan-workload.js";
import { type Instruction, PHASE_TITLES, PHASES, type Phase } from "../plan/way/planned-step.js";
import type { SavedUsd, WayToDesign } from "../plan/way/way.js";
import { savedText } from "../plan/way/way-words.js";
import { type Exact, plus, ZERO } from "../price/exact.js";
import { wrapWords } from "../wrap-words.js";
import type { Gate } from "./gates.js";
import type { Playbook, PlaybookStep } from "./playbook.js";
import { effectText } from "./playbook-words.js";

/** The steps to a design as a checklist in Markdown, with a heading for each phase. */
export function stepsText(
  way: WayToDesign,
  { existingCost, input, setAside }: Plan,
  { steps, gates, elsewhere }: Playbook,
): string {
  const { design, isTodayKnown, areRoutesAssumed } = way;
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
      `Do one step at a time: check it, and go back if the check fails. egress6 changes nothing in your account. Words in UPPER CASE are yours to fill in; \`AFTER\` is a folder with the account's answers after the change, and without \`--from AFTER\` survey asks AWS. ${areRoutesAssumed ? ASSUMED : READ}`,
      "",
      "",
    ),
    ...(elsewhere === 0 ? [] : ["", ...wrapped(elsewhereText(elsewhere), "", "")]),
  ];
  let freed: SavedUsd = { low: ZERO, high: ZERO };
  for (const phase of PHASES) {
    const own = steps.filter((step) => step.phase === phase);
    if (own.length === 0) continue;
    for (const { saves } of own) {
      freed = { low: added(freed.low, saves.low), high: added(freed.high, saves.high) };
    }
    lines.push(
      "",
      headingText(phase, freed, isTodayKnown),
      "",
      ...own.flatMap((step) => stepLines(step, isTodayKnown)),
      ...gates.filter(({ after }) => after === phase).flatMap(gateLines),
    );
  }
  return `${lines.join("\n")}\n`;
}

const elsewhereText = (count: number): string =>
  count === 1
    ? "One finding of the survey is about another VPC. These steps leave it alone."
    : `${count} findings of the survey are about other VPCs. These steps leave them alone.`;

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

const gateLines = ({ text, commands }: Gate): readonly string[] => [
  ...wrapped(`**Gate.** ${text}`, "", ""),
  "",
  "```sh",
  ...commands,
  "```",
  "",
];

function stepLines(step: PlaybookStep, isTodayKnown: boolean): readonly string[] {
  const { condition, place, evidence, title, risk } = step;
  return [
    ...wrapped(`**${title}** (${effectText(step, isTodayKnown)}, risk ${risk})`, "- [ ] ", "  "),
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
  const isDiff = commands.some((line) => /^[+-] /.test(line));
  const lines = isDiff ? commands.map((line) => `    ${line}`) : commands.flatMap(commandLines);
  return [...item(`${label}: ${text}`), `    \`\`\`${isDiff ? "diff" : "sh"}`, ...lines, "    ```"];
}

const WIDTH = 80;

const wrapped = (text: string, first: string, next: string): readonly string[] =>
  wrapWords(text, first, next, WIDTH);

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
