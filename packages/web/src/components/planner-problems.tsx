import { pathText, type WorkloadProblem } from "@egress6/core/workload/workload-problems";
import { fieldId } from "./workload-field.js";

/** In the place of the plan: what must be mended first, each with the way to its field. */
export function PlannerProblems({ problems }: { readonly problems: readonly WorkloadProblem[] }) {
  return (
    <section class="notice" role="alert" aria-label="What is wrong with the workload">
      <p>The plan waits for {problems.length === 1 ? "this" : "these"}:</p>
      <ul class="problem-list">
        {problems.map(({ path, message }) => {
          const place = pathText(path);
          return (
            <li key={place}>
              <button type="button" class="small" onClick={() => focusField(place)}>
                {place || "workload"}
              </button>{" "}
              {message}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The field, or the nearest around it. */
function focusField(place: string): void {
  for (let at = place; at !== ""; at = at.replace(/(\.[^.[\]]+|\[\d+\]|^[^.[\]]+)$/, "")) {
    const field = document.getElementById(fieldId(at));
    if (field === null) continue;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    return;
  }
}
