import { carriesAll, type DesignPlan } from "@egress6/core/plan/design-plan";
import { whyNot } from "@egress6/core/plan/plan-sections";
import { costText, pricesCommand } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { fieldLabel } from "../planner/field-words.js";
import { costOver } from "../planner/period.js";
import { meta } from "../state/map-state.js";
import { changePlanner, plannerData, plannerQuery, shownDesign } from "../state/planner-state.js";
import { hasBar } from "./cost-bars.js";

/** The designs without a bar: those that lack a price, and folded, those that do not work. */
export function OtherDesigns({ plan }: { readonly plan: Plan }) {
  const others = plan.designs.filter((design) => !hasBar(design));
  const unpriced = others.filter(carriesAll);
  const blocked = others.filter((design) => !carriesAll(design));
  return (
    <>
      {unpriced.length > 0 && <Unpriced designs={unpriced} region={plan.input.workload.region} />}
      {blocked.length > 0 && (
        <details class="blocked-designs">
          <summary>
            {blocked.length === 1 ? "1 design does" : `${blocked.length} designs do`} not work here
          </summary>
          <ul class="plan-items">
            {blocked.map((design) => (
              <li key={design.design.id}>
                <b>{design.design.title}</b>: {reasonOf(design, plan)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** A constraint is named as in the form. */
function reasonOf(design: DesignPlan, { input }: Plan): string {
  const reason = whyNot(design, input);
  const [, key = "", rest = ""] = /^([a-z]+[A-Z]\w*): (.*)$/.exec(reason) ?? [];
  return key === "" ? reason : `ruled out by “${fieldLabel(key)}”: ${rest}`;
}

interface UnpricedProps {
  readonly designs: readonly DesignPlan[];
  readonly region: string;
}

function Unpriced({ designs, region }: UnpricedProps) {
  return (
    <section class="unpriced" aria-label="Designs that work, without a price">
      <h3>Work here, but have no price in {region}</h3>
      <ul>
        {designs.map((design) => (
          <li key={design.design.id}>
            <UnpricedDesign design={design} />
          </li>
        ))}
      </ul>
      <p class="fine">
        {meta.value?.isLive === true ? (
          <>
            Get AWS's prices: <code>{pricesCommand(region)}</code>.
          </>
        ) : (
          <>
            This site lacks these prices of {region}.{otherRegionWords(region)} You can still write
            the network of a design.
          </>
        )}
      </p>
    </section>
  );
}

/** Where there are more prices; empty: nowhere. */
function otherRegionWords(region: string): string {
  const prices =
    plannerData.value?.prices.prices ?? new Map<string, ReadonlyMap<string, unknown>>();
  const here = prices.get(region)?.size ?? 0;
  const [most] = [...prices].sort(([, a], [, b]) => b.size - a.size);
  return most === undefined || most[1].size <= here ? "" : ` It has the most of ${most[0]}.`;
}

function UnpricedDesign({ design }: { readonly design: DesignPlan }) {
  const cost = costText(costOver(design, plannerQuery.value.period));
  const missing = (design.network?.unpriced ?? []).map(({ item }) => item);
  return (
    <button
      type="button"
      class="bar"
      aria-pressed={shownDesign.value?.design.id === design.design.id}
      onClick={() => changePlanner({ design: design.design.id })}
    >
      <span class="bar-title">{design.design.title}</span>
      <span class="bar-cost">{cost === "–" ? "no price" : cost}</span>
      {missing.length > 0 && (
        <span class="bar-risk">no price for: {[...new Set(missing)].join(", ")}</span>
      )}
    </button>
  );
}
