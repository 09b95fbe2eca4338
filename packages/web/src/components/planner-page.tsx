import { momentText } from "@egress6/core/map/time-words";
import { meta } from "../state/map-state.js";
import {
  canPlan,
  ignoredInPlanner,
  loadPlanner,
  plannerFault,
  result,
} from "../state/planner-state.js";
import { Later } from "./later.js";
import { IgnoredNotice, LoadNotice } from "./load-notice.js";
import { PlanVerdict } from "./plan-verdict.js";
import { PlannerForm } from "./planner-form.js";
import { PlannerProblems } from "./planner-problems.js";
import { PlannerResult } from "./planner-result.js";
import { SiteHeader } from "./site-header.js";

export function PlannerPage() {
  return (
    <>
      <SiteHeader current="planner.html" />
      <main class="page planner">
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
        What does it cost to reach the world from your VPC, and can public IPv4 go? Everything is
        computed in this browser; the address holds your workload.{" "}
        {observedTo === null
          ? "Endpoints not observed yet: everything is unknown."
          : `Endpoints observed until ${momentText(observedTo)}.`}
      </p>
      <IgnoredNotice names={ignoredInPlanner.value} />
      <div class="planner-columns">
        <div class="plan-answer">
          <Later>{() => <Answer />}</Later>
        </div>
        <PlannerForm />
        <div class="plan-result">
          <Later>{() => <Reasons />}</Later>
        </div>
      </div>
    </>
  );
}

/** Above the form on a phone, beside it elsewhere. */
function Answer() {
  const found = result.value;
  if (found === null) return null;
  if ("plan" in found) return <PlanVerdict plan={found.plan} />;
  if ("problems" in found) return <PlannerProblems problems={found.problems} />;
  return (
    <p class="notice" role="alert">
      {found.fault}
    </p>
  );
}

function Reasons() {
  const found = result.value;
  return found !== null && "plan" in found ? <PlannerResult plan={found.plan} /> : null;
}
