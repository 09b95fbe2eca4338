import { momentText } from "@egress6/core/map/time-words";
import { meta } from "../state/map-state.js";
import {
  canPlan,
  conflicts,
  ignoredInPlanner,
  isOfFiles,
  isPlanOld,
  loadPlanner,
  planFault,
  plannerFault,
  shownPlan,
  shownProblems,
} from "../state/planner-state.js";
import { Later } from "./later.js";
import { IgnoredNotice, LoadNotice } from "./load-notice.js";
import { PlanPages } from "./plan-pages.js";
import { PlanBar, PlanVerdict } from "./plan-verdict.js";
import { PlannerForm } from "./planner-form.js";
import { PlannerProblems } from "./planner-problems.js";
import { PlannerResult } from "./planner-result.js";
import { SiteHeader } from "./site-header.js";

export function PlannerPage() {
  return (
    <>
      <SiteHeader current="planner.html" />
      <main class="page planner">
        <PlanPages current="planner.html" />
        <h1>Egress planner</h1>
        {canPlan.value ? (
          <Content />
        ) : (
          <LoadNotice
            what="Facts and prices"
            fault={plannerFault.value}
            again={() => void loadPlanner()}
          />
        )}
      </main>
    </>
  );
}

function Content() {
  const observedTo = meta.value?.observedTo ?? null;
  return (
    <>
      <p class="lead">
        What does egress from your VPC cost, and do you still need public IPv4? This browser
        computes everything
        {isOfFiles.value
          ? "; your files stay in it."
          : "; the page address holds what you type, and files stay here."}{" "}
        {observedTo === null
          ? "No endpoint has been checked yet, so their IPv6 is unknown."
          : `Endpoints checked until ${momentText(observedTo)}.`}
      </p>
      <IgnoredNotice names={ignoredInPlanner.value} />
      <div class="planner-columns">
        <div class="plan-answer">
          <Later>{() => <Answer />}</Later>
        </div>
        <PlannerForm />
        <div id="plan" class={isPlanOld.value ? "plan-result is-old" : "plan-result"}>
          <Later>{() => <Reasons />}</Later>
        </div>
      </div>
      <Bar />
    </>
  );
}

/** Above the form on a phone, beside it elsewhere. */
function Answer() {
  const plan = shownPlan.value;
  const problems = shownProblems.value;
  return (
    <>
      {planFault.value !== null && (
        <p class="notice" role="alert">
          {planFault.value}
        </p>
      )}
      {conflicts.value.length > 0 && (
        <p class="notice">
          There is no plan yet: the files contradict each other. Say whose word counts, beside the
          files.
        </p>
      )}
      {problems.length > 0 && <PlannerProblems problems={problems} hasPlan={plan !== null} />}
      {plan !== null && (
        <div class={isPlanOld.value ? "is-old" : undefined}>
          {isPlanOld.value && problems.length === 0 && (
            <p class="fine">The plan waits for the rest of what you are typing.</p>
          )}
          <PlanVerdict plan={plan} />
        </div>
      )}
    </>
  );
}

function Reasons() {
  const plan = shownPlan.value;
  return plan === null ? null : <PlannerResult plan={plan} />;
}

function Bar() {
  const plan = shownPlan.value;
  return plan === null ? null : <PlanBar plan={plan} />;
}
