import type { Level } from "../finding/finding.js";
import {
  type Instruction,
  type Phase,
  type StepRisk,
  say,
  slug,
} from "../plan/way/planned-step.js";
import { accountRepair } from "./account-repairs.js";
import type { KnownAccount } from "./known-account.js";

/** A finding of an audit or a survey that a plan was made from. */
export interface PlaybookFinding {
  readonly by: "audit" | "survey";
  readonly ruleId: string;
  readonly level: Level;
  /** Whether it is sure: what has to be looked at first is no step of its own. */
  readonly isSure: boolean;
  readonly message: string;
  /** A sentence, then a diff or commands, in the format of the place. */
  readonly fix: string | null;
  /** Of a survey the ARN. */
  readonly file: string | null;
  readonly line: number | null;
  readonly resource: string | null;
  readonly related: readonly {
    readonly file: string | null;
    readonly line: number | null;
    readonly resource: string | null;
  }[];
  /** CLI names or titles of the services that it is about. */
  readonly services: readonly string[];
  readonly fingerprint: string;
}

/** The repair of a finding that no step of the plan makes. */
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

/** `main.tf:19`, `sg-0a` */
export function findingPlace({ by, file, line, resource }: PlaybookFinding): string {
  if (by === "survey") return resource ?? file ?? "the account";
  if (file === null) return resource ?? "the code";
  return line === null ? file : `${file}:${line}`;
}

/** By the rule, else by its family: when its repair has its turn. What says only what there is has none. */
const PHASES_OF_RULES: Readonly<Record<string, Phase>> = {
  // It names the block that the VPC gets in this phase.
  E6305: 2,
  E6306: 2,
  E6307: 2,
  // Its gateway is of this phase.
  E6106: 3,
  // An address that goes has to be replaced by a route first.
  E6204: 5,
  E6205: 5,
  // Addresses, and no settings of calls.
  E6401: 2,
  E6402: 2,
  E6409: 2,
  E6410: 2,
  E6411: 2,
  // Calls that fail today.
  E6503: 0,
};
const PHASES_OF_FAMILIES: Readonly<Record<string, Phase>> = {
  E62: 0,
  E67: 0,
  E63: 1,
  E61: 2,
  E64: 4,
  E65: 4,
};

/** @returns null: its rule only says what there is */
const phaseOfRule = (ruleId: string): Phase | null =>
  PHASES_OF_RULES[ruleId] ?? PHASES_OF_FAMILIES[ruleId.slice(0, 3)] ?? null;

/** Repairs of the network itself, which the steps of the plan make with ids and in their order, or leave out. */
const LEFT_TO_PLAN: ReadonlySet<string> = new Set([
  "E6104",
  "E6105",
  "E6201",
  "E6202",
  "E6203",
  "E6207",
  "E6208",
  "E6701",
  "E6702",
]);

/** @returns null of what is no step: without a fix, not sure, a note, or left to the plan */
export function findingStep(
  finding: PlaybookFinding,
  account: KnownAccount | null,
): FindingStep | null {
  const phase = phaseOfRule(finding.ruleId);
  const { fix, level, ruleId, isSure } = finding;
  if (phase === null || fix === null || !isSure || level === "note" || LEFT_TO_PLAN.has(ruleId)) {
    return null;
  }
  const { by, message, file, line, fingerprint } = finding;
  const where = findingPlace(finding);
  const common = {
    id: `fix-${slug(ruleId)}-${fingerprint.slice(0, 8)}`,
    phase,
    precondition: say(message),
    risk: riskOf(phase),
    place: by === "survey" || file === null || line === null ? null : { file, line },
    evidence: [`${by}: ${where}, ${ruleId}`],
  };
  const region = by === "survey" ? regionOf(finding, account) : null;
  const known =
    region === null || account === null
      ? null
      : accountRepair({ ...subjectOf(finding), region }, account);
  if (known !== null) return { ...common, ...known };
  const [head = "", ...rest] = fix.split("\n");
  const title = `${firstSentence(head)} (${where})`;
  if (by === "audit") {
    return {
      ...common,
      title,
      change: say(head, ...rest),
      check: auditAgain(finding),
      rollback: revert(finding),
    };
  }
  const commands = [...head.matchAll(/`(aws [^`]+)`/g)].flatMap(([, command]) => command ?? []);
  return {
    ...common,
    title,
    change: say(commands.length === 0 ? head : head.replaceAll(/:? `aws [^`]+`/g, ""), ...commands),
    check: say(
      `Survey again: ${ruleId} is gone from ${where}.`,
      "egress6 survey --from AFTER --format json > survey-after.json",
      "egress6 prove survey-before.json survey-after.json",
    ),
    rollback: say(
      `Note how ${where} is set before you change it: there is no command that undoes all of it. The survey before the change says: ${message}`,
    ),
  };
}

/** What a survey finding is about, by ids. */
const subjectOf = ({ ruleId, resource, related }: PlaybookFinding) => ({
  ruleId,
  resource: resource ?? "",
  related: related.flatMap((each) => each.resource ?? []),
});

/** `arn:aws:ec2:eu-west-1:…`, else that of what has its id. */
function regionOf(
  { file, resource }: PlaybookFinding,
  account: KnownAccount | null,
): string | null {
  const [, region] = /^arn:[^:]*:[^:]*:([a-z0-9-]+):/.exec(file ?? "") ?? [];
  if (region !== undefined) return region;
  const items = Object.values(account?.topology ?? {}).flat();
  return items.find((each) => "id" in each && each.id === resource)?.region ?? null;
}

/** The way back of a change in code, whatever its format. */
const revert = ({ file }: Pick<PlaybookFinding, "file">): Instruction =>
  say(`Take the change of ${file ?? "the code"} back, and deploy.`, "git revert COMMIT");

const auditAgain = (finding: PlaybookFinding): Instruction =>
  say(
    `Audit again: ${finding.ruleId} is gone from ${findingPlace(finding)}. What is in code is deployed before the next phase.`,
    "egress6 audit . --json > audit-after.json",
    "egress6 prove audit-before.json audit-after.json",
  );

const riskOf = (phase: Phase): StepRisk =>
  phase <= 1 ? "none" : phase === 3 || phase === 5 ? "medium" : "low";

/** Without its full stop; `1.5` and `e.g. ` end none. */
function firstSentence(text: string): string {
  const [sentence = text] = /^.*?(?=[.:](?:\s+[A-Z`]|\s*$))/.exec(text) ?? [];
  return sentence.replaceAll("`", "").trim() || text;
}
