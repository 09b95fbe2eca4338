import { Egress6Error } from "@egress6/core/errors";
import type { PriceBook } from "@egress6/core/price/price-book";
import { keptPromises, type PlanPromise } from "@egress6/core/prove/promise";
import type { Findings, Proof } from "@egress6/core/prove/proof";
import { proveFindings, whyFilesDiffer } from "@egress6/core/prove/prove-findings";
import { proveFlows, whyFlowsDiffer } from "@egress6/core/prove/prove-flows";
import {
  proveStates,
  type StateOfTarget,
  whyTargetsDiffer,
} from "@egress6/core/prove/prove-states";
import { proveSurveys, whySurveysDiffer } from "@egress6/core/prove/prove-survey";
import type { ProvableDocument } from "../ports.js";

export interface ProveRequest {
  readonly before: ProvableDocument;
  readonly after: ProvableDocument;
  readonly plan: PlanPromise | null;
  readonly prices: PriceBook;
}

/**
 * Compares two documents of one kind: what moved, what is left, what got worse, which promises were kept.
 * @throws Egress6Error NOT_COMPARABLE
 */
export function runProve({ before, after, plan, prices }: ProveRequest): Proof {
  const found = compared(before, after, prices);
  const findings = { ...found, cautions: [...found.cautions, ...swapped(before, after)] };
  return {
    ...findings,
    kind: before.kind,
    before: { place: before.place, at: before.at },
    after: { place: after.place, at: after.at },
    promises: plan === null ? null : keptPromises(plan, before.kind, findings, targetsOf(after)),
    promised: plan?.usd ?? null,
  };
}

/** By their days: dates of files say no more. Flows of the wrong order are refused. */
function swapped(before: ProvableDocument, after: ProvableDocument): readonly string[] {
  const [one, two] = [before.at?.slice(0, 10), after.at?.slice(0, 10)];
  if (before.kind === "flows" || one === undefined || two === undefined || two >= one) return [];
  return [`The second is of ${two}, the first of ${one}: the earlier one belongs first.`];
}

function compared(before: ProvableDocument, after: ProvableDocument, prices: PriceBook): Findings {
  if (before.kind === "flows" && after.kind === "flows") {
    const why = whyFlowsDiffer(before.flows, after.flows);
    if (why !== null) throw notComparable(before, after, why);
    return proveFlows(before.flows, after.flows);
  }
  if (before.kind === "survey" && after.kind === "survey") {
    const why = whySurveysDiffer(before.survey, after.survey);
    if (why !== null) throw notComparable(before, after, why);
    return proveSurveys(before.survey, after.survey, prices);
  }
  if (before.kind === "audit" && after.kind === "audit") {
    if (before.goal !== after.goal) {
      const [one, two] = [before.goal ?? "none", after.goal ?? "none"];
      throw notComparable(before, after, `the first has the goal ${one}, the second ${two}`);
    }
    const why = whyFilesDiffer(before.findings, after.findings);
    if (why !== null) throw notComparable(before, after, why);
    return proveFindings(before.findings, after.findings);
  }
  if (
    (before.kind === "check" || before.kind === "doctor") &&
    (after.kind === "check" || after.kind === "doctor") &&
    before.kind === after.kind
  ) {
    const why = whyTargetsDiffer(before.targets, after.targets);
    if (why !== null) throw notComparable(before, after, why);
    return joined(
      proveStates(before.targets, after.targets),
      proveFindings(before.findings, after.findings),
    );
  }
  throw notComparable(before, after, `the first is of ${before.kind}, the second of ${after.kind}`);
}

/** Findings of a configuration are no destinations: what is left over IPv4 are the targets. */
const joined = (states: Findings, findings: Findings): Findings => ({
  ...states,
  better: [...states.better, ...findings.better],
  worse: [...states.worse, ...findings.worse],
  other: [...states.other, ...findings.other],
  unknown: [...states.unknown, ...findings.unknown],
});

const targetsOf = (document: ProvableDocument): readonly StateOfTarget[] =>
  document.kind === "check" || document.kind === "doctor" ? document.targets : [];

const notComparable = (
  before: ProvableDocument,
  after: ProvableDocument,
  why: string,
): Egress6Error =>
  new Egress6Error(
    "NOT_COMPARABLE",
    "input",
    `${before.place} and ${after.place} cannot be compared: ${why}. Give two documents of one command about the same thing.`,
  );
