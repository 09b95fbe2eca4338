import { type ChangedSubject, changeWords } from "@egress6/core/changes/change-groups";
import type { MapData } from "@egress6/core/map/map-data";
import { useState } from "preact/hooks";
import { type FoldedChange, foldChanges, foldedWords } from "../changes/fold-changes.js";

/** Fewer than this are listed; more are folded into their number. */
const MOST_REGIONS = 4;

const VARIANT_WORDS = {
  default: "default hostname",
  dualstack: "dual-stack hostname",
  fips: "FIPS hostname",
  "fips-dualstack": "FIPS dual-stack hostname",
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
            {foldChanges(changes).map((folded) => (
              <Change key={String(folded.isReachable)} subject={subject} change={folded} />
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

interface ChangeProps {
  readonly subject: string;
  readonly change: FoldedChange;
}

function Change({ subject, change }: ChangeProps) {
  const { variants, isReachable, regions, hasAdditional, changes } = change;
  return (
    <li class="change">
      <div>
        <p>
          <span class="direction" data-direction={isReachable ? "up" : "down"} aria-hidden="true">
            {isReachable ? "↑" : "↓"}
          </span>
          {foldedWords(change)}
        </p>
        {changes.length > 1 ? (
          <Parts change={change} />
        ) : (
          variants.map((variant) => (
            <p key={variant} class="fine">
              {VARIANT_WORDS[variant]}
              {hasAdditional && ` (${changes[0]?.purpose})`}
            </p>
          ))
        )}
      </div>
      {regions.length > 0 && <ChangedRegions subject={subject} regions={regions} />}
    </li>
  );
}

/** Which hostnames, over what, in how many regions. */
function Parts({
  change: { variants, hasAdditional, changes },
}: {
  readonly change: FoldedChange;
}) {
  const names = variants.map((variant) => VARIANT_WORDS[variant]).join(", ");
  return (
    <details class="parts">
      <summary>
        {names === "" ? "both families" : names}
        {hasAdditional && ", additional endpoints"}
      </summary>
      <ul>
        {changes.map((part, index) => (
          // Of one variant there may be several: to and fro on one day.
          <li key={[part.variant, part.purpose, part.family, index].join()} class="fine">
            {part.variant !== null && `${VARIANT_WORDS[part.variant]} `}
            {part.purpose !== null && `(${part.purpose}) `}
            {changeWords(part)}
            {part.regions.length > 0 && `: ${part.regions.join(", ")}`}
          </li>
        ))}
      </ul>
    </details>
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
