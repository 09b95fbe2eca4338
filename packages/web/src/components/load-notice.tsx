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
      Ignored in the address: {names.join(", ")}
    </p>
  );
}
