import { signal } from "@preact/signals";

/** What was copied just now; null a moment later. */
export const copied = signal<string | null>(null);
