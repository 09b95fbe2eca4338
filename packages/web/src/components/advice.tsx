import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import type { ServiceDetails } from "@egress6/core/map/service-details";
import { chooseSettings } from "@egress6/core/settings/choose/choose-settings";
import { otherNameWords, undoneWords } from "@egress6/core/settings/choose/explain-choice";
import type { SettingsChoice } from "@egress6/core/settings/choose/settings-choice";
import { SHARED_SETTINGS } from "@egress6/core/settings/write/target";
import { type Readiness, readinessOf } from "@egress6/core/verdict/readiness";
import type { ComponentChildren } from "preact";
import { supportOfDetails } from "../map/support-of-details.js";
import { lazy } from "./lazy.js";
import { Term } from "./term.js";
import { Words } from "./words.js";

const MakeItWork = lazy(() => import("./make-it-work.js"), "MakeItWork");

export interface AdviceProps {
  readonly catalog: Catalog;
  readonly service: Service;
  readonly region: string;
  readonly loaded: ServiceDetails;
}

/** What to set for this very cell: worked out from what was observed, never a fixed text. */
export function Advice({ catalog, service, region, loaded }: AdviceProps) {
  const observed = supportOfDetails(loaded.names);
  const readiness = readinessOf({ catalog, service, region, observed });
  const choice = chooseSettings({
    catalog,
    services: [service],
    region,
    observed,
    powers: SHARED_SETTINGS,
  });
  const isSettable = choice.services.some(({ means }) => means === "switch" || means === "url");
  const risks = risksOf(service, choice, readiness);
  return (
    <section class="advice" aria-labelledby="advice-title">
      <h3 id="advice-title">What to set</h3>
      {isSettable ? (
        <MakeItWork
          catalog={catalog}
          services={[service]}
          region={region}
          observed={observed}
          isBrief
          risks={risks}
        />
      ) : (
        <>
          <Unsettable choice={choice} />
          {risks.map((risk) => (
            <p key="risk" class="undone">
              {risk}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

/** Of the dual-stack setting, which counts for more than this cell. */
function risksOf(
  { cliName }: Service,
  { isSwitchOn }: SettingsChoice,
  { switchEffect, cell }: Readiness,
): readonly ComponentChildren[] {
  if (isSwitchOn) {
    return [
      <>
        The <Term word="dual-stack setting">dual-stack setting</Term> counts for every AWS service
        that a process calls, and some have no dual-stack hostname: their calls would fail.{" "}
        <a href={`my-services.html?list=${cliName}`}>Check all that you call.</a>
      </>,
    ];
  }
  if (switchEffect !== "breaks" || cell === "none") return [];
  return [
    <>
      Do not set <code>AWS_USE_DUALSTACK_ENDPOINT=true</code> for all services: it would break{" "}
      {cliName}. The hostname it leads to does not exist, and SDKs do not fall back.
    </>,
  ];
}

function Unsettable({ choice }: { readonly choice: SettingsChoice }) {
  return (
    <>
      {choice.services.map((each) =>
        each.means === "nothing" ? (
          <p key={each.name.hostname}>
            Nothing: <code>{each.name.hostname}</code> has an IPv6 address.
          </p>
        ) : null,
      )}
      {undoneWords(choice).map((sentence) => (
        <p key={sentence} class="undone">
          <Words text={sentence} />
        </p>
      ))}
      {otherNameWords(choice).map((sentence) => (
        <p key={sentence} class="fine">
          Some operations: <Words text={sentence} />
        </p>
      ))}
    </>
  );
}
