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
import type { GlossaryWord } from "@egress6/core/map/glossary";
import type { MapData } from "@egress6/core/map/map-data";
import { datedOutcomeWords, outcomeWords } from "@egress6/core/map/outcome-words";
import { type QuestionDetail, UNASKED } from "@egress6/core/map/question-detail";
import {
  type AdditionalName,
  evidenceInDetails,
  type NameDetail,
  type ServiceDetails,
} from "@egress6/core/map/service-details";
import { dayText, momentText } from "@egress6/core/map/time-words";
import { useEffect, useRef, useState } from "preact/hooks";
import { changeAddress } from "../state/address-state.js";
import { catalog } from "../state/catalog-state.js";
import { details, detailsFault, followDetails } from "../state/details-state.js";
import type { OpenCell } from "../state/page-address.js";
import { followTitle } from "../state/page-title.js";
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
import { Term } from "./term.js";

const VARIANT_TITLES: Readonly<Record<Variant, string>> = {
  default: "Default",
  dualstack: "Dual-stack",
  fips: "FIPS",
  "fips-dualstack": "FIPS dual-stack",
};

const TITLE_WORDS: Readonly<Record<string, GlossaryWord>> = {
  [VARIANT_TITLES.dualstack]: "dual-stack hostname",
  [VARIANT_TITLES.fips]: "fips",
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
  useEffect(followTitle, []);
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
          The state above is of {dayText(Date.parse(pastDay.value))}. Everything below is current.
        </p>
      )}
      {service.endpointDiscovery === "required" && (
        <p class="fine">This service hands out its real host at run time, so we cannot check it.</p>
      )}
      {detailsFault.value !== null && <p class="notice">{detailsFault.value}</p>}
      {known === null || loaded === null ? (
        detailsFault.value === null && <p class="fine waiting">Loading what was observed…</p>
      ) : (
        <Known
          // What is folded out stays so while a scan runs, and no longer than the cell is open.
          key={`${cell.service} ${cell.region}`}
          catalog={known}
          cell={cell}
          loaded={loaded}
          isUnsettled={state === "unknown"}
        />
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
  /** Whether the state is unknown: then what DNS said is what there is to see. */
  readonly isUnsettled: boolean;
}

function Known({ catalog, cell, loaded, isUnsettled }: KnownProps) {
  // An answer that comes meanwhile folds nothing away.
  const [isOpenAtFirst] = useState(isUnsettled);
  const service = catalog.services.find(({ cliName }) => cliName === cell.service);
  if (service === undefined) return null;
  const endpoints = VARIANTS.map((variant) => ({
    title: VARIANT_TITLES[variant],
    evidence: evidenceInDetails(loaded, cell.region, variant),
    endpoint: endpointOf(catalog, service, cell.region, variant),
  }));
  return (
    <>
      <Advice catalog={catalog} service={service} region={cell.region} loaded={loaded} />
      <Disagreements endpoints={endpoints} loaded={loaded} />
      <FormerNames region={cell.region} loaded={loaded} />
      <details class="evidence" open={isOpenAtFirst}>
        <summary>
          What DNS said <small>{observationsText(endpoints, loaded)}</small>
        </summary>
        {endpoints.map(({ title, endpoint, evidence }) => (
          <Name key={title} title={title} endpoint={endpoint} evidence={evidence} loaded={loaded} />
        ))}
        <p class="fine">Hostnames from {rulesText(rulesOf(catalog, service))}.</p>
        <HistoryStrips endpoints={endpoints} loaded={loaded} />
      </details>
      <AdditionalNames names={loaded.additional.get(cell.region) ?? []} loaded={loaded} />
      <PrivateLink documented={loaded.privateLink} />
    </>
  );
}

interface NamedEndpoint {
  readonly endpoint: Endpoint | null;
}

/** `4 hostnames, checked 23 Nov 2026, 16:20 UTC`. */
function observationsText(endpoints: readonly NamedEndpoint[], { names }: ServiceDetails): string {
  const hostnames = endpoints.flatMap(({ endpoint }) => endpoint?.hostname ?? []);
  const times = hostnames.flatMap((hostname) => {
    const detail = names.get(observableName(hostname));
    return [detail?.ipv6.checkedAt, detail?.ipv4.checkedAt].filter((time) => time != null);
  });
  const count = hostnames.length === 1 ? "1 hostname" : `${hostnames.length} hostnames`;
  return times.length === 0
    ? `${count}, not checked yet`
    : `${count}, checked ${momentText(Math.max(...times))}`;
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
        <VariantTitle title={title} />
        {endpoint?.scope === "partition" && <small> one global hostname</small>}
      </h3>
      {endpoint === null ? (
        <p class="fine">SDKs have no such hostname for this service.</p>
      ) : (
        <>
          <Hostname hostname={endpoint.hostname} />
          <Outcomes detail={detail ?? { ipv4: UNASKED, ipv6: UNASKED }} />
          {detail && <Provenance detail={detail} />}
          {evidence && <SaidByOthers evidence={evidence} ipv6={detail?.ipv6 ?? UNASKED} />}
        </>
      )}
    </section>
  );
}

function VariantTitle({ title }: { readonly title: string }) {
  const word = TITLE_WORDS[title];
  return word === undefined ? title : <Term word={word}>{title}</Term>;
}

/** Once for both families where the name was not found or not asked about: it ended the same way, on the same day. */
function Outcomes({ detail: { ipv4, ipv6 } }: { readonly detail: NameDetail }) {
  const isAlike =
    (ipv6.outcome === "nxdomain" || ipv6.outcome === null) &&
    datedOutcomeWords("A", ipv4) === datedOutcomeWords("AAAA", ipv6);
  if (isAlike) return <p class="question">{sentence(datedOutcomeWords("AAAA", ipv6))}</p>;
  return (
    <dl>
      <RecordOutcome type="AAAA" detail={ipv6} />
      <RecordOutcome type="A" detail={ipv4} />
    </dl>
  );
}

const sentence = (words: string) => `${words[0]?.toUpperCase()}${words.slice(1)}.`;

interface DisagreementsProps {
  readonly endpoints: readonly (NamedEndpoint & {
    readonly title: string;
    readonly evidence: StatedEvidence | null;
  })[];
  readonly loaded: ServiceDetails;
}

interface SaidByOthersProps {
  readonly evidence: StatedEvidence;
  readonly ipv6: QuestionDetail;
}

/** Where others say that a name has IPv6, and it was observed from here to have none. */
function Disagreements({ endpoints, loaded }: DisagreementsProps) {
  return (
    <>
      {endpoints.map(({ title, endpoint, evidence }) => {
        const { known } =
          (endpoint && loaded.names.get(observableName(endpoint.hostname))?.ipv6) ?? UNASKED;
        if (evidence === null || known !== "no") return null;
        return (
          <p key={title} class="disagreement">
            <strong>Disagreement about {endpoint?.hostname}</strong>: {disagreementText(evidence)} (
            <a href={evidence.source}>source</a>). Either AWS withdrew the endpoint, or your
            resolver answers differently.
          </p>
        );
      })}
    </>
  );
}

/** What others say of a name until it was observed from here. */
function SaidByOthers({ evidence, ipv6: { known, outcome } }: SaidByOthersProps) {
  if (known !== "unknown") return null;
  const text =
    outcome === null
      ? uncheckedText(evidence)
      : `${evidenceText(evidence)}; no conclusive answer from here`;
  return (
    <p class="fine">
      IPv6: {text} (<a href={evidence.source}>source</a>)
    </p>
  );
}

/** Once for both questions, unless they differ. */
function Provenance({ detail: { ipv4, ipv6 } }: { readonly detail: NameDetail }) {
  const [ofIpv4, ofIpv6] = [provenance(ipv4), provenance(ipv6)];
  if (ofIpv4 === ofIpv6) return ofIpv6 && <p class="fine">{ofIpv6}</p>;
  return (
    <>
      <p class="fine">IPv6 {ofIpv6 ?? "not checked yet"}</p>
      <p class="fine">IPv4 {ofIpv4 ?? "not checked yet"}</p>
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
