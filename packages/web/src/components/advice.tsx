import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import type { ServiceDetails } from "@egress6/core/map/service-details";
import { chooseSettings } from "@egress6/core/settings/choose/choose-settings";
import {
  choiceWords,
  otherNameWords,
  undoneWords,
} from "@egress6/core/settings/choose/explain-choice";
import { SHARED_SETTINGS } from "@egress6/core/settings/write/target";
import { readinessOf } from "@egress6/core/verdict/readiness";
import { supportOfDetails } from "../map/support-of-details.js";
import { lazy } from "./lazy.js";

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
  return (
    <section class="advice" aria-labelledby="advice-title">
      <h3 id="advice-title">What to set</h3>
      {choiceWords(choice).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {undoneWords(choice).map((sentence) => (
        <p key={sentence} class="undone">
          {sentence}
        </p>
      ))}
      {otherNameWords(choice).map((sentence) => (
        <p key={sentence} class="fine">
          Some operations: {sentence}
        </p>
      ))}
      {readiness.switchEffect === "breaks" && (
        <p class="undone">
          <code>AWS_USE_DUALSTACK_ENDPOINT=true</code>, set for all services, would break this one:
          the name it leads to does not exist, and SDKs do not fall back.
        </p>
      )}
      {isSettable && (
        <MakeItWork catalog={catalog} services={[service]} region={region} observed={observed} />
      )}
    </section>
  );
}
