import { Egress6Error } from "../../errors.js";
import { compare, type Exact, minus, ZERO } from "../../price/exact.js";
import type { DesignPlan } from "../design-plan.js";
import { carriesAll } from "../design-plan.js";
import { type Flow, kindIn, reachOverIpv6, type Scenario } from "../flows.js";
import { isOverIpv6 } from "../plan-settings.js";
import type { Plan } from "../plan-workload.js";
import { adds } from "./effects.js";
import {
  endpointRemovalSteps,
  gatewayEndpointSteps,
  interfaceEndpointSteps,
} from "./endpoint-steps.js";
import { ipv4RemovalSteps, newIpv4Steps } from "./ipv4-steps.js";
import { ipv6RemovalSteps, ipv6Steps, moveSteps } from "./ipv6-steps.js";
import { knownIds, whereToRead } from "./known-ids.js";
import { knownNetwork } from "./known-network.js";
import { isAlike, type NetworkState, stateUsd, unitsMoved, type World } from "./network-state.js";
import {
  type Instruction,
  isEver,
  type Phase,
  type PlannedStep,
  SCENARIOS,
  STEP_RISKS,
  type StepRisk,
  say,
  someNames,
  type WayContext,
} from "./planned-step.js";
import { startingState } from "./starting-state.js";

/** USD a month, by outcome of the unknowns: that of the design's low figure, and that of its high one. */
export interface SavedUsd {
  /** What it saves given what comes before, negative where it costs; `null`: not known. */
  readonly low: Exact | null;
  readonly high: Exact | null;
}

/** Bytes a month; `null`: not known. */
export type Bytes = bigint | null;

/** One reversible step on the way from what exists to a design. */
export interface WayStep
  extends Omit<PlannedStep, "effect" | "isDone" | "dependsOn" | "terraform" | "cloudformation"> {
  readonly saves: SavedUsd;
  /** Bytes that leave the path that they took before. */
  readonly freed: Bytes;
  /** In the code, where an audit knows it. */
  readonly place: { readonly file: string; readonly line: number } | null;
  /** Whether it is done only if destinations that are not known turn out to have IPv6, or not to have it. */
  readonly condition: string | null;
}

/** Steps that belong together, as a change with a saving of its own. */
export interface WayChange {
  readonly id: string;
  readonly what: string;
  readonly saves: SavedUsd;
  readonly moved: Bytes;
  readonly risk: StepRisk;
  readonly requires: readonly string[];
  readonly rollback: string;
  readonly evidence: readonly string[];
}

export interface WayToDesign {
  readonly design: DesignPlan;
  readonly steps: readonly WayStep[];
  readonly changes: readonly WayChange[];
  /** Whether the workload says what exists: without it nothing is saved. */
  readonly isTodayKnown: boolean;
  /** Whether routes of today are taken from counts, since the workload does not say them. */
  readonly areRoutesAssumed: boolean;
}

/** The cheapest design that AWS manages, which the steps lead to by default. */
export function bestManaged({ designs }: Pick<Plan, "designs">): DesignPlan | null {
  return (
    designs.find((each) => carriesAll(each) && each.isManaged) ??
    designs.find(carriesAll) ??
    designs.find(({ network }) => network !== null) ??
    null
  );
}

/**
 * @param id of the design; undefined: the best that AWS manages
 * @throws Egress6Error DESIGN_UNUSABLE
 */
export function wayOfDesign(plan: Plan, id: string | undefined): WayToDesign {
  const design =
    id === undefined ? bestManaged(plan) : plan.designs.find((each) => each.design.id === id);
  if (design !== undefined && design !== null && design.network !== null)
    return wayTo(design, plan);
  const usable = plan.designs.filter(({ network }) => network !== null);
  const others =
    usable.length === 0
      ? ""
      : ` Those that have some: ${usable.map((each) => each.design.id).join(", ")}.`;
  throw new Egress6Error(
    "DESIGN_UNUSABLE",
    "input",
    `There are no steps${id === undefined ? ": no design reaches all" : ` to the design "${id}": it is not of the plan, or does not reach all`}.${others}`,
  );
}

/** What has to be changed, in order, to come from what exists to a design. */
export function wayTo(design: DesignPlan, plan: Plan): WayToDesign {
  const context = wayContext(design, plan);
  const planned = context === null ? [] : plannedSteps(context);
  if (context === null)
    return {
      design,
      steps: [],
      changes: [],
      isTodayKnown: plan.existingCost !== null,
      areRoutesAssumed: false,
    };
  const runs = {
    low: runOf("low", planned, context, plan),
    high: runOf("high", planned, context, plan),
  };
  const steps = planned.flatMap((step, index): readonly WayStep[] => {
    const {
      effect: _,
      isDone,
      dependsOn: __,
      terraform: ___,
      cloudformation: ____,
      ...said
    } = step;
    if (!isEver(isDone)) return [];
    const freed = runs[isDone("high") ? "high" : "low"].freed[index];
    return [
      {
        ...said,
        change: withPlaceholders(inFormatOf(step)),
        rollback: backInFormatOf(step),
        saves: { low: runs.low.saved[index] ?? null, high: runs.high.saved[index] ?? null },
        freed: freed === undefined ? 0n : freed,
        place: placeOf(step),
        condition: conditionOf(step, context),
      },
    ];
  });
  const ids = new Set(steps.map(({ id }) => id));
  const linked = steps.map((step) => ({
    ...step,
    requires: step.requires.filter((id) => ids.has(id)),
  }));
  return {
    design,
    steps: linked,
    changes: changesOf(linked),
    isTodayKnown: context.isTodayKnown,
    areRoutesAssumed: context.world.known.isAnyAssumed,
  };
}

/** @returns null where the design has no network */
export function wayContext(design: DesignPlan, plan: Plan): WayContext | null {
  const { network, lowNetwork } = design;
  if (network === null) return null;
  const asGiven = plan.designs.find((each) => each.design.subnets === undefined);
  const world: World = {
    input: plan.input,
    known: knownNetwork(plan.input.workload),
    before: design.design.subnets === undefined ? design.classes : (asGiven?.classes ?? []),
    after: design.classes,
    instanceTypes: {
      low: lowNetwork?.natInstances?.type ?? null,
      high: network.natInstances?.type ?? null,
    },
  };
  return {
    design,
    world,
    start: startingState(world),
    targets: { low: lowNetwork, high: network === lowNetwork ? null : network },
    isTodayKnown: plan.input.workload.existing !== null,
  };
}

/** In the order in which they are done. */
export function plannedSteps(context: WayContext): readonly PlannedStep[] {
  const gateways = gatewayEndpointSteps(context);
  const after = (scenario: Scenario): NetworkState =>
    gateways.reduce(
      (state, step) => (step.isDone(scenario) ? step.effect.apply(state) : state),
      context.start,
    );
  const endpoints = interfaceEndpointSteps(context)
    .map((step) => ({ step, saving: savingOf(step, after, context) }))
    .sort((a, b) => compare(b.saving, a.saving))
    .map(({ step, saving }) => (compare(saving, ZERO) > 0 ? { ...step, phase: 0 as Phase } : step));
  const steps = [
    measuring(context),
    ...gateways,
    ...ipv6Steps(context),
    ...endpoints,
    ...newIpv4Steps(context),
    ...moveSteps(context),
    ...endpointRemovalSteps(context),
    ...ipv6RemovalSteps(context),
    ...ipv4RemovalSteps(context),
  ];
  return [...steps].sort((a, b) => a.phase - b.phase);
}

/** What an endpoint saves by itself, beside what exists; 0 where that is not known. */
function savingOf(
  step: PlannedStep,
  after: (scenario: Scenario) => NetworkState,
  { world, isTodayKnown }: WayContext,
): Exact {
  const scenario = step.isDone("high") ? "high" : "low";
  const state = after(scenario);
  const before = stateUsd(world, state, scenario);
  const then = stateUsd(world, step.effect.apply(state), scenario);
  return before === null || then === null || !isTodayKnown ? ZERO : minus(before, then);
}

function measuring(context: WayContext): PlannedStep {
  const { region } = context.world.input.workload;
  const ids = knownIds(context);
  return {
    id: "measure",
    of: { id: "measure", what: "Flow logs and DNS query logs" },
    phase: 0,
    title: "Turn on flow logs and DNS query logs",
    isDone: () => true,
    effect: adds("parts", "flow-logs"),
    requires: [],
    risk: "none",
    precondition: say(
      "A bucket or log group takes them. Their storage is charged, and is not included here.",
    ),
    change: say(
      "They show which bytes each later step moves.",
      `aws ec2 create-flow-logs --region ${region} --resource-type VPC --resource-ids ${ids.vpc} --traffic-type ALL --log-destination-type s3 --log-destination BUCKET_ARN --log-format '\${version} \${interface-id} \${srcaddr} \${dstaddr} \${pkt-srcaddr} \${pkt-dstaddr} \${dstport} \${protocol} \${bytes} \${start} \${end} \${flow-direction} \${traffic-path}'`,
    ),
    check: say("After a day, the bytes of each destination are known.", "egress6 flows LOG_FILES"),
    rollback: say(
      "Delete the flow log.",
      `aws ec2 delete-flow-logs --region ${region} --flow-log-ids FLOW_LOG_ID`,
    ),
    evidence: [],
    about: null,
  };
}

interface Run {
  readonly saved: readonly (Exact | null)[];
  readonly freed: readonly Bytes[];
}

/**
 * What each step saves in one outcome of the unknowns: the difference of two exact costs. The first cost is that of
 * what exists, the last that of the design.
 */
function runOf(
  scenario: Scenario,
  planned: readonly PlannedStep[],
  { world, start, design, targets, isTodayKnown }: WayContext,
  { existingCost }: Plan,
): Run {
  const done = planned.map(({ isDone }) => targets[scenario] !== null && isDone(scenario));
  const last = done.lastIndexOf(true);
  let state = start;
  let cost = isTodayKnown ? (existingCost?.[scenario] ?? null) : null;
  const saved: (Exact | null)[] = [];
  const freed: Bytes[] = [];
  for (const [index, step] of planned.entries()) {
    if (targets[scenario] === null || !isTodayKnown) {
      saved.push(null);
    }
    const next = done[index] ? step.effect.apply(state) : state;
    freed.push(isAlike(next, state) ? 0n : bytesMoved(world, state, next, scenario));
    if (targets[scenario] !== null && isTodayKnown) {
      const isNothing = isAlike(next, state) && index !== last;
      const then = isNothing
        ? cost
        : index === last
          ? design[scenario]
          : stateUsd(world, next, scenario);
      const difference = cost === null || then === null ? null : minus(cost, then);
      saved.push(isNothing ? ZERO : difference);
      cost = then;
    }
    state = next;
  }
  return { saved, freed };
}

function bytesMoved(
  world: World,
  before: NetworkState,
  after: NetworkState,
  scenario: Scenario,
): Bytes {
  const { units, isOpen } = unitsMoved(world, before, after, scenario);
  return isOpen && units === 0n ? null : units * BYTES_PER_UNIT;
}

/** A unit is a microgigabyte. */
const BYTES_PER_UNIT = 1000n;

/** What the step waits for, where it is done for one outcome of the unknowns only. */
function conditionOf(step: PlannedStep, context: WayContext): string | null {
  const { targets } = context;
  if (SCENARIOS.some((scenario) => targets[scenario] === null)) return null;
  const isForIpv6 = step.isDone("low");
  if (isForIpv6 === step.isDone("high")) return null;
  const all = unknownNames(context);
  const own = (step.dependsOn ?? []).flatMap((name) => all.get(name) ?? []);
  const names = [...new Set(own.length > 0 ? own : all.values())];
  const one = names.length === 1;
  const have = isForIpv6 ? "IPv6" : "no IPv6";
  if (isForIpv6 && (own.length > 0 || step.phase === 5)) {
    return `Only if ${one ? "" : "all of "}${someNames(names)} ${one ? "has" : "have"} IPv6.`;
  }
  return `Only if ${one ? "" : "one of "}${someNames(names)} has ${have}.`;
}

const unknownNamesOf = new WeakMap<WayContext, ReadonlyMap<string, string>>();

/**
 * Destinations that leave over IPv6 if they have it, which nobody knows: by name, what to call them. Computed once for
 * all steps.
 */
function unknownNames(context: WayContext): ReadonlyMap<string, string> {
  const known = unknownNamesOf.get(context);
  if (known !== undefined) return known;
  const { world, design, targets } = context;
  const unknown = world.after.filter(
    ({ destination, compute }) =>
      reachOverIpv6(destination, kindIn(design.design, compute, design.input)) === "unknown",
  );
  const moving = new Set(
    targets.low?.routes
      .filter(isOverIpv6)
      .flatMap(({ flow }) => flow.flows.map(({ destination }) => destination)),
  );
  const isMoving = ({ destination }: Flow) => moving.has(destination);
  const flows = unknown.flatMap((each) => each.flows);
  const deciding = flows.some(isMoving) ? flows.filter(isMoving) : flows;
  const all = new Map(
    deciding.map(({ destination: { kind, name, service } }) => [
      name,
      kind === "platform" ? (service ?? name) : name,
    ]),
  );
  unknownNamesOf.set(context, all);
  return all;
}

function placeOf({ about }: PlannedStep): WayStep["place"] {
  for (const { by, ref } of about?.evidence ?? []) {
    const found = by === "audit" && ref !== null ? /^(.+):(\d+)$/.exec(ref) : null;
    if (found?.[1] !== undefined && found[2] !== undefined) {
      return { file: found[1], line: Number(found[2]) };
    }
  }
  return null;
}

/** In the language of the code where there is some, else as commands. */
function inFormatOf(step: PlannedStep): Instruction {
  const { change } = step;
  const place = placeOf(step);
  if (place === null) return change;
  const where = `${place.file}:${place.line}`;
  const code = codeOf(step);
  if (code === null) return { ...change, text: `${change.text} In the code, see ${where}.` };
  return { text: `${change.text} In ${code.language}, beside ${where}:`, commands: code.lines };
}

interface Code {
  readonly language: "Terraform" | "CloudFormation";
  readonly lines: readonly string[];
}

/** Null: its place is in no language that the step is written in. */
function codeOf(step: PlannedStep): Code | null {
  const { terraform, cloudformation } = step;
  const file = placeOf(step)?.file ?? "";
  if (terraform !== undefined && file.endsWith(".tf")) {
    return { language: "Terraform", lines: terraform };
  }
  if (cloudformation !== undefined && /\.(?:ya?ml|json|template)$/.test(file)) {
    return { language: "CloudFormation", lines: cloudformation };
  }
  return null;
}

/** What is made in code is undone there, too: else the next deployment makes it again. */
function backInFormatOf(step: PlannedStep): Instruction {
  const code = codeOf(step);
  if (code === null) return step.rollback;
  return say(
    `${step.rollback.text} In ${code.language} take these lines out again, so that it stays.`,
    ...step.rollback.commands,
    "git revert COMMIT",
  );
}

const withPlaceholders = ({ text, commands }: Instruction): Instruction => ({
  text,
  commands: [...commands, ...whereToRead(commands)],
});

function changesOf(steps: readonly WayStep[]): readonly WayChange[] {
  const byId = new Map<string, WayStep[]>();
  for (const step of steps) {
    if (step.id === "measure" && savesNothing(step.saves)) continue;
    byId.set(step.of.id, [...(byId.get(step.of.id) ?? []), step]);
  }
  const changeOf = new Map(steps.map((step) => [step.id, step.of.id]));
  return [...byId].flatMap(([id, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const requires = own.flatMap((step) => step.requires.map((each) => changeOf.get(each) ?? ""));
    return [
      {
        id,
        what: first.of.what,
        saves: {
          low: sumOf(own.map(({ saves }) => saves.low)),
          high: sumOf(own.map(({ saves }) => saves.high)),
        },
        moved: own.reduce<Bytes>(
          (total, { freed }) => (total === null || freed === null ? null : total + freed),
          0n,
        ),
        risk: own.reduce<StepRisk>(
          (most, { risk }) => (STEP_RISKS.indexOf(risk) > STEP_RISKS.indexOf(most) ? risk : most),
          "none",
        ),
        requires: [...new Set(requires)].filter((each) => each !== "" && each !== id),
        rollback: rollbackOf(own),
        evidence: [...new Set(own.flatMap(({ evidence }) => evidence))],
      },
    ];
  });
}

const savesNothing = ({ low, high }: SavedUsd): boolean =>
  [low, high].every((usd) => usd === null || usd.numerator === 0n);

const sumOf = (amounts: readonly (Exact | null)[]): Exact | null =>
  amounts.reduce<Exact | null>(
    (total, usd) => (total === null || usd === null ? null : minus(total, minus(ZERO, usd))),
    ZERO,
  );

/** The way back of a change: that of its steps, the last first. */
function rollbackOf(steps: readonly WayStep[]): string {
  const texts = [...new Set([...steps].reverse().map(({ rollback }) => rollback.text))];
  return texts.length === 1 ? (texts[0] ?? "") : `In reverse order: ${texts.join(" ")}`;
}
