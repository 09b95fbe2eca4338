import type { Catalog } from "@egress6/core/endpoint/catalog";
import { withHostsOfAws } from "@egress6/core/identify/hosts-of-aws";
import type { IdentifyNames } from "@egress6/core/identify/names";
import { observedOfStatusMatrix } from "@egress6/core/map/observed-of-status-matrix";
import { type CostCurves, costCurves } from "@egress6/core/plan/cost-curves";
import type { DesignPlan } from "@egress6/core/plan/design-plan";
import type { PlanInput } from "@egress6/core/plan/plan-input";
import { type Plan, planWorkload } from "@egress6/core/plan/plan-workload";
import { type PlannerData, parsePlannerData } from "@egress6/core/plan/planner-data";
import { type WayToDesign, wayTo } from "@egress6/core/plan/way/way";
import { type Playbook, playbookOf } from "@egress6/core/playbook/playbook";
import { joinedPlaybookSources, NO_SOURCES } from "@egress6/core/playbook/playbook-sources";
import {
  parseWorkload,
  type WorkloadNames,
  type WorkloadResult,
} from "@egress6/core/workload/parse-workload";
import type { Workload } from "@egress6/core/workload/workload";
import {
  pathText,
  type WorkloadPath,
  type WorkloadProblem,
} from "@egress6/core/workload/workload-problems";
import { computed, signal } from "@preact/signals";
import { exampleFile } from "../example/example-files.js";
import {
  type AwsDestination,
  awsHost,
  awsService,
  withHostAsService,
} from "../planner/aws-destination.js";
import { isDocument, type WorkloadDocument, withValue } from "../planner/edit-document.js";
import { problemWords } from "../planner/field-words.js";
import { joinedFiles } from "../planner/joined-files.js";
import { type Plannable, plannable } from "../planner/plannable.js";
import {
  FIRST_PLANNER_QUERY,
  formatPlannerQuery,
  parsePlannerQuery,
} from "../planner/planner-query.js";
import { catalog, fetchCatalog } from "./catalog-state.js";
import { fetchFindData } from "./find-data-state.js";
import { followServer } from "./live.js";
import { loadJson } from "./load-json.js";
import { loadMap, map, mapFault, statusMatrixVersion } from "./map-state.js";
import {
  addFiles,
  forgetFiles,
  plannerFiles,
  preferred,
  restoreFiles,
  setFiles,
} from "./planner-files.js";
import { queryState } from "./query-state.js";

const address = queryState(FIRST_PLANNER_QUERY, formatPlannerQuery);
export const plannerQuery = address.query;
export const ignoredInPlanner = address.ignored;
export const changePlanner = address.change;

export const plannerData = signal<PlannerData | null>(null);
const dataFault = signal<string | null>(null);
/** Why nothing can be planned. */
export const plannerFault = computed(() => mapFault.value ?? dataFault.value);
/** Whether the address belongs to files that this tab does not have. */
export const areFilesMissing = signal(false);

export async function loadPlanner(): Promise<void> {
  address.follow(parsePlannerQuery);
  followFiles();
  dataFault.value = null;
  try {
    const [data] = await Promise.all([loadJson("data/planner.json"), loadMap(), fetchCatalog()]);
    plannerData.value = parsePlannerData(data);
    fetchFindData().then(
      ({ names }) => {
        identifyNames.value = names;
      },
      // Then hosts stay hosts.
      () => {},
    );
    if (map.peek()?.meta.isLive) followServer();
  } catch (error) {
    dataFault.value = error instanceof Error ? error.message : String(error);
  }
}

/** A link to the page, without anything in its address, goes on with the files of this tab. */
function followFiles(): void {
  const areThere = restoreFiles();
  areFilesMissing.value = plannerQuery.peek().hasFiles && !areThere;
  const isLink = performance
    .getEntriesByType("navigation")
    .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type === "navigate");
  if (areThere && isLink && location.search === "") changePlanner({ hasFiles: true });
}

/** Whether files make the workload. */
export const isOfFiles = computed(
  () => plannerQuery.value.hasFiles && plannerFiles.value.length > 0,
);

const NOTHING: WorkloadDocument = {};

/** The workload file as it stands in the form; beside files, what was typed. */
export const workload = computed((): WorkloadDocument => {
  if (isOfFiles.value) return plannerQuery.value.workload ?? NOTHING;
  const first = plannerData.value?.examples[0]?.workload;
  return plannerQuery.value.workload ?? (isDocument(first) ? first : {});
});

/** @param value `undefined` takes out what is there */
export function edit(path: WorkloadPath, value: unknown): void {
  takeWorkload(withValue(workload.peek(), path, value), false);
}

/** The field that somebody types in, and the places that were marked before. */
const typing = signal<{ readonly place: string; readonly marked: ReadonlySet<string> } | null>(
  null,
);

/** What is typed halfway is no fault yet: it is marked when its field is left. */
export function typeIn(path: WorkloadPath, value: unknown): void {
  const place = pathText(path);
  if (typing.peek()?.place !== place) {
    const marked = new Set(shownProblems.peek().map((problem) => pathText(problem.path)));
    typing.value = { place, marked };
  }
  edit(path, value);
}

/** The field was left, or Enter pressed in it. */
export function leaveField(): void {
  typing.value = null;
}

/** What people call things; null: not loaded. */
const identifyNames = signal<IdentifyNames | null>(null);
/** What was made of the entry that was left last; null: nothing. */
export const understoodEntry = signal<string | null>(null);

/** A host that is AWS's becomes the service that it is, which endpoints of the VPC can carry. */
export function takeHost(index: number, host: string): void {
  understoodEntry.value = null;
  if (catalog.value === null || identifyNames.value === null) return;
  const found = awsHost(host, catalog.value, identifyNames.value);
  if (found === null) return;
  takeWorkload(withHostAsService(workload.peek(), index, found), false);
  understoodEntry.value = `${host} is ${placeWords(found)}: it is in the list of AWS services now.`;
}

/** Another word for a service, or a host of it, becomes its name. */
export function takeService(path: WorkloadPath, text: string): void {
  understoodEntry.value = null;
  if (catalog.value === null || identifyNames.value === null) return;
  const found = awsService(text, catalog.value, identifyNames.value);
  if (found === null) return;
  edit([...path, "service"], found.service.cliName);
  if (found.region !== null && found.region !== workload.peek()["region"]) {
    edit([...path, "region"], found.region);
  }
  understoodEntry.value = `${text} is ${placeWords(found)}.`;
}

const placeWords = ({ service, region }: AwsDestination): string =>
  `${service.displayName}${region === null ? "" : ` in ${region}`}`;

export function takeWorkload(taken: WorkloadDocument, isStep = true): void {
  if (isStep) beginAnew();
  changePlanner(isStep ? { workload: taken, design: null } : { workload: taken }, isStep);
}

function beginAnew(): void {
  typing.value = null;
  lastPlan = null;
}

/** What a file may name; null: not loaded yet. */
function namesNow(): WorkloadNames | null {
  const data = plannerData.value;
  if (data === null || catalog.value === null) return null;
  return { catalog: catalog.value, computeKinds: data.facts.computeKinds };
}

/** Adds files to those that make the workload. What was typed before stays beside them, unless it is an example. */
export async function takeFiles(files: readonly File[], areExamples = false): Promise<void> {
  const names = namesNow();
  const isAnew = !isOfFiles.peek();
  if (names === null || !(await addFiles(files, names, { isAnew, areExamples }))) return;
  beginAnew();
  areFilesMissing.value = false;
  if (isOfFiles.peek()) changePlanner({ design: null });
  else {
    const typed = plannerQuery.peek().workload;
    changePlanner({ workload: isExample(typed) ? null : typed, hasFiles: true, ...ALONE }, true);
  }
}

/** No scenario beside files: its address would hold them. */
const ALONE = { design: null, kept: null } as const;

const isExample = (typed: WorkloadDocument | null): boolean =>
  (plannerData.peek()?.examples ?? []).some(
    (example) => JSON.stringify(example.workload) === JSON.stringify(typed),
  );

/** The plan is made again without it. */
export function removeFile(name: string): void {
  const left = plannerFiles.peek().filter((each) => each.name !== name);
  beginAnew();
  setFiles(left);
  changePlanner(left.length === 0 ? { hasFiles: false, design: null } : { design: null });
}

/** Why the example is not there; null: nothing is wrong. */
export const exampleFault = signal<string | null>(null);

/** An invented shop in code, account and flow logs. */
export async function takeExampleFiles(): Promise<void> {
  exampleFault.value = null;
  try {
    const names = ["audit.json", "survey.json", "flows.json", "constraints.yaml"] as const;
    await takeFiles(await Promise.all(names.map(exampleFile)), true);
  } catch (error) {
    exampleFault.value = error instanceof Error ? error.message : String(error);
  }
}

const joined = computed(() => {
  const names = namesNow();
  if (!isOfFiles.value || names === null) return null;
  const typed = plannable(workload.value);
  const files = joinedFiles(plannerFiles.value, typed.document, names, preferred.value);
  return { files, placeInForm: typed.placeInForm };
});

/** What the files contradict each other in, a sentence each. */
export const conflicts = computed((): readonly string[] => {
  const files = joined.value?.files;
  return files === undefined || "areTyped" in files ? [] : files.conflicts;
});

/** Differences of the files that a rule has settled. */
export const settledDifferences = computed((): readonly string[] => {
  const files = joined.value?.files;
  return files === undefined || "areTyped" in files ? [] : files.settled;
});

/** The whole workload as a file: what to save. */
export const wholeWorkload = computed((): WorkloadDocument => {
  const files = joined.value?.files;
  return files === undefined || "areTyped" in files ? workload.value : files.document;
});

/** What the files say becomes what the form says, and the address holds it. */
export function editFiles(): void {
  const whole = wholeWorkload.peek();
  beginAnew();
  forgetFiles();
  changePlanner({ workload: whole, hasFiles: false, ...ALONE }, true);
}

/** What audits and surveys say beside the workload: repairs that are steps, and ids. */
const playbookSources = computed(() =>
  isOfFiles.value
    ? joinedPlaybookSources(plannerFiles.value.map(({ sources }) => sources))
    : NO_SOURCES,
);

/** The ordered steps of a way, as `plan --steps` has them. */
export const playbookTo = (way: WayToDesign, plan: Plan): Playbook =>
  playbookOf(way, plan, playbookSources.value.findings, playbookSources.value.account);

/** Apart from the plan: the form asks for what is wrong, and needs no plan for that. */
const parsed = computed((): (Plannable & { readonly found: WorkloadResult }) | null => {
  if (joined.value !== null) return parsedFiles(joined.value);
  const given = plannable(workload.value);
  const found = parsedFrom(given);
  return found === null ? null : { ...given, found };
});

function parsedFiles({
  files,
  placeInForm,
}: NonNullable<typeof joined.value>): Plannable & { readonly found: WorkloadResult } {
  if ("areTyped" in files) return { document: workload.value, placeInForm, found: files };
  const { document, result } = files;
  if (result === null) return { document, placeInForm, found: { problems: [], isAll: true } };
  if ("problems" in result) {
    const problems = result.problems.map(({ path, message }) =>
      // What is wrong in a list is wrong in a file: the form has no field for it.
      path.length < 2 ? { path, message } : { path: [], message: `${pathText(path)}: ${message}` },
    );
    return { document, placeInForm: (path) => path, found: { ...result, problems } };
  }
  const whole =
    catalog.value === null || identifyNames.value === null
      ? result.workload
      : withHostsOfAws(result.workload, catalog.value, identifyNames.value);
  return { document, placeInForm, found: { workload: whole } };
}

function parsedFrom({ document }: Plannable): WorkloadResult | null {
  const names = namesNow();
  return names === null ? null : parseWorkload(document, names);
}

/** Whether there is all that a plan needs. */
export const canPlan = computed(() => parsed.value !== null);

/** Names of the workload's services, in its region and where they serve the whole partition, and those outside the map. */
function observedOf({ region, services }: Workload, names: Catalog): PlanInput["observed"] {
  statusMatrixVersion.value;
  const besides = plannerData.value?.observed ?? [];
  if (map.value === null) return new Map(besides);
  const part = {
    regions: new Set([region, ...names.partitions.map(({ homeRegion }) => homeRegion)]),
    services: [...new Set(services.map(({ service }) => service))],
  };
  return new Map([...observedOfStatusMatrix(names, map.value, part), ...besides]);
}

type PlanResult =
  | { readonly plan: Plan }
  | { readonly problems: readonly WorkloadProblem[] }
  /** Something the plan rests on is broken: a sentence. */
  | { readonly fault: string };

function planFrom(found: WorkloadResult | null): PlanResult | null {
  const data = plannerData.value;
  const names = catalog.value;
  if (found === null || data === null || names === null) return null;
  if ("problems" in found) return { problems: found.problems };
  try {
    const { facts, prices } = data;
    const { workload } = found;
    const observed = observedOf(workload, names);
    return { plan: planWorkload({ workload, facts, prices, catalog: names, observed }) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

const result = computed((): PlanResult | null => planFrom(parsed.value?.found ?? null));

/** Of the workload when it could last be planned; taken back with another workload. */
let lastPlan: Plan | null = null;

/** A plan that is never taken away while somebody types; null: there was none yet. */
export const shownPlan = computed((): Plan | null => {
  const found = result.value;
  if (found !== null && "plan" in found) lastPlan = found.plan;
  return lastPlan;
});

/** Whether the plan is of a moment ago: what is typed now cannot be planned. */
export const isPlanOld = computed(() => {
  const found = result.value;
  return found !== null && !("plan" in found);
});

/** Why the workload cannot be planned though nothing is wrong with it. */
export const planFault = computed(() => {
  const found = result.value;
  return found !== null && "fault" in found ? found.fault : null;
});

/** What is wrong, at its place in the form, in the words of the form. */
const problems = computed((): readonly WorkloadProblem[] => {
  const given = parsed.value;
  if (given === null || !("problems" in given.found)) return [];
  return given.found.problems.map(({ path, message }) => ({
    path: given.placeInForm(path),
    message: problemWords(message),
  }));
});

/** Without what somebody is typing just now. */
export const shownProblems = computed((): readonly WorkloadProblem[] => {
  const here = typing.value;
  if (here === null) return problems.value;
  return problems.value.filter(({ path }) => {
    const place = pathText(path);
    return here.marked.has(place) && !place.startsWith(here.place);
  });
});

/** What is wrong with the value at each place. That of a list with one field for all also has what is wrong inside. */
export const problemAt = computed((): ReadonlyMap<string, string> => {
  const found = shownProblems.value;
  return new Map([
    ...found.flatMap(({ path, message }): [string, string][] =>
      typeof path.at(-1) === "number" ? [[pathText(path.slice(0, -1)), message]] : [],
    ),
    ...found.map(({ path, message }): [string, string] => [pathText(path), message]),
  ]);
});

/** The design that is shown whole: the one that was chosen, or else the best. */
export const shownDesign = computed((): DesignPlan | null => {
  const plan = shownPlan.value;
  if (plan === null) return null;
  const { designs } = plan;
  return (
    designs.find(({ design }) => design.id === plannerQuery.value.design) ?? designs[0] ?? null
  );
});

/** Which change saves what on the way to the design that is shown; null: it has no network. */
export const shownWay = computed((): WayToDesign | null => {
  const plan = shownPlan.value;
  const design = shownDesign.value;
  return plan === null || design === null || design.network === null ? null : wayTo(design, plan);
});

export const curves = computed((): CostCurves | null => {
  const plan = shownPlan.value;
  return plan === null ? null : costCurves(plan, plannerQuery.value.varied);
});

/** The plan of the scenario that was kept; null: none was kept, or it cannot be planned. */
export const keptPlan = computed((): Plan | null => {
  const { kept } = plannerQuery.value;
  if (kept === null) return null;
  const found = planFrom(parsedFrom(plannable(kept)));
  return found !== null && "plan" in found ? found.plan : null;
});

/** Keeps the workload as scenario A. */
export const keepScenario = (): void => changePlanner({ kept: workload.peek() }, true);
export const endComparison = (): void => changePlanner({ kept: null }, true);

/** Edits A from now on, and compares it with what was edited before. */
export function swapScenarios(): void {
  const { kept } = plannerQuery.peek();
  if (kept === null) return;
  const edited = workload.peek();
  takeWorkload(kept);
  changePlanner({ kept: edited });
}
