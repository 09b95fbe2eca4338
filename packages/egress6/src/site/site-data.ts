import type { Catalog } from "@egress6/core/endpoint/catalog";
import { additionalEndpoints, endpointOf } from "@egress6/core/endpoint/catalog";
import { observableName } from "@egress6/core/endpoint/placeholder";
import type { RulesHistory } from "@egress6/core/endpoint/rules-history";
import { type Service, VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import {
  type EvidenceBase,
  evidenceFor,
  type StatedEvidence,
} from "@egress6/core/evidence/evidence";
import { encodeMap } from "@egress6/core/map/encode-map";
import { hostDetailsJson, type ListedHost } from "@egress6/core/map/host-details";
import { type QuestionDetail, UNASKED } from "@egress6/core/map/question-detail";
import type { ScanStatus } from "@egress6/core/map/scan-status";
import {
  type AdditionalName,
  type DocumentedPrivateLink,
  type FormerDetail,
  type NameDetail,
  serviceDetailsJson,
} from "@egress6/core/map/service-details";
import type { RecordType } from "@egress6/core/observation/outcome";
import { formerNamesOf } from "@egress6/core/settings/resolve/version-words";
import { observedSpan } from "@egress6/core/verdict/observed-span";
import type { NameSupport } from "@egress6/core/verdict/support";
import { type SupportState, supportOf } from "@egress6/core/verdict/support";
import type { OutcomeInterval, StoreReader } from "../ports.js";
import type { ObservedNames } from "./observed-names.js";
import { atOnce, type Slices } from "./slices.js";
import { unaskedEvidence } from "./unasked-evidence.js";

export interface SiteSource {
  readonly catalog: Catalog;
  /** The content of `data/catalog.json`. */
  readonly catalogJson: unknown;
  /** How the hostnames came to be those of the catalog. */
  readonly history: RulesHistory;
  readonly hosts: readonly ListedHost[];
  readonly evidence: EvidenceBase;
  /** CLI names of the services that are used most, the most first. */
  readonly popular: readonly string[];
  /** By CLI name. */
  readonly privateLinkOf: (cliName: string) => DocumentedPrivateLink;
  readonly observed: ObservedNames;
  readonly store: StoreReader;
}

/** The page's data files, as text. The same for a live server and a static site. */
export interface SiteData {
  mapText(scan: ScanStatus, generatedAt: number, isLive: boolean): string;
  /** The catalog: what hostnames are expanded from. */
  catalogText(): string;
  hasService(cliName: string): boolean;
  /** @throws RangeError when there is no such service */
  serviceText(cliName: string): Slices<string>;
  hostsText(): string;
}

export function createSiteData(source: SiteSource): SiteData {
  const evidence = unaskedEvidence(source.catalog, source.evidence, source.observed);
  const services = new Map(source.catalog.services.map((service) => [service.cliName, service]));
  return {
    mapText: (scan, generatedAt, isLive) =>
      encodeMap({
        meta: { generatedAt, ...observedMeta(source.observed.support), scan, isLive },
        catalog: source.catalog,
        popular: source.popular,
        layout: source.observed.layout,
        statusMatrix: source.observed.statusMatrix,
        evidence: evidence(),
      }),
    catalogText: () => JSON.stringify(source.catalogJson),
    hasService: (cliName) => services.has(cliName),
    serviceText: (cliName) => {
      const service = services.get(cliName);
      if (service === undefined) throw new RangeError(`no service ${cliName}`);
      return makeServiceText(source, service);
    },
    hostsText: () =>
      JSON.stringify(
        hostDetailsJson({
          hosts: source.hosts,
          names: atOnce(
            nameDetails(
              source,
              source.hosts.map(({ host }) => host),
            ),
          ),
        }),
      ),
  };
}

function observedMeta(support: ReadonlyMap<string, NameSupport>) {
  const { from, to } = observedSpan(statesOf(support));
  return { observedFrom: from, observedTo: to, namesObserved: support.size };
}

function* statesOf(support: ReadonlyMap<string, NameSupport>): Generator<SupportState> {
  for (const { ipv4, ipv6 } of support.values()) {
    yield ipv4;
    yield ipv6;
  }
}

function* makeServiceText(source: SiteSource, service: Service): Slices<string> {
  const hostnames = new Set<string>();
  const said = new Map<StatedEvidence, Partial<Record<Variant, string[]>>>();
  for (const { id } of source.observed.layout.regions) {
    for (const variant of VARIANTS) {
      const endpoint = endpointOf(source.catalog, service, id, variant);
      if (endpoint === null) continue;
      hostnames.add(endpoint.hostname);
      const evidence = evidenceFor(source.evidence, service.cliName, id, variant);
      if (evidence !== null) addRegion(said, evidence, variant, id);
    }
  }
  const additional = new Map<string, AdditionalName[]>();
  for (const { region, variant, hostname, purpose } of additionalEndpoints(
    source.catalog,
    service,
  )) {
    hostnames.add(hostname);
    const inRegion = additional.get(region) ?? [];
    inRegion.push({ variant, hostname, purpose });
    additional.set(region, inRegion);
    yield;
  }
  const former = formerOf(source, service);
  for (const each of former.values()) for (const { hostname } of each) hostnames.add(hostname);
  const names = yield* nameDetails(source, [...hostnames].map(observableName));
  yield;
  const details = serviceDetailsJson({
    service: service.cliName,
    names,
    additional,
    former,
    privateLink: source.privateLinkOf(service.cliName),
    evidence: [...said].map(([evidence, regions]) => ({ ...evidence, regions })),
  });
  yield;
  return JSON.stringify(details);
}

function formerOf(
  { catalog, history, observed }: SiteSource,
  service: Service,
): ReadonlyMap<string, readonly FormerDetail[]> {
  // Most services never changed a hostname, and each has more than a hundred to ask for.
  if (!history.changes.some((change) => change.service === service.cliName)) return new Map();
  const former = observed.layout.regions.map(({ id: region }) => {
    const names = VARIANTS.flatMap((variant) => {
      const todays = endpointOf(catalog, service, region, variant)?.hostname ?? null;
      const place = { service: service.cliName, region, variant, todays };
      return formerNamesOf({ ...catalog, history }, place).flatMap(({ hostname, until }) =>
        hostname === null ? [] : [{ variant, hostname, until }],
      );
    });
    return [region, names] as const;
  });
  return new Map(former.filter(([, names]) => names.length > 0));
}

function addRegion(
  said: Map<StatedEvidence, Partial<Record<Variant, string[]>>>,
  evidence: StatedEvidence,
  variant: Variant,
  region: string,
): void {
  const byVariant = said.get(evidence) ?? {};
  said.set(evidence, byVariant);
  const regions = byVariant[variant] ?? [];
  byVariant[variant] = regions;
  regions.push(region);
}

function* nameDetails(
  { observed, store }: SiteSource,
  names: readonly string[],
): Slices<ReadonlyMap<string, NameDetail>> {
  const details = new Map<string, NameDetail>();
  for (const name of names) {
    const support = observed.support.get(name);
    if (support === undefined || details.has(name)) continue;
    const history = store.readHistory(name);
    details.set(name, {
      ipv4: questionDetail(support.ipv4, history, "A"),
      ipv6: questionDetail(support.ipv6, history, "AAAA"),
    });
    yield;
  }
  return details;
}

/** So that a name that flickers does not fill the file. */
const KEPT_SPANS = 40;

function questionDetail(
  state: SupportState,
  history: readonly OutcomeInterval[],
  type: RecordType,
): QuestionDetail {
  const newest = history.findLast((interval) => interval.type === type);
  return {
    known: supportOf(state),
    since: state.since,
    lastConfirmed: state.lastConfirmed,
    outcome: state.lastOutcome,
    checkedAt: state.lastChecked,
    resolver: state.lastResolver,
    attempts: newest?.attempts ?? UNASKED.attempts,
    addresses: newest?.addresses ?? UNASKED.addresses,
    cname: newest?.cname ?? UNASKED.cname,
    history: history
      .filter((interval) => interval.type === type)
      .slice(-KEPT_SPANS)
      .map(({ kind, from, to }) => ({ kind, from, to })),
  };
}
