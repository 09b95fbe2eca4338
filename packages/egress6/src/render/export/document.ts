import {
  additionalEndpoints,
  type Catalog,
  expandCatalog,
  type RulesVersion,
} from "@egress6/core/endpoint/catalog";
import { type EndpointFilter, filterScope, matchesFilter } from "@egress6/core/endpoint/filter";
import { observableName } from "@egress6/core/endpoint/placeholder";
import type { Endpoint, Scope, Variant } from "@egress6/core/endpoint/types";
import {
  type EvidenceBase,
  evidenceFor,
  type StatedEvidence,
} from "@egress6/core/evidence/evidence";
import { isoTime, isoTimeOrNull } from "@egress6/core/observation/iso-time";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import type { Cell, FamilySupport } from "@egress6/core/verdict/cell";
import { cellOfService } from "@egress6/core/verdict/handed-out";
import { observedSpan } from "@egress6/core/verdict/observed-span";
import type { NameSupport } from "@egress6/core/verdict/support";
import {
  type Support,
  type SupportState,
  supportOf,
  UNOBSERVED,
} from "@egress6/core/verdict/support";

/** Raised when a reader of the former document would misunderstand the new one. */
export const EXPORT_SCHEMA_VERSION = 1;

export interface ExportSource {
  readonly catalog: Catalog;
  readonly filter: EndpointFilter;
  readonly support: ReadonlyMap<string, NameSupport>;
  /** The third-party hosts; exported when the filter leaves everything. */
  readonly hosts: readonly { readonly host: string; readonly group: string }[];
  /** What others say: fields of its own, which nothing else rests on. */
  readonly evidence: EvidenceBase;
  /** Milliseconds since the epoch. */
  readonly generatedAt: number;
}

/** What was observed of one name. Times are ISO 8601, UTC. */
export interface ExportedObservation {
  readonly ipv4: Support;
  readonly ipv6: Support;
  /** Since when `ipv6` holds. */
  readonly since: string | null;
  /** When the name was last asked about, however that ended. */
  readonly checkedAt: string | null;
  /** When an answer last agreed with `ipv6`; older than `checkedAt` when later ones said nothing. */
  readonly confirmedAt: string | null;
  /** How the last two questions ended. */
  readonly outcomes: { readonly a: OutcomeKind | null; readonly aaaa: OutcomeKind | null };
}

interface ExportedName extends ExportedObservation {
  readonly hostname: string;
  /** The name that was looked up, where the hostname has a placeholder. */
  readonly observedAs?: string;
}

interface ExportedVariant extends ExportedName {
  readonly scope: Scope;
  /** What others say of the name, whatever was observed; null: nothing. */
  readonly evidence: StatedEvidence | null;
}

interface ExportedAdditional extends ExportedName {
  readonly scope: Scope;
  readonly variant: Variant;
  readonly purpose: string;
}

/** One service in one region. */
export interface ExportedEndpoint {
  /** CLI name. */
  readonly service: string;
  readonly serviceId: string;
  readonly partition: string;
  readonly region: string;
  readonly cell: Cell;
  readonly variants: Readonly<Partial<Record<Variant, ExportedVariant>>>;
  /** Further names of the service there; left out when there are none. */
  readonly additional?: readonly ExportedAdditional[];
}

interface ExportedHost extends ExportedObservation {
  readonly host: string;
  readonly group: string;
}

interface ExportMeta {
  readonly schemaVersion: typeof EXPORT_SCHEMA_VERSION;
  /** AWS's endpoint rules that the hostnames come from. */
  readonly rules: RulesVersion;
  readonly generatedAt: string;
  /** First and last observation among what is exported. */
  readonly observedFrom: string | null;
  readonly observedTo: string | null;
  /** `all`, or such as `service=ec2,s3 region=eu-central-1`. */
  readonly filter: string;
  /** What a reader must know before trusting the values. */
  readonly notice: string | null;
}

export interface ExportDocument {
  readonly meta: ExportMeta;
  readonly endpoints: readonly ExportedEndpoint[];
  /** Hosts outside AWS that start-ups depend on; empty when a filter is set. */
  readonly hosts: readonly ExportedHost[];
}

const NOTHING_OBSERVED =
  "Nothing of this has been observed yet: every value is unknown. Run `egress6 scan` first.";

/** Everything an export says, sorted by service, partition and region. */
export function exportDocument(source: ExportSource): ExportDocument {
  const { catalog, filter, support, generatedAt } = source;
  const states: SupportState[] = [];
  const timeText = keptTimes();
  const observe = (name: string): ExportedObservation => {
    const observed = support.get(name);
    if (observed !== undefined) states.push(observed.ipv4, observed.ipv6);
    return exportObservation(observed, timeText);
  };
  const isUnfiltered = filterScope(filter) === "all";
  const endpoints = exportEndpoints(source, observe);
  const hosts = (isUnfiltered ? source.hosts : []).map(({ host, group }) => ({
    host,
    group,
    ...observe(host),
  }));
  const { from, to } = observedSpan(states);
  return {
    meta: {
      schemaVersion: EXPORT_SCHEMA_VERSION,
      rules: catalog.rules,
      generatedAt: isoTime(generatedAt),
      observedFrom: isoTimeOrNull(from),
      observedTo: isoTimeOrNull(to),
      filter: filterScope(filter),
      notice: from === null ? NOTHING_OBSERVED : null,
    },
    endpoints,
    hosts,
  };
}

type Observe = (name: string) => ExportedObservation;

function exportEndpoints(source: ExportSource, observe: Observe): readonly ExportedEndpoint[] {
  const { catalog, filter, support } = source;
  const additional = groupByPlace(
    matching(additionalEndpoints(catalog, undefined, filter), filter),
  );
  const services = new Map(catalog.services.map((service) => [service.cliName, service]));
  const exported: ExportedEndpoint[] = [];
  const places = groupByPlace(expandCatalog(catalog, filter));
  for (const [place, all] of places) {
    const shown = all.filter((endpoint) => matchesFilter(filter, endpoint));
    const [first] = shown;
    if (first === undefined) continue;
    const service = services.get(first.service);
    const further = (additional.get(place) ?? []).map(({ variant, purpose, ...endpoint }) => ({
      variant,
      purpose,
      ...exportName(endpoint, observe),
    }));
    exported.push({
      service: first.service,
      serviceId: service?.serviceId ?? first.service,
      partition: first.partition,
      region: first.region,
      // The cell tells the whole truth, whatever variants are shown.
      cell: cellOfService(service ?? { endpointDiscovery: "none" }, {
        default: supportOfVariant(all, "default", support),
        dualstack: supportOfVariant(all, "dualstack", support),
      }),
      variants: Object.fromEntries(
        shown.map((endpoint) => [endpoint.variant, exportVariant(endpoint, source, observe)]),
      ),
      ...(further.length > 0 && { additional: further }),
    });
  }
  return exported;
}

function* matching<E extends Endpoint>(
  endpoints: Iterable<E>,
  filter: EndpointFilter,
): Generator<E> {
  for (const endpoint of endpoints) if (matchesFilter(filter, endpoint)) yield endpoint;
}

/** In the order in which the places come. */
function groupByPlace<E extends Endpoint>(
  endpoints: Iterable<E>,
): ReadonlyMap<string, readonly E[]> {
  const places = new Map<string, E[]>();
  for (const endpoint of endpoints) {
    const place = `${endpoint.service} ${endpoint.region}`;
    const before = places.get(place);
    if (before === undefined) places.set(place, [endpoint]);
    else before.push(endpoint);
  }
  return places;
}

function exportVariant(
  endpoint: Endpoint,
  { evidence }: ExportSource,
  observe: Observe,
): ExportedVariant {
  const { service, region, variant } = endpoint;
  return {
    ...exportName(endpoint, observe),
    evidence: evidenceFor(evidence, service, region, variant),
  };
}

function exportName(
  { hostname, scope }: Pick<Endpoint, "hostname" | "scope">,
  observe: Observe,
): ExportedName & { readonly scope: Scope } {
  const name = observableName(hostname);
  return {
    hostname,
    ...(name !== hostname && { observedAs: name }),
    scope,
    ...observe(name),
  };
}

type TimeText = (at: number | null) => string | null;

/** A scan records many names at one time, whose text is then made and held once. */
function keptTimes(): TimeText {
  const texts = new Map<number | null, string | null>();
  return (at) => {
    const kept = texts.get(at);
    if (kept !== undefined) return kept;
    const text = isoTimeOrNull(at);
    texts.set(at, text);
    return text;
  };
}

function exportObservation(
  observed: NameSupport | undefined,
  timeText: TimeText,
): ExportedObservation {
  const { ipv4 = UNOBSERVED, ipv6 = UNOBSERVED } = observed ?? {};
  return {
    ipv4: supportOf(ipv4),
    ipv6: supportOf(ipv6),
    since: timeText(ipv6.since),
    checkedAt: timeText(ipv6.lastChecked),
    confirmedAt: timeText(ipv6.lastConfirmed),
    outcomes: { a: ipv4.lastOutcome, aaaa: ipv6.lastOutcome },
  };
}

function supportOfVariant(
  endpoints: readonly Endpoint[],
  variant: Variant,
  support: ReadonlyMap<string, NameSupport>,
): FamilySupport | null {
  const endpoint = endpoints.find((each) => each.variant === variant);
  if (endpoint === undefined) return null;
  const observed = support.get(observableName(endpoint.hostname));
  return { ipv4: supportOf(observed?.ipv4), ipv6: supportOf(observed?.ipv6) };
}
