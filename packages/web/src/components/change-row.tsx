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

interface ChangeRowProps {
  readonly map: MapData;
  readonly change: ChangedSubject;
  /** Whether the row before is about the same service. */
  readonly isSameSubject: boolean;
}

/** What became of one variant of a service, with its regions. */
export function ChangeRow({ map, change, isSameSubject }: ChangeRowProps) {
  const { subject, variant, purpose, isReachable, regions } = change;
  const service = map.catalog.services[map.layout.serviceIndex.get(subject) ?? -1];
  return (
    <li class={isSameSubject ? "change is-same" : "change"}>
      <p class="subject">
        {variant === null ? (
          <code>{subject}</code>
        ) : (
          <a href={`services/${subject}.html`}>
            <strong>{subject}</strong>
          </a>
        )}{" "}
        <small>{variant === null ? "host outside AWS" : service?.displayName}</small>
      </p>
      <p class="what">
        <span class="direction" data-direction={isReachable ? "up" : "down"} aria-hidden="true">
          {isReachable ? "↑" : "↓"}
        </span>
        {variant === null ? "" : `${VARIANT_WORDS[variant]} `}
        {purpose !== null && <small>({purpose}) </small>}
        {changeWords(change)}
      </p>
      {regions.length > 0 && <Regions subject={subject} regions={regions} />}
    </li>
  );
}

interface RegionsProps {
  readonly subject: string;
  readonly regions: readonly string[];
}

function Regions({ subject, regions }: RegionsProps) {
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
