import type { EvidenceBase } from "@egress6/core/evidence/evidence";
import { statedSections } from "@egress6/core/evidence/stated-destinations";
import { headlineLines, planSections } from "@egress6/core/plan/plan-sections";
import type { Plan } from "@egress6/core/plan/plan-workload";
import type { Item, Section } from "@egress6/core/plan/section";
import { type Instruction, PHASE_TITLES, PHASES } from "@egress6/core/plan/way/planned-step";
import type { WayToDesign } from "@egress6/core/plan/way/way";
import type { PlaybookFinding } from "@egress6/core/playbook/finding-steps";
import type { Playbook } from "@egress6/core/playbook/playbook";
import { effectText } from "@egress6/core/playbook/playbook-words";

/** All that a report is made from. */
export interface ReportInput {
  readonly plan: Plan;
  /** Null: no design has a network, so that there are no steps. */
  readonly way: WayToDesign | null;
  readonly findings: readonly PlaybookFinding[];
  /** Null as the way is. */
  readonly playbook: Playbook | null;
  readonly evidence: EvidenceBase;
  /** Files that it was made from. */
  readonly files: readonly string[];
  /** Differences between them that a rule has settled. */
  readonly settled: readonly string[];
  /** `2026-11-30` */
  readonly day: string;
}

const MOST_FINDINGS = 200;

/** Where you are, what blocks, the plan, the steps, and what all that rests on. */
export function reportSections(input: ReportInput): readonly Section[] {
  const { plan, evidence } = input;
  return [
    { title: "Where you are", lines: headlineLines(plan) },
    ...findingsSections(input),
    ...planSections(plan),
    ...statedSections(plan, evidence),
    ...stepsSections(input),
    {
      title: "What this was made from",
      lines: [
        `Written on ${input.day}. Figures are those of that day's files, prices and observations.`,
      ],
      items: [...input.files, ...input.settled].map((text) => ({ text, under: [] })),
    },
  ];
}

function findingsSections({ findings }: ReportInput): readonly Section[] {
  const counted = findings.filter(({ level }) => level !== "note");
  if (counted.length === 0) return [];
  const more = counted.length - MOST_FINDINGS;
  return [
    {
      title: "What blocks IPv6 in code and account",
      lines: more > 0 ? [`The first ${MOST_FINDINGS} of ${counted.length}.`] : [],
      table: {
        head: ["where", "level", "rule", "what"],
        numbers: [],
        rows: counted
          .slice(0, MOST_FINDINGS)
          .map(({ file, line, resource, level, ruleId, message }) => [
            file === null ? (resource ?? "") : line === null ? file : `${file}:${line}`,
            level,
            ruleId,
            message,
          ]),
      },
    },
  ];
}

function stepsSections({ way, playbook }: ReportInput): readonly Section[] {
  if (way === null || playbook === null) return [];
  return PHASES.flatMap((phase): readonly Section[] => {
    const items: readonly Item[] = playbook.steps
      .filter((step) => step.phase === phase)
      .map((step) => ({
        text: `${step.title} (${effectText(step, way.isTodayKnown)}, risk ${step.risk})`,
        under: [
          ...instructionsOf(step),
          ...(step.evidence.length === 0 ? [] : [`Evidence: ${step.evidence.join("; ")}`]),
        ],
      }));
    if (items.length === 0) return [];
    const gate = playbook.gates.find(({ after }) => after === phase);
    return [
      {
        title: `Steps, phase ${phase}: ${PHASE_TITLES[phase]}`,
        lines: [],
        items: [
          ...items,
          ...(gate === undefined
            ? []
            : [{ text: `Gate: ${gate.text}`, under: gate.commands.map(code) }]),
        ],
      },
    ];
  });
}

interface Instructed {
  readonly precondition: Instruction;
  readonly change: Instruction;
  readonly check: Instruction;
  readonly rollback: Instruction;
}

const instructionsOf = ({ precondition, change, check, rollback }: Instructed): readonly string[] =>
  (
    [
      ["Before", precondition],
      ["Change", change],
      ["Check", check],
      ["Back", rollback],
    ] as const
  ).flatMap(([label, { text, commands }]) => [`${label}: ${text}`, ...commands.map(code)]);

const code = (command: string): string => `\`${command.replaceAll("`", "'")}\``;
