import { pathText, type WorkloadProblem } from "@egress6/core/workload/workload-problems";
import { fieldWords } from "../planner/field-words.js";
import { fieldId } from "./workload-field.js";

interface PlannerProblemsProps {
  readonly problems: readonly WorkloadProblem[];
  /** Whether a plan of a moment ago stands below. */
  readonly hasPlan: boolean;
}

/** What must be corrected first, each with a button that goes to its field. */
export function PlannerProblems({ problems, hasPlan }: PlannerProblemsProps) {
  return (
    <section class="notice" role="alert" aria-label="What is wrong with the workload">
      <p>
        {hasPlan
          ? "The plan below is the last one that could be made. To update it, correct:"
          : "There is no plan yet. Correct this first:"}
      </p>
      <ul class="problem-list">
        {problems.map(({ path, message }) => {
          const place = pathText(path);
          return (
            <li key={place}>
              <button type="button" class="small" onClick={() => focusField(place)}>
                {fieldWords(path)}
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
    for (
      let group = field.closest("details");
      group !== null;
      group = group.parentElement?.closest("details") ?? null
    ) {
      group.setAttribute("open", "");
    }
    field.focus();
    return;
  }
}
