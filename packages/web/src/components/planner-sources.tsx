import type { Plan } from "@egress6/core/plan/plan-workload";
import { sourcesSections, workloadFigures } from "@egress6/core/plan/sources-section";
import { PlanSection } from "./plan-section.js";

/** Where each figure comes from; nothing where a person wrote all of it. */
export function PlannerSources({ plan }: { readonly plan: Plan }) {
  const { workload } = plan.input;
  const [sources] = sourcesSections(workload);
  if (sources === undefined) return null;
  const figures = workloadFigures(workload);
  return (
    <>
      <PlanSection section={{ ...sources, title: "Where the figures come from" }} />
      <details class="figures" open={figures.length <= MOST_OPEN}>
        <summary>Evidence of each figure</summary>
        <ul class="figure-list">
          {figures.map(({ name, says, places, only }) => (
            <li key={`${name}${says}`}>
              <span>
                <b>{name}</b>
                {says}
                {only !== null && (
                  <>
                    {" "}
                    <mark>{only}</mark>
                  </>
                )}
              </span>
              <Places places={places} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

const MOST_OPEN = 20;
const MOST_PLACES = 4;

/** The day is enough. */
const withDay = (place: string): string => place.replace(/(\d{4}-\d\d-\d\d)T[\d:.]+Z$/, "$1");

function Places({ places: given }: { readonly places: readonly string[] }) {
  const places = [...new Set(given.map(withDay))];
  const more = places.slice(MOST_PLACES);
  return (
    <span class="places">
      {places.slice(0, MOST_PLACES).map((place) => (
        <span key={place}>{place}</span>
      ))}
      {more.length > 0 && (
        <details>
          <summary>{more.length} more</summary>
          {more.map((place) => (
            <span key={place}>{place}</span>
          ))}
        </details>
      )}
    </span>
  );
}
