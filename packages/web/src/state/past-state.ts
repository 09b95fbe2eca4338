import { signal } from "@preact/signals";

/** The status matrix of the day in the address; null: that of now is shown. */
export const pastStatusMatrix = signal<Uint8Array | null>(null);
/** The day they are of. */
export const pastDay = signal<string | null>(null);
export const pastFault = signal<string | null>(null);
