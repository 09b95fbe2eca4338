import { type CostCurves, costCurves } from "@egress6/core/egress/plan/cost-curves";
import { type DesignPlan, type Plan, planWorkload } from "@egress6/core/egress/plan/plan-workload";
import { type PlannerData, parsePlannerData } from "@egress6/core/egress/planner/planner-data";
import { parseWorkload } from "@egress6/core/egress/workload/parse-workload";
import {
  pathText,
  type WorkloadPath,
  type WorkloadProblem,
} from "@egress6/core/egress/workload/workload-problems";
import { observedOfPlanes } from "@egress6/core/map/observed-of-planes";
import { computed, signal } from "@preact/signals";
import { isDocument, type WorkloadDocument, withValue } from "../planner/edit-document.js";
import {
  FIRST_PLANNER_QUERY,
  formatPlannerQuery,
  parsePlannerQuery,
} from "../planner/planner-query.js";
import { readWorkloadFile } from "../planner/workload-file.js";
import { catalog, loadCatalog } from "./catalog-state.js";
import { followServer } from "./live.js";
import { loadJson } from "./load-json.js";
import { loadMap, map, mapFault, planesVersion } from "./map-state.js";
import { queryState } from "./query-state.js";

const address = queryState(FIRST_PLANNER_QUERY, formatPlannerQuery);
export const plannerQuery = address.query;
export const ignoredInPlanner = address.ignored;
export const changePlanner = address.change;

export const plannerData = signal<PlannerData | null>(null);
const dataFault = signal<string | null>(null);
/** Why nothing can be planned. */
export const plannerFault = computed(() => mapFault.value ?? dataFault.value);
/** Why a file was not taken. */
export const fileFault = signal<string | null>(null);

export async function loadPlanner(): Promise<void> {
  address.follow(parsePlannerQuery);
  dataFault.value = null;
  try {
    const [data] = await Promise.all([loadJson("data/planner.json"), loadMap(), loadCatalog()]);
    plannerData.value = parsePlannerData(data);
    if (map.peek()?.meta.isLive) followServer();
  } catch (error) {
    dataFault.value = error instanceof Error ? error.message : String(error);
  }
}

/** The workload file as it stands. */
export const workload = computed((): WorkloadDocument => {
  const first = plannerData.value?.examples[0]?.workload;
  return plannerQuery.value.workload ?? (isDocument(first) ? first : {});
});

/** @param value `undefined` takes out what is there */
export function edit(path: WorkloadPath, value: unknown): void {
  takeWorkload(withValue(workload.peek(), path, value), false);
}

export function takeWorkload(taken: WorkloadDocument, isStep = true): void {
  fileFault.value = null;
  changePlanner(isStep ? { workload: taken, design: null } : { workload: taken }, isStep);
}

export async function takeFile(file: File): Promise<void> {
  try {
    takeWorkload(await readWorkloadFile(file));
  } catch (error) {
    fileFault.value = error instanceof Error ? error.message : String(error);
  }
}

const region = computed(() => workload.value["region"]);

/** Names of the workload's region, those that serve its whole partition, and hosts outside the map. */
const observed = computed(() => {
  planesVersion.value;
  const besides = plannerData.value?.observed ?? [];
  if (map.value === null || catalog.value === null) return new Map(besides);
  const regions = new Set(catalog.value.partitions.map(({ homeRegion }) => homeRegion));
  if (typeof region.value === "string") regions.add(region.value);
  return new Map([...observedOfPlanes(catalog.value, map.value, { regions }), ...besides]);
});

type PlanResult =
  | { readonly plan: Plan }
  | { readonly problems: readonly WorkloadProblem[] }
  /** Something the plan rests on is broken: a sentence. */
  | { readonly fault: string };

export const result = computed((): PlanResult | null => {
  const data = plannerData.value;
  const names = catalog.value;
  if (data === null || names === null) return null;
  const { facts, prices } = data;
  const { computeKinds } = facts;
  const parsed = parseWorkload(workload.value, { catalog: names, computeKinds });
  if ("problems" in parsed) return { problems: parsed.problems };
  try {
    const rest = { facts, prices, catalog: names, observed: observed.value };
    return { plan: planWorkload({ workload: parsed.workload, ...rest }) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
});

/** What is wrong with the value at each place. */
export const problemAt = computed((): ReadonlyMap<string, string> => {
  const found = result.value;
  const problems = found !== null && "problems" in found ? found.problems : [];
  return new Map(problems.map(({ path, message }) => [pathText(path), message]));
});

/** The design that is shown whole. */
export const shownDesign = computed((): DesignPlan | null => {
  const found = result.value;
  if (found === null || !("plan" in found)) return null;
  const { designs } = found.plan;
  return (
    designs.find(({ design }) => design.id === plannerQuery.value.design) ?? designs[0] ?? null
  );
});

export const curves = computed((): CostCurves | null => {
  const found = result.value;
  return found !== null && "plan" in found
    ? costCurves(found.plan, plannerQuery.value.varied)
    : null;
});
