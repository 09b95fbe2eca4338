import type { WorkloadCompute } from "../../workload/workload.js";
import type { DesignPlan } from "../design-plan.js";
import type { FlowClass, Scenario } from "../flows.js";
import type { Route, Solution } from "../solve-design.js";
import type { Effect } from "./effects.js";
import type { ComputePlace } from "./known-network.js";
import type { NetworkState, World } from "./network-state.js";

/** `none`: nothing can stop working. */
export const STEP_RISKS = ["none", "low", "medium", "high"] as const;
export type StepRisk = (typeof STEP_RISKS)[number];

export const PHASES = [0, 1, 2, 3, 4, 5] as const;
export type Phase = (typeof PHASES)[number];

export const PHASE_TITLES: Readonly<Record<Phase, string>> = {
  0: "Quick wins",
  1: "Filters",
  2: "IPv6 addresses",
  3: "IPv6 routes, one subnet at a time",
  4: "Settings and new paths",
  5: "Removals",
};

/** What a step belongs to: one of the changes that lead to the design. */
export interface ChangeOfStep {
  readonly id: string;
  readonly what: string;
}

/** A text that a person follows: a sentence, then commands that can be pasted. */
export interface Instruction {
  readonly text: string;
  readonly commands: readonly string[];
}

/** One reversible change, before it is known what it saves. */
export interface PlannedStep {
  readonly id: string;
  readonly of: ChangeOfStep;
  readonly phase: Phase;
  readonly title: string;
  /** Whether it is done in that outcome of the unknowns. */
  readonly isDone: (scenario: Scenario) => boolean;
  /** Names of the destinations whose IPv6 decides whether it is done; left out: any that is unknown. */
  readonly dependsOn?: readonly string[];
  readonly effect: Effect;
  /** Ids of steps that come first. */
  readonly requires: readonly string[];
  readonly risk: StepRisk;
  readonly precondition: Instruction;
  readonly change: Instruction;
  /** The change in Terraform, for a place in the code that is Terraform. */
  readonly terraform?: readonly string[];
  /** The same for a place in a CloudFormation template. */
  readonly cloudformation?: readonly string[];
  readonly check: Instruction;
  readonly rollback: Instruction;
  readonly evidence: readonly string[];
  /** The compute that it is about; its place in the code is the place of the step. */
  readonly about: WorkloadCompute | null;
}

/** Everything that the steps to a design are made from. */
export interface WayContext {
  readonly design: DesignPlan;
  readonly world: World;
  readonly start: NetworkState;
  /** The network of the design, by outcome of the unknowns; `null`: it has none. */
  readonly targets: Readonly<Record<Scenario, Solution | null>>;
  readonly isTodayKnown: boolean;
}

export const SCENARIOS = ["low", "high"] as const satisfies readonly Scenario[];

/** The outcomes in which something of the target holds. */
export function whereTarget(
  { targets }: WayContext,
  holds: (network: Solution) => boolean,
): (scenario: Scenario) => boolean {
  const answers = { low: false, high: false };
  for (const scenario of SCENARIOS) {
    const network = targets[scenario];
    answers[scenario] = network !== null && holds(network);
  }
  return (scenario) => answers[scenario];
}

export const isEver = (isDone: (scenario: Scenario) => boolean): boolean => SCENARIOS.some(isDone);

const routesByGroup = new WeakMap<Solution, ReadonlyMap<number, readonly Route[]>>();

/** What one compute sends in a network, by its position in the workload. */
export function routesOfGroup(network: Solution, group: number): readonly Route[] {
  const known = routesByGroup.get(network);
  if (known !== undefined) return known.get(group) ?? [];
  const byGroup = new Map<number, Route[]>();
  for (const route of network.routes) {
    const own = byGroup.get(route.flow.group);
    if (own === undefined) byGroup.set(route.flow.group, [route]);
    else own.push(route);
  }
  routesByGroup.set(network, byGroup);
  return byGroup.get(group) ?? [];
}

/** The compute of the workload that is in its VPC, as it is in the design. */
export function computeInVpc({ world, design }: WayContext): readonly GroupOfCompute[] {
  return design.input.workload.compute.flatMap((compute, group) => {
    const today = world.input.workload.compute[group];
    if (compute.kind.subnets === "none" || today === undefined) return [];
    return [{ group, compute, today, isMoved: compute.kind !== today.kind }];
  });
}

export interface GroupOfCompute {
  readonly group: number;
  /** As in the design, and as today. */
  readonly compute: WorkloadCompute;
  readonly today: WorkloadCompute;
  readonly isMoved: boolean;
}

export const destinationNames = (flows: readonly FlowClass[]): readonly string[] => [
  ...new Set(flows.flatMap((flow) => flow.flows.map(({ destination }) => destination.name))),
];

const MOST = 6;

/** `sqs, kms and 3 more` */
export function someNames(names: readonly string[]): string {
  if (names.length <= MOST) return names.join(", ");
  return `${names.slice(0, MOST).join(", ")} and ${names.length - MOST} more`;
}

/** A name for ids: `batch-jobs`. */
export const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^-+|-+$/g, "");

export const say = (text: string, ...commands: readonly string[]): Instruction => ({
  text,
  commands,
});

/** `us-east-1a`, `zone 1` */
export const zoneName = ({ world }: WayContext, zone: number): string =>
  world.known.zones[zone] ?? `zone ${zone + 1}`;

/** `zone 1`, `zone 1 and zone 2` */
export const zonesText = (context: WayContext, places: readonly ComputePlace[]): string =>
  listed([...new Set(places.map(({ zone }) => zone))].map((zone) => zoneName(context, zone)));

/** The compute in places. */
export const namesOf = ({ design }: WayContext, places: readonly ComputePlace[]): string =>
  listed([...new Set(places.map(({ group }) => design.input.workload.compute[group]?.name ?? ""))]);

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Of the first of places, which distinguishes them from those behind other route tables: `web-1` */
export function idOfPlaces({ design }: WayContext, places: readonly ComputePlace[]): string {
  const [first] = places;
  if (first === undefined) return "";
  const [, , number = "1"] = first.key.split("/");
  const name = slug(design.input.workload.compute[first.group]?.name ?? "");
  return `${name}-${first.zone + 1}${number === "1" ? "" : `-${number}`}`;
}

/** Which other subnets a change of a route table changes, too. */
export function sharedNote(
  { world }: WayContext,
  table: string | null,
  places: readonly ComputePlace[],
): string {
  const id = table === null ? null : (world.known.tables.get(table)?.id ?? null);
  const own = new Set(places.flatMap(({ subnets }) => subnets.map((subnet) => subnet.id)));
  const others = (world.input.workload.existing?.subnets ?? []).filter(
    (subnet) => id !== null && subnet.routeTable === id && !own.has(subnet.id),
  );
  if (others.length === 0) return "";
  const names = listed(others.map((subnet) => subnet.id));
  return others.length === 1
    ? ` ${names} has the same route table, and changes with it.`
    : ` ${names} have the same route table, and change with it.`;
}
