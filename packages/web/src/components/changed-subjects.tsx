import { type ChangedSubject, changeWords } from "@egress6/core/changes/change-groups";
import type { MapData } from "@egress6/core/map/map-data";
import { useState } from "preact/hooks";

/** Fewer than this are listed; more are folded into their number. */
const MOST_REGIONS = 4;

const VARIANT_WORDS = {
  default: "default name",
  dualstack: "dual-stack name",
  fips: "FIPS name",
  "fips-dualstack": "FIPS dual-stack name",
} as const;

interface ChangedSubjectsProps {
  readonly map: MapData;
  /** Those of one subject one after the other. */
  readonly changes: readonly ChangedSubject[];
}

/** By service or host, and in it what changed, with the regions. */
export function ChangedSubjects({ map, changes }: ChangedSubjectsProps) {
  const bySubject = new Map<string, ChangedSubject[]>();
  for (const change of changes) {
    const before = bySubject.get(change.subject);
    if (before === undefined) bySubject.set(change.subject, [change]);
    else before.push(change);
  }
  return (
    <ul>
      {[...bySubject].map(([subject, changes]) => (
        <li key={subject} class="changed">
          {changes[0]?.variant === null ? (
            <ChangedHost host={subject} />
          ) : (
            <ChangedService map={map} service={subject} />
          )}
          <ul>
            {changes.map((change, index) => (
              <Change
                // Of one variant there may be several: to and fro on one day.
                key={[change.variant, change.purpose, change.family, index].join()}
                change={change}
              />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

interface ChangedServiceProps {
  readonly map: MapData;
  /** CLI name. */
  readonly service: string;
}

/** A service by its names, leading to its page. */
export function ChangedService({ map, service }: ChangedServiceProps) {
  const { displayName } = map.catalog.services[map.layout.serviceIndex.get(service) ?? -1] ?? {};
  return (
    <p class="subject">
      <a href={`services/${service}.html`}>
        <strong>{service}</strong>
      </a>{" "}
      <small>{displayName}</small>
    </p>
  );
}

function ChangedHost({ host }: { readonly host: string }) {
  return (
    <p class="subject">
      <code>{host}</code> <small>host outside AWS</small>
    </p>
  );
}

function Change({ change }: { readonly change: ChangedSubject }) {
  const { subject, variant, purpose, isReachable, regions } = change;
  return (
    <li class="change">
      <p>
        <span class="direction" data-direction={isReachable ? "up" : "down"} aria-hidden="true">
          {isReachable ? "↑" : "↓"}
        </span>
        {variant === null ? "" : `${VARIANT_WORDS[variant]} `}
        {purpose !== null && <small>({purpose}) </small>}
        {changeWords(change)}
      </p>
      {regions.length > 0 && <ChangedRegions subject={subject} regions={regions} />}
    </li>
  );
}

interface ChangedRegionsProps {
  readonly subject: string;
  readonly regions: readonly string[];
}

/** Each leading to its cell; many are folded into their number. */
export function ChangedRegions({ subject, regions }: ChangedRegionsProps) {
  const [isOpen, setOpen] = useState(false);
  const links = (
    <ul class="regions-of-change">
      {regions.map((id) => (
        <li key={id}>
          <a href={`./?q=${subject}&r=${id}&c=${subject}:${id}`}>{id}</a>
        </li>
      ))}
    </ul>
  );
  if (regions.length <= MOST_REGIONS) return links;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>in {regions.length} regions</summary>
      {isOpen && links}
    </details>
  );
}
