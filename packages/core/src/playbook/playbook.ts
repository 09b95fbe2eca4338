import type { Plan } from "../plan/plan-workload.js";
import { knownNetwork } from "../plan/way/known-network.js";
import {
  type Instruction,
  type Phase,
  type StepRisk,
  say,
  slug,
} from "../plan/way/planned-step.js";
import type { Bytes, SavedUsd, WayStep, WayToDesign } from "../plan/way/way.js";
import { plus, ZERO } from "../price/exact.js";
import type { Workload, WorkloadCompute } from "../workload/workload.js";
import { findingPlace, findingStep, type PlaybookFinding } from "./finding-steps.js";
import { type Gate, gatesBetween } from "./gates.js";
import { accountIn, type KnownAccount } from "./known-account.js";
import { stepsWithIds } from "./steps-with-ids.js";

/** A finding that a step repairs. */
export interface RepairedFinding {
  readonly by: "audit" | "survey";
  readonly ruleId: string;
  /** `main.tf:19`, `sg-0a` */
  readonly where: string;
  readonly fingerprint: string;
}

/** What a step that frees nothing by itself makes possible, with the steps that rest on it. */
export interface Unblocked {
  readonly steps: readonly string[];
  readonly bytes: Bytes;
  readonly saves: SavedUsd;
}

/** One step of the plan, or one repair among them. */
export interface PlaybookStep {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  readonly precondition: Instruction;
  readonly change: Instruction;
  readonly check: Instruction;
  readonly rollback: Instruction;
  /** All of these together are today's cost less that of the design. */
  readonly saves: SavedUsd;
  readonly freed: Bytes;
  /** Ids of steps that come first. */
  readonly requires: readonly string[];
  readonly risk: StepRisk;
  readonly place: { readonly file: string; readonly line: number } | null;
  readonly evidence: readonly string[];
  /** `findings`, or the id of a change of the plan. */
  readonly partOf: string;
  readonly condition: string | null;
  readonly fixes: readonly RepairedFinding[];
  /** Of repairs, and counted with the steps that they make possible: no sum has it twice. */
  readonly unblocks: Unblocked | null;
}

export interface Playbook {
  readonly steps: readonly PlaybookStep[];
  readonly gates: readonly Gate[];
  /** Findings of the account about other VPCs, which these steps leave alone. */
  readonly elsewhere: number;
}

/**
 * The steps to a design with the repairs of findings among them, in a safe order. A finding that a step of the plan
 * repairs is part of it, and gives it the change in the user's own format; each other one is a step by itself.
 */
export function playbookOf(
  way: WayToDesign,
  { input: { workload } }: Plan,
  findings: readonly PlaybookFinding[],
  account: KnownAccount | null,
): Playbook {
  const here = account === null ? null : accountIn(account, workload.region);
  const own = findings.filter((each) => isOfVpc(each, workload));
  const planned = stepsWithIds(way.steps, {
    workload,
    account: here,
    natGateways: knownNetwork(workload).natGateways,
  });
  const makers = new Map(own.map((each) => [each, makersOf(each, planned, workload)]));
  const steps = inTerraform(planned, own).map((step) =>
    withFindings(
      step,
      own.filter((each) => makers.get(each)?.includes(step.id)),
      workload,
    ),
  );
  const repairs = own
    .filter((each) => makers.get(each)?.length === 0)
    .flatMap((finding): readonly PlaybookStep[] => {
      const step = findingStep(finding, here);
      if (step === null) return [];
      return [
        {
          ...step,
          saves: NOTHING,
          freed: 0n,
          requires: whatItRequires(finding, step.phase, steps, workload),
          partOf: "findings",
          condition: null,
          fixes: [fixed(finding)],
          unblocks: null,
        },
      ];
    });
  const joined = oneOfBoth(repairs, own, workload);
  const ordered = inSafeOrder(withRepairs(steps, joined, own, workload));
  const all = ordered.map((step) =>
    step.partOf === "findings" ? { ...step, unblocks: unblockedBy(step, ordered) } : step,
  );
  return {
    steps: all,
    gates: gatesBetween([...new Set(all.map(({ phase }) => phase))], workload.region),
    elsewhere: findings.length - own.length,
  };
}

const NOTHING: SavedUsd = { low: ZERO, high: ZERO };

const fixed = (finding: PlaybookFinding): RepairedFinding => ({
  by: finding.by,
  ruleId: finding.ruleId,
  where: findingPlace(finding),
  fingerprint: finding.fingerprint,
});

/** A finding of code may be of any VPC; one of an account names its own. */
function isOfVpc({ by, resource, related }: PlaybookFinding, { existing }: Workload): boolean {
  const vpc = existing?.vpc?.id ?? null;
  if (by === "audit" || vpc === null) return true;
  const named = [resource, ...related.map((each) => each.resource)].filter(
    (id) => id?.startsWith("vpc-") === true,
  );
  return named.length === 0 || named.includes(vpc);
}

/** The gateway in Terraform too, where the VPC is: routes then name it. */
function inTerraform(
  steps: readonly WayStep[],
  findings: readonly PlaybookFinding[],
): readonly WayStep[] {
  const vpc = findings.find(
    ({ by, ruleId, file, resource }) =>
      by === "audit" &&
      ruleId === "E6101" &&
      file?.endsWith(".tf") === true &&
      /^aws_vpc\.[\w-]+$/.test(resource ?? ""),
  );
  const gateway = steps.find(({ id }) => id === "egress-only-gateway");
  if (vpc === undefined || gateway === undefined) return steps;
  return steps.map((step) => {
    if (step === gateway) {
      return {
        ...step,
        change: say(
          `${step.change.text} In Terraform, beside ${findingPlace(vpc)}:`,
          'resource "aws_egress_only_internet_gateway" "egress" {',
          `  vpc_id = ${vpc.resource}.id`,
          "}",
        ),
        rollback: say(
          `${step.rollback.text} In Terraform take these lines out again, so that it stays.`,
          ...step.rollback.commands,
          "git revert COMMIT",
        ),
        place: { file: vpc.file ?? "", line: vpc.line ?? 1 },
      };
    }
    const isCode = step.change.commands.some((line) => line.startsWith('resource "aws_route"'));
    if (!isCode) return step;
    const commands = step.change.commands
      .filter((line) => !line.startsWith("# EGRESS_ONLY_GATEWAY_ID"))
      .map((line) =>
        line.replace('"EGRESS_ONLY_GATEWAY_ID"', "aws_egress_only_internet_gateway.egress.id"),
      );
    return { ...step, change: { ...step.change, commands } };
  });
}

/** Rules whose repair is the change of one step, and which step that is. */
const MADE_BY: Readonly<
  Record<string, (step: WayStep, finding: PlaybookFinding, compute: readonly string[]) => boolean>
> = {
  E6101: ({ id }) => id === "vpc-ipv6",
  E6102: ({ id }) => id.startsWith("addresses-"),
  E6103: ({ id }) => id.startsWith("addresses-"),
  E6104: ({ id, change }, { by, resource }) =>
    id.startsWith("route-") &&
    (by === "audit" || change.commands.some((command) => command.includes(resource ?? ""))),
  E6105: ({ id }) => id === "egress-only-gateway",
  E6206: ({ id }, { by, services }) =>
    by === "survey"
      ? id === "gateway-endpoint-s3"
      : services.some((service) => id === `gateway-endpoint-${service.toLowerCase()}`),
  E6207: ({ id }) => id.startsWith("remove-endpoint-"),
  E6301: ({ id }) => id === "filters",
  E6302: ({ id }) => id === "filters",
  E6303: ({ id }) => id === "filters",
  E6401: ({ id }, _, compute) => compute.includes(id),
  E6402: ({ id }, _, compute) => compute.includes(id),
  E6409: ({ id }, _, compute) => compute.includes(id),
  E6411: ({ id }, _, compute) => compute.includes(id),
  E6403: ({ id }) => id === "endpoint-logs",
  E6502: ({ id }, { services }) =>
    id.startsWith("setting-") &&
    services.some((service) => id.endsWith(`-${service.toLowerCase()}`)),
  E6701: ({ id }) => id === "measure",
  E6702: ({ id }) => id === "measure",
};

function makersOf(
  finding: PlaybookFinding,
  steps: readonly WayStep[],
  workload: Workload,
): readonly string[] {
  const isMaker = MADE_BY[finding.ruleId];
  if (isMaker === undefined) return [];
  const compute = computeOf(finding, workload).map(({ name }) => `addresses-${slug(name)}`);
  const found = steps.filter((step) => isMaker(step, finding, compute)).map(({ id }) => id);
  // The first of several gives the subnets their blocks.
  return finding.ruleId === "E6102" || finding.ruleId === "E6103" ? found.slice(0, 1) : found;
}

/** The compute that a finding names, by its name in the account or by its place in the code. */
function computeOf(
  { by, resource, file, line, related }: PlaybookFinding,
  { compute }: Workload,
): readonly WorkloadCompute[] {
  const places = [{ file, line, resource }, ...related];
  const label = (name: string | null) => name?.split(".").at(-1) ?? null;
  const named = compute.filter(({ name }) =>
    places.some((each) => label(each.resource) === name || each.resource === name),
  );
  if (named.length > 0 || by === "survey") return named;
  const refs = compute.flatMap((each) =>
    each.evidence.flatMap(({ by: source, ref }) => {
      const found = source === "audit" && ref !== null ? /^(.+):(\d+)$/.exec(ref) : null;
      return found === null ? [] : [{ each, file: found[1], line: Number(found[2]) }];
    }),
  );
  // A finding stands inside the block whose first line is the place of the compute.
  const before = refs
    .filter((ref) => ref.file === file && line !== null && ref.line <= line)
    .sort((a, b) => b.line - a.line);
  const [nearest] = before;
  return nearest === undefined ? [] : [nearest.each];
}

/** Rules whose patch is all of the step's change; that of others is added to it. */
const WHOLE_CHANGE: ReadonlySet<string> = new Set([
  "E6101",
  "E6105",
  "E6206",
  "E6301",
  "E6302",
  "E6303",
]);
/** Rules whose patch says less than the step does. */
const ONLY_EVIDENCE: ReadonlySet<string> = new Set(["E6403", "E6502"]);

function withFindings(
  step: WayStep,
  findings: readonly PlaybookFinding[],
  { region }: Workload,
): PlaybookStep {
  const { of, ...rest } = step;
  const base: PlaybookStep = {
    ...rest,
    partOf: of.id,
    fixes: findings.map(fixed),
    unblocks: null,
  };
  const said = {
    ...base,
    evidence: [
      ...step.evidence,
      ...findings.map((each) => `${each.by}: ${findingPlace(each)}, ${each.ruleId}`),
    ],
  };
  const patched = findings.flatMap((finding) => {
    const patch = patchOf(finding, step, region);
    return patch === null ? [] : [{ finding, patch }];
  });
  const [first] = patched;
  if (first === undefined) return said;
  const isWhole = patched.some(({ finding }) => WHOLE_CHANGE.has(finding.ruleId));
  const lines = patched.flatMap(({ finding, patch }) => [
    `# ${findingPlace(finding)}: ${patch.text}`,
    ...patch.commands,
  ]);
  const { file, line } = first.finding;
  return {
    ...said,
    change: say(
      isWhole
        ? `${step.change.text.split(" In Terraform, beside")[0]} In the code:`
        : step.change.text,
      ...(isWhole ? [] : step.change.commands),
      ...lines,
      ...(isWhole
        ? step.change.commands.flatMap((command) =>
            command.startsWith("aws ") ? [`# by command instead: ${command}`] : [],
          )
        : []),
    ),
    check: say(
      `${step.check.text} \`egress6 audit\` no longer reports ${[...new Set(patched.map(({ finding }) => finding.ruleId))].join(", ")} there.`,
      ...step.check.commands,
    ),
    rollback: say(
      `${step.rollback.text} Take the change of ${file} back, so that it stays.`,
      ...step.rollback.commands.filter((command) => !command.startsWith("git revert")),
      "git revert COMMIT",
    ),
    place: file === null || line === null ? step.place : { file, line },
  };
}

/** The lines of a fix that are a diff; of several new blocks those that the step is about. */
function patchOf(finding: PlaybookFinding, step: WayStep, region: string): Instruction | null {
  const [head = "", ...lines] = (finding.fix ?? "").split("\n");
  if (ONLY_EVIDENCE.has(finding.ruleId)) return null;
  if (finding.by !== "audit" || !lines.some((line) => /^[+-] /.test(line))) return null;
  const filled = lines.map((line) => line.replaceAll(".REGION.", `.${region}.`));
  const service = /^gateway-endpoint-(.+)$/.exec(step.id)?.[1];
  const own = service === undefined ? filled : blocksOf(filled, service);
  const tables = finding.related.flatMap(({ resource }) =>
    resource?.startsWith("aws_route_table.") === true ? [resource] : [],
  );
  const isDualStack = step.change.commands.some((line) => line.includes("--ip-address-type"));
  return say(
    head,
    ...own.flatMap((line) =>
      isDualStack && line === "+ }"
        ? [
            '+   ip_address_type = "dualstack"',
            "+   dns_options {",
            '+     dns_record_ip_type = "dualstack"',
            "+   }",
            line,
          ]
        : [line],
    ),
    ...(tables.length > 0 && own.some((line) => line.includes("PRIVATE_TABLES"))
      ? [`# PRIVATE_TABLES: the ids of ${tables.join(", ")}`]
      : []),
  );
}

/** Of a diff that adds several resources, those that name the service; all where none does. */
function blocksOf(lines: readonly string[], service: string): readonly string[] {
  const blocks: string[][] = [];
  for (const line of lines) {
    if (/^\+ \S/.test(line) && !/^\+ [}\])]/.test(line)) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  const own = blocks.filter((block) =>
    block.some((line) => line.includes(`.${service}"`) || line.endsWith(`.${service}`)),
  );
  return own.length > 0 ? own.flat() : lines;
}

/** Where code and account show the same of the same compute, the repair is that of the code. */
function oneOfBoth(
  repairs: readonly PlaybookStep[],
  findings: readonly PlaybookFinding[],
  workload: Workload,
): readonly PlaybookStep[] {
  const byFingerprint = new Map(findings.map((each) => [each.fingerprint, each]));
  const keyOf = ({ fixes: [first] }: PlaybookStep): string | null => {
    const finding = byFingerprint.get(first?.fingerprint ?? "");
    const compute = finding === undefined ? [] : computeOf(finding, workload);
    const names = compute.map(({ name }) => name).sort();
    return names.length === 0 ? null : `${finding?.ruleId} ${names.join(" ")}`;
  };
  const inCode = new Map<string, PlaybookStep>();
  for (const step of repairs) {
    const key = step.fixes[0]?.by === "audit" ? keyOf(step) : null;
    if (key !== null && !inCode.has(key)) inCode.set(key, step);
  }
  const byId = new Map<string, PlaybookStep>();
  for (const step of repairs) {
    const key = step.fixes[0]?.by === "survey" ? keyOf(step) : null;
    const other = key === null ? undefined : inCode.get(key);
    const kept = byId.get(other?.id ?? step.id) ?? other ?? step;
    byId.set(kept.id, {
      ...kept,
      fixes: distinct([...kept.fixes, ...step.fixes], ({ fingerprint }) => fingerprint),
      evidence: [...new Set([...kept.evidence, ...step.evidence])],
    });
  }
  return [...byId.values()];
}

const distinct = <T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];

/** What has to be there before a repair has an effect. */
function whatItRequires(
  finding: PlaybookFinding,
  phase: Phase,
  steps: readonly PlaybookStep[],
  workload: Workload,
): readonly string[] {
  const ids = (isWanted: (id: string) => boolean) =>
    steps.filter((each) => isWanted(each.id) && each.phase <= phase).map(({ id }) => id);
  switch (finding.ruleId) {
    case "E6102":
    case "E6305":
    case "E6306":
    case "E6307":
      return ids((id) => id === "vpc-ipv6");
    case "E6106":
      return ids((id) => id === "egress-only-gateway");
    case "E6401":
    case "E6402":
    case "E6409":
    case "E6410":
    case "E6411": {
      const named = computeOf(finding, workload).map(({ name }) => `addresses-${slug(name)}`);
      const own = ids((id) => named.includes(id));
      return own.length > 0 ? own : ids((id) => id.startsWith("addresses-"));
    }
    case "E6204":
    case "E6205":
      return ids((id) => id.startsWith("route-") || id.startsWith("lead-"));
    default:
      return [];
  }
}

/** Which steps would do harm, or nothing, before the repair of such a finding. */
const NEEDED_BY: Readonly<Record<string, (id: string) => boolean>> = {
  E6106: (id) => id.startsWith("route-"),
  E6107: (id) => id.startsWith("route-"),
  E6108: (id) => id.startsWith("route-"),
  E6109: (id) => id.startsWith("move-"),
  E6110: (id) => id.startsWith("move-"),
  E6301: (id) => id.startsWith("route-"),
  E6302: (id) => id.startsWith("route-"),
  E6303: (id) => id.startsWith("route-"),
  E6304: (id) => id.startsWith("addresses-"),
  E6305: (id) => id.startsWith("route-"),
  E6306: (id) => id.startsWith("route-"),
  E6307: (id) => id.startsWith("route-"),
  E6102: (id) => id.startsWith("route-"),
  E6103: (id) => id.startsWith("route-"),
};

function withRepairs(
  steps: readonly PlaybookStep[],
  repairs: readonly PlaybookStep[],
  findings: readonly PlaybookFinding[],
  workload: Workload,
): readonly PlaybookStep[] {
  const byFingerprint = new Map(findings.map((each) => [each.fingerprint, each]));
  const needs = repairs.map((repair) => {
    const [{ ruleId = "", fingerprint = "" } = {}] = repair.fixes;
    const finding = byFingerprint.get(fingerprint);
    const names =
      finding === undefined || !/^E64/.test(ruleId)
        ? []
        : computeOf(finding, workload).map(({ name }) => slug(name));
    const isNeeded = (step: PlaybookStep): boolean =>
      NEEDED_BY[ruleId]?.(step.id) === true ||
      names.some((name) => step.id.startsWith(`setting-${name}-`) || step.id === `move-${name}`);
    return { repair, isNeeded };
  });
  const rest = steps.map((step) => ({
    ...step,
    requires: [
      ...step.requires,
      ...needs
        .filter(
          ({ repair, isNeeded }) =>
            repair.phase <= step.phase && isNeeded(step) && !repair.requires.includes(step.id),
        )
        .map(({ repair }) => repair.id),
    ],
  }));
  return [...repairs, ...rest];
}

/** By phase; in each, what others need comes before them, and repairs that nothing needs come last. */
function inSafeOrder(steps: readonly PlaybookStep[]): readonly PlaybookStep[] {
  const needed = new Set(steps.flatMap(({ requires }) => requires));
  const isLoose = ({ partOf, id }: PlaybookStep) => partOf === "findings" && !needed.has(id);
  const waiting = [...steps].sort(
    (a, b) => a.phase - b.phase || Number(isLoose(a)) - Number(isLoose(b)),
  );
  const ids = new Set(steps.map(({ id }) => id));
  const done = new Set<string>();
  const ordered: PlaybookStep[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ requires }) =>
      requires.every((id) => done.has(id) || !ids.has(id)),
    );
    const [step] = waiting.splice(Math.max(0, next), 1);
    if (step === undefined) break;
    done.add(step.id);
    ordered.push(step);
  }
  return ordered;
}

/** The steps that rest on one, and what those free together. */
function unblockedBy({ id }: PlaybookStep, steps: readonly PlaybookStep[]): Unblocked {
  const resting = new Set([id]);
  for (const step of steps) {
    if (step.requires.some((each) => resting.has(each))) resting.add(step.id);
  }
  const own = steps.filter((step) => step.id !== id && resting.has(step.id));
  const sum = (scenario: "low" | "high") =>
    own.reduce<SavedUsd["low"]>((total, { saves }) => {
      const usd = saves[scenario];
      return total === null || usd === null ? null : plus(total, usd);
    }, ZERO);
  return {
    steps: own.map((step) => step.id),
    bytes: own.reduce<Bytes>(
      (total, { freed }) => (total === null || freed === null ? null : total + freed),
      0n,
    ),
    saves: { low: sum("low"), high: sum("high") },
  };
}
