import type { Level } from "../finding/finding.js";
import {
  type Instruction,
  type Phase,
  type StepRisk,
  say,
  slug,
} from "../plan/way/planned-step.js";

/** A finding of an audit or a survey that a plan was made from. */
export interface PlaybookFinding {
  readonly by: "audit" | "survey";
  readonly ruleId: string;
  readonly level: Level;
  readonly message: string;
  /** A sentence, then a diff or commands, in the format of the place. */
  readonly fix: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly resource: string | null;
  readonly fingerprint: string;
}

/** The repair of a finding as a step: it frees nothing by itself, and others rest on it. */
export interface FindingStep {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  readonly precondition: Instruction;
  readonly change: Instruction;
  readonly check: Instruction;
  readonly rollback: Instruction;
  readonly risk: StepRisk;
  readonly place: { readonly file: string; readonly line: number } | null;
  readonly evidence: readonly string[];
}

/** By the family of its rule: when its repair has its turn. What says only what there is has none. */
const PHASES_OF_FAMILIES: Readonly<Record<string, Phase>> = {
  E62: 0,
  E67: 0,
  E63: 1,
  E61: 2,
  E64: 4,
  E65: 4,
};

/** Repairs of the network itself, which the steps of the plan make with ids and in their order. */
const MADE_BY_PLAN: ReadonlySet<string> = new Set([
  "E6104",
  "E6105",
  "E6201",
  "E6203",
  "E6207",
  "E6208",
]);

/** @returns in the order of the phases; those with a fix alone */
export function findingSteps(findings: readonly PlaybookFinding[]): readonly FindingStep[] {
  return findings
    .flatMap((finding): readonly FindingStep[] => {
      const phase = PHASES_OF_FAMILIES[finding.ruleId.slice(0, 3)];
      const { fix, level, ruleId } = finding;
      if (phase === undefined || fix === null || level === "note" || MADE_BY_PLAN.has(ruleId))
        return [];
      return [stepOf(finding, fix, phase)];
    })
    .toSorted((a, b) => a.phase - b.phase);
}

function stepOf(finding: PlaybookFinding, fix: string, phase: Phase): FindingStep {
  const { by, ruleId, message, file, line, resource, fingerprint } = finding;
  const [head = "", ...rest] = fix.split("\n");
  const where =
    file === null ? (resource ?? "the account") : line === null ? file : `${file}:${line}`;
  const again =
    by === "audit"
      ? say(
          `Audit again: ${ruleId} is gone from ${where}. What is in code is deployed before the next phase.`,
          "egress6 audit . --json > audit-after.json",
          "egress6 prove audit-before.json audit-after.json",
        )
      : say(
          `Survey again: ${ruleId} is gone from ${where}.`,
          "egress6 survey --from AFTER --format json > survey-after.json",
          "egress6 prove survey-before.json survey-after.json",
        );
  return {
    id: `fix-${slug(ruleId)}-${fingerprint.slice(0, 8)}`,
    title: `Fix ${ruleId} in ${where}`,
    phase,
    precondition: say(message),
    change: say(head, ...rest),
    check: again,
    rollback:
      file === null
        ? say(`Set ${where} back to what the survey before the change says of it.`)
        : say(`Take the change of ${file} back, and deploy.`, "git revert COMMIT"),
    risk: phase <= 1 ? "none" : "low",
    place: file === null || line === null ? null : { file, line },
    evidence: [`${by}: ${where}`],
  };
}
