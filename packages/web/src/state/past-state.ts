import { signal } from "@preact/signals";

/** The planes of the day in the address; null: those of now are shown. */
export const pastPlanes = signal<Uint8Array | null>(null);
/** The day they are of. */
export const pastDay = signal<string | null>(null);
export const pastFault = signal<string | null>(null);
