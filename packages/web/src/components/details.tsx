import "../styles/details.css";
import { type Catalog, endpointOf } from "@egress6/core/endpoint/catalog";
import { observableName } from "@egress6/core/endpoint/placeholder";
import { rulesOf, rulesText } from "@egress6/core/endpoint/rules-of";
import { type Endpoint, VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import {
  disagreementText,
  evidenceText,
  uncheckedText,
} from "@egress6/core/evidence/evidence-words";
import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import { outcomeWords } from "@egress6/core/map/outcome-words";
import { type QuestionDetail, UNASKED } from "@egress6/core/map/question-detail";
import {
  type AdditionalName,
  evidenceInDetails,
  type NameDetail,
  type ServiceDetails,
} from "@egress6/core/map/service-details";
import { dayText } from "@egress6/core/map/time-words";
import { useEffect, useRef } from "preact/hooks";
import { changeAddress } from "../state/address-state.js";
import { catalog } from "../state/catalog-state.js";
import { details, detailsFault, followDetails } from "../state/details-state.js";
import type { OpenCell } from "../state/page-address.js";
import { pastDay } from "../state/past-state.js";
import { cellAt, evidenceAt, view } from "../state/visible-cells.js";
import { Advice } from "./advice.js";
import { CopyButton } from "./copy-button.js";
import { returnFocus } from "./details-focus.js";
import { FormerNames } from "./former-names.js";
import { HistoryStrips } from "./history-strips.js";
import { PrivateLink } from "./private-link.js";
import { provenance, RecordOutcome } from "./record-outcome.js";
import { Swatch } from "./swatch.js";

const VARIANT_TITLES: Readonly<Record<Variant, string>> = {
  default: "Default",
  dualstack: "Dual-stack",
  fips: "FIPS",
  "fips-dualstack": "FIPS dual-stack",
};

/** All that is known of one service in one region. */
export function Details({ map, cell }: { readonly map: MapData; readonly cell: OpenCell }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const serviceIndex = map.layout.serviceIndex.get(cell.service) ?? -1;
  const regionIndex = map.layout.regionIndex.get(cell.region) ?? -1;
  const service = map.catalog.services[serviceIndex];
  const region = map.layout.regions[regionIndex];
  useEffect(() => followDetails(cell.service, serviceIndex), [cell.service, serviceIndex]);
  useEffect(() => heading.current?.focus(), [cell.service, cell.region]);
  if (service === undefined || region === undefined) return null;

  const state = cellAt.value(serviceIndex, regionIndex);
  const evidence = evidenceAt.value(serviceIndex, regionIndex);
  const loaded = details.value?.service === cell.service ? details.value : null;
  const known = catalog.value;
  const close = () => {
    changeAddress({ openCell: null });
    returnFocus();
  };
  return (
    <aside
      class="details"
      aria-labelledby="details-title"
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <header>
        <div>
          <h2 id="details-title" tabIndex={-1} ref={heading}>
            {service.cliName}
          </h2>
          <p>{service.displayName}</p>
          <p>
            {region.id} · {region.name}
          </p>
        </div>
        <button type="button" class="close" aria-label="Close details" onClick={close}>
          ✕
        </button>
      </header>
      <div class="verdict">
        <Swatch state={state} evidence={evidence} />
        <p>
          <strong>{CELL_WORDS[state].name}</strong>
          {view.value.id !== "default" && <small> by its {view.value.title} names</small>}
          <br />
          {(evidence ?? CELL_WORDS[state]).sentence}
        </p>
      </div>
      {pastDay.value !== null && (
        <p class="notice">
          That is of {dayText(Date.parse(pastDay.value))}. What follows is of now.
        </p>
      )}
      {service.endpointDiscovery === "required" && (
        <p class="fine">
          The host that serves requests is only known at run time (endpoint discovery).
        </p>
      )}
      {detailsFault.value !== null && <p class="notice">{detailsFault.value}</p>}
      {known === null || loaded === null ? (
        detailsFault.value === null && <p class="fine waiting">Loading what was observed…</p>
      ) : (
        <Known catalog={known} cell={cell} loaded={loaded} />
      )}
      <footer>
        <a href={`services/${service.cliName}.html`}>{service.cliName} in all regions</a>
        <a href={`regions/${region.id}.html`}>all services in {region.id}</a>
      </footer>
    </aside>
  );
}

interface KnownProps {
  readonly catalog: Catalog;
  readonly cell: OpenCell;
  readonly loaded: ServiceDetails;
}

function Known({ catalog, cell, loaded }: KnownProps) {
  const service = catalog.services.find(({ cliName }) => cliName === cell.service);
  if (service === undefined) return null;
  const endpoints = VARIANTS.map((variant) => ({
    title: VARIANT_TITLES[variant],
    evidence: evidenceInDetails(loaded, cell.region, variant),
    endpoint: endpointOf(catalog, service, cell.region, variant),
  }));
  return (
    <>
      <section aria-label="Names">
        {endpoints.map(({ title, endpoint, evidence }) => (
          <Name key={title} title={title} endpoint={endpoint} evidence={evidence} loaded={loaded} />
        ))}
        <p class="fine">As built by the rules of {rulesText(rulesOf(catalog, service))}.</p>
      </section>
      <Advice catalog={catalog} service={service} region={cell.region} loaded={loaded} />
      <FormerNames region={cell.region} loaded={loaded} />
      <AdditionalNames names={loaded.additional.get(cell.region) ?? []} loaded={loaded} />
      <PrivateLink documented={loaded.privateLink} />
      <HistoryStrips endpoints={endpoints} loaded={loaded} />
    </>
  );
}

interface NameProps {
  readonly title: string;
  readonly endpoint: Endpoint | null;
  readonly evidence: StatedEvidence | null;
  readonly loaded: ServiceDetails;
}

function Name({ title, endpoint, evidence, loaded }: NameProps) {
  const detail = endpoint && loaded.names.get(observableName(endpoint.hostname));
  return (
    <section class="name">
      <h3>
        {title}
        {endpoint?.scope === "partition" && <small> one name for the whole partition</small>}
      </h3>
      {endpoint === null ? (
        <p class="fine">AWS’s rules build no such name.</p>
      ) : (
        <>
          <Hostname hostname={endpoint.hostname} />
          <dl>
            <RecordOutcome type="AAAA" detail={detail?.ipv6} />
            <RecordOutcome type="A" detail={detail?.ipv4} />
          </dl>
          {detail && <Provenance detail={detail} />}
          {evidence && <SaidByOthers evidence={evidence} ipv6={detail?.ipv6 ?? UNASKED} />}
        </>
      )}
    </section>
  );
}

interface SaidByOthersProps {
  readonly evidence: StatedEvidence;
  readonly ipv6: QuestionDetail;
}

/** What others say of a name until it was observed from here, and afterwards where the two disagree. */
function SaidByOthers({ evidence, ipv6: { known, outcome } }: SaidByOthersProps) {
  if (known === "yes") return null;
  const source = <a href={evidence.source}>source</a>;
  if (known === "no") {
    return (
      <p class="disagreement">
        <strong>Disagreement</strong>: {disagreementText(evidence)} ({source}). Either AWS withdrew
        the endpoint, or your resolver answers differently.
      </p>
    );
  }
  const text =
    outcome === null
      ? uncheckedText(evidence)
      : `${evidenceText(evidence)}; no conclusive answer from here`;
  return (
    <p class="fine">
      IPv6: {text} ({source})
    </p>
  );
}

/** Once for both questions, unless they differ. */
function Provenance({ detail: { ipv4, ipv6 } }: { readonly detail: NameDetail }) {
  const [ofIpv4, ofIpv6] = [provenance(ipv4), provenance(ipv6)];
  if (ofIpv4 === ofIpv6) return <p class="fine">{ofIpv6}</p>;
  return (
    <>
      <p class="fine">IPv6 {ofIpv6}</p>
      <p class="fine">IPv4 {ofIpv4}</p>
    </>
  );
}

function Hostname({ hostname }: { readonly hostname: string }) {
  const lookedUp = observableName(hostname);
  return (
    <>
      <p class="hostname">
        <code>{hostname}</code>
        <CopyButton text={hostname} />
      </p>
      {lookedUp !== hostname.toLowerCase() && (
        <p class="fine">
          looked up as <code>{lookedUp}</code>
        </p>
      )}
    </>
  );
}

interface AdditionalNamesProps {
  readonly names: readonly AdditionalName[];
  readonly loaded: ServiceDetails;
}

function AdditionalNames({ names, loaded }: AdditionalNamesProps) {
  if (names.length === 0) return null;
  const inWords = (hostname: string) => {
    const { ipv4 = UNASKED, ipv6 = UNASKED } = loaded.names.get(observableName(hostname)) ?? {};
    return `IPv6: ${outcomeWords("AAAA", ipv6)} · IPv4: ${outcomeWords("A", ipv4)}`;
  };
  return (
    <details class="additional">
      <summary>Additional endpoints ({names.length})</summary>
      <ul>
        {names.map(({ purpose, variant, hostname }) => (
          <li key={`${purpose} ${variant} ${hostname}`}>
            <p class="fine">
              {purpose} · {VARIANT_TITLES[variant]}
            </p>
            <p class="hostname">
              <code>{hostname}</code>
              <CopyButton text={hostname} />
            </p>
            <p class="fine">{inWords(hostname)}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
