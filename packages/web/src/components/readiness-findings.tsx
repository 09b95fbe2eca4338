import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { RegionReadiness } from "@egress6/core/verdict/list-readiness";
import type { Readiness } from "@egress6/core/verdict/readiness";
import { byService, type ServiceRegions } from "../my-services/by-service.js";

interface FindingsProps {
  readonly regions: readonly RegionReadiness[];
}

/** What keeps the list from being ready, by service. */
export function Missing({ regions }: FindingsProps) {
  const missing = byService(
    regions,
    (region) => region.missing,
    ({ cell }) => (cell === "none" ? "none" : "ipv4"),
  );
  const unknown = byService(
    regions,
    (region) => region.unknown,
    () => "unknown",
  );
  return (
    <section class="findings" aria-labelledby="missing-title">
      <h2 id="missing-title">What is missing</h2>
      {missing.length === 0 && unknown.length === 0 && (
        <p>Nothing is missing. Every service is reachable over IPv6 in all these regions.</p>
      )}
      <Lines
        lines={[...missing, ...unknown]}
        of={regions.length}
        words={(kind) => CELL_WORDS[kind].name}
      />
    </section>
  );
}

const BREAK_WORDS = {
  gone: "calls fail: its dual-stack name has no address",
  ruleless: "calls fail: AWS's rules build no dual-stack name",
  loses: "leads to a name without AAAA",
  unknown: "not observed",
} as const;

function breakKind({ byOptIn, switchEffect }: Readiness): keyof typeof BREAK_WORDS {
  if (byOptIn === null) return "ruleless";
  return switchEffect === "breaks" ? "gone" : "loses";
}

/** What `AWS_USE_DUALSTACK_ENDPOINT=true`, set for everything, would do to the list. */
export function SwitchBreaks({ regions }: FindingsProps) {
  const breaks = byService(regions, (region) => region.switchBreaks, breakKind);
  const unknown = byService(
    regions,
    (region) => region.switchUnknown,
    () => "unknown",
  );
  return (
    <section class="findings" aria-labelledby="switch-title">
      <h2 id="switch-title">What the dual-stack setting would break</h2>
      <p class="fine">
        <code>AWS_USE_DUALSTACK_ENDPOINT=true</code> changes the name of every service at once.
        Where the name it builds does not exist, calls fail, without a fallback.
      </p>
      {breaks.length === 0 && (
        <p>
          {unknown.length === 0
            ? "Nothing of this list in these regions."
            : "Nothing that was observed of this list in these regions."}
        </p>
      )}
      <Lines
        lines={[...breaks, ...unknown]}
        of={regions.length}
        words={(kind) => BREAK_WORDS[kind]}
      />
    </section>
  );
}

interface LinesProps<Kind extends string> {
  readonly lines: readonly ServiceRegions<Kind>[];
  /** Number of regions in all. */
  readonly of: number;
  readonly words: (kind: Kind) => string;
}

function Lines<Kind extends string>({ lines, of, words }: LinesProps<Kind>) {
  if (lines.length === 0) return null;
  return (
    <ul>
      {lines.map(({ service, kind, regions }) => (
        <li key={`${service} ${kind}`}>
          <p>
            <strong>{service}</strong> {words(kind)}{" "}
            {regions.length === of && of > 1 ? `in all ${of} regions` : <Regions ids={regions} />}
          </p>
        </li>
      ))}
    </ul>
  );
}

const MOST_REGIONS = 5;

function Regions({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length <= MOST_REGIONS) return <span class="fine">in {ids.join(", ")}</span>;
  return (
    <details>
      <summary>in {ids.length} regions</summary>
      <span class="fine">{ids.join(", ")}</span>
    </details>
  );
}
