import { staleWords } from "../map/stale-words.js";
import { staleDays } from "../map/staleness.js";
import { meta, scan } from "../state/map-state.js";

interface LoadNoticeProps {
  /** What is loaded: `The changes`. */
  readonly what: string;
  /** Null: it is still being loaded. */
  readonly fault: string | null;
  readonly again: () => void;
}

/** In the place of what is not there yet, or not at all. */
export function LoadNotice({ what, fault, again }: LoadNoticeProps) {
  if (fault === null) return <p class="fine">{what} are being loaded…</p>;
  return (
    <p class="notice" role="alert">
      {what} could not be loaded. {fault}{" "}
      <button type="button" onClick={again}>
        Try again
      </button>
    </p>
  );
}

/** What the address says and this page does not know. */
export function IgnoredNotice({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p class="notice" role="status">
      Part of this link could not be read, so it is ignored: {names.join(", ")}
    </p>
  );
}

/** That the observations are old, when they are and nothing newer is on its way. */
export function StaleNotice() {
  const observedTo = meta.value?.observedTo ?? null;
  const days = scan.value?.phase === "running" ? null : staleDays(observedTo, Date.now());
  if (days === null || observedTo === null) return null;
  return (
    <p class="notice" role="status">
      {staleWords(days, observedTo)}
    </p>
  );
}
